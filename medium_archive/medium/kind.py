"""Story, response or draft? Medium's export does not mark responses, so this module decides and gives the reason. In
doubt it decides for a story: a person sees a response among the stories, but misses a story among the responses.

Of 917 published posts without a title heading, 914 begin with a plain paragraph, and in 95 % of them Medium's own
title is that paragraph or its beginning: that is how Medium names a response. Some authors write a title as a
paragraph, though. It has no full stop, but neither has the first line of many responses: it ends in a smiley, an emoji
or an address, or it is only a phrase. So it counts only if the line is strong, or if a text of some length follows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from medium_archive.medium.blocks import Block
from medium_archive.medium.text import same_words
from medium_archive.post import Kind

MAX_WORDS = 1000
# Medium opened on 15 August 2012; an older post was imported from a blog, so it answers nobody's story
MEDIUM_OPENED = datetime(2012, 8, 15, tzinfo=UTC)
_MAX_TITLE = 100
_MIN_TEXT = 80  # words below a line that may be a title; half of the responses have fewer than 105
_ENDS_OF_SENTENCES = (".", "?", "!", "…", ":", ",", ";", "。", "？", "！", "：", "，", "؟", "।")
_SMILEY = re.compile(
    r"(?:^|\s)(?:[:;=8xX%][-~^o'’]?[()\[\]{}DPpOoSs3*/\\|]+|<3+|\(?[\^T-]_*[\^T-]\)?|[xX]D+|\\o/)\)?\Z"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+\Z|\S+@\S+\Z|(?:^|\s)[@#]\w+\Z|\b[\w-]+\.(?:[a-z]{2,3}|info)/\S*\Z|\.(?:com|org|net|io|co)\Z"
)
_ONLY_A_LINK = re.compile(r"<p><a [^>]*>(?:(?!</a>).)*</a></p>")
_ONLY_STRONG = re.compile(r"<p><strong>(?:(?!</strong>).)*</strong></p>")
_GREETINGS = frozenset(("hi", "hey", "hello", "dear", "re:", "thanks", "thank", "yes", "no"))
# Who speaks like this speaks to somebody
_OF_A_TALK = frozenset(
    ("i", "i'm", "i've", "i'd", "i'll", "me", "my", "we", "you", "you're", "your", "thanks", "thank")
)

# A comment begins so
# fmt: off
_OPENINGS = frozenset((
    "so", "and", "but", "well", "wow", "great", "nice", "agree", "agreed", "exactly", "lol", "haha", "yep", "yeah",
    "ok", "okay", "congrats", "congratulations", "awesome",
))
# fmt: on


@dataclass(frozen=True)
class Decision:
    kind: Kind
    reason: str
    first_line_is_title: bool = False


@dataclass(frozen=True)
class Facts:
    """The facts about a post: `name` is the title of its page (h1), `first` the text of the paragraph that it begins
    with, "" if it begins with another block; `words` their number in the body. A draft has no time of publication.
    """

    name: str
    blocks: Sequence[Block]
    words: int
    first: str
    has_title: bool
    published: datetime | None
    is_draft: bool = False


def decide(post: Facts) -> Decision:
    """The kind of a post, and why."""
    repeats_name = _is_line_of_title(post)
    if post.is_draft:
        return Decision("draft", "it was never published", repeats_name)
    if post.has_title:
        return Decision("story", "it has a title of its own")
    if not post.blocks:
        return Decision("story", "it is empty")
    if any(block.name in ("h2", "h3") for block in post.blocks):
        return Decision("story", "it has headings", repeats_name)
    if any(block.pictures and "img" in block.html for block in post.blocks):
        return Decision("story", "it has pictures", bool(post.first) and same_words(post.first, post.name))
    if post.published is not None and post.published < MEDIUM_OPENED:
        return Decision("story", "it was published before Medium opened", repeats_name)
    if repeats_name and _is_title(post):
        return Decision("story", "its first line reads like a title", first_line_is_title=True)
    if post.words > MAX_WORDS:
        return Decision("story", f"it is long: {post.words} words")
    if post.first and _names(post.name, post.first):
        return Decision("response", "no title, and Medium named it by its first words")
    if post.first and not post.name:
        return Decision("response", "no title at all")
    return Decision("story", "Medium gave it a title that it does not begin with")


def _names(name: str, first: str) -> bool:
    start = "".join(name.rstrip("…").split())
    return bool(start) and "".join(first.split()).startswith(start)


def _is_line_of_title(post: Facts) -> bool:
    """Whether the first paragraph is the name of the post, and not a sentence or a greeting, with more text below."""
    first = post.first
    return (
        bool(post.name)
        and bool(first)
        and same_words(first, post.name)
        and len(post.blocks) > 1
        and len(first) <= _MAX_TITLE
        and not first.endswith(_ENDS_OF_SENTENCES)
        and not _is_greeting(first)
    )


def _is_title(post: Facts) -> bool:
    """Whether a first paragraph that is the name of the post is a title, and not the first line of a response."""
    first, html = post.first, post.blocks[0].html
    if _ends_in_emoji(first) or _SMILEY.search(first) or _ADDRESS.search(first) or _ONLY_A_LINK.fullmatch(html):
        return False
    if _ONLY_STRONG.fullmatch(html):
        return True
    if first[0].islower():
        return False
    words = [word.strip(",.!-–—") for word in first.lower().replace("’", "'").split()]
    return post.words >= _MIN_TEXT and words[0] not in _OPENINGS and _OF_A_TALK.isdisjoint(words)


def _is_greeting(first: str) -> bool:
    """Whether a text begins like a response: `Hi Ada`, `@ada`, `Re: x`."""
    return first.startswith("@") or first.lower().split()[0].strip(",") in _GREETINGS


def _ends_in_emoji(text: str) -> bool:
    """Whether a text ends in a picture of a character; a selector or a skin may be its end."""
    return unicodedata.category(text.rstrip("\ufe0e\ufe0f\u200d")[-1:] or "x") in ("So", "Sk", "Me")

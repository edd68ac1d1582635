"""Story, response or draft? Medium's export does not mark responses, so this module decides and gives the reason. In
doubt it decides for a story: a person sees a response among the stories, but misses a story among the responses.

Of 917 published posts without a title heading, 914 begin with a plain paragraph, and in 95 % of them Medium's own
title is that paragraph or its beginning: that is how Medium names a response.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medium_archive.medium.blocks import Block
from medium_archive.post import Kind

MAX_WORDS = 1000
_MAX_TITLE = 100
_ENDS_OF_SENTENCES = (".", "?", "!", "…", ":", ",", ";", "。", "？", "！", "：", "，", "؟", "।")


@dataclass(frozen=True)
class Decision:
    kind: Kind
    reason: str
    first_line_is_title: bool = False


def decide(*, is_draft: bool, has_title: bool, name: str, blocks: Sequence[Block], words: int, first: str) -> Decision:
    """The kind of a post, and why. `name` is the title of the page (h1), `first` the text of the paragraph that the
    post begins with, "" if it begins with another block.
    """
    if is_draft:
        return Decision("draft", "it was never published", _is_title_line(name, first, blocks))
    if has_title:
        return Decision("story", "it has a title of its own")
    if not blocks:
        return Decision("story", "it is empty")
    if any(block.name in ("h2", "h3") for block in blocks):
        return Decision("story", "it has headings", _is_title_line(name, first, blocks))
    if any(block.pictures and "img" in block.html for block in blocks):
        return Decision("story", "it has pictures", first == name)
    if _is_title_line(name, first, blocks):
        return Decision("story", "its first line reads like a title", first_line_is_title=True)
    if words > MAX_WORDS:
        return Decision("story", f"it is long: {words} words")
    if first and _names(name, first):
        return Decision("response", "no title, and Medium named it by its first words")
    if first and not name:
        return Decision("response", "no title at all")
    return Decision("story", "Medium gave it a title that it does not begin with")


def _names(name: str, first: str) -> bool:
    start = "".join(name.rstrip("…").split())
    return bool(start) and "".join(first.split()).startswith(start)


def _is_title_line(name: str, first: str, blocks: Sequence[Block]) -> bool:
    """Whether the first paragraph looks like a title: short, not a sentence, with more text below."""
    return (
        bool(name)
        and first == name
        and len(blocks) > 1
        and len(first) <= _MAX_TITLE
        and not first.endswith(_ENDS_OF_SENTENCES)
        and not _is_greeting(first)
    )


def _is_greeting(first: str) -> bool:
    """Whether a text begins like a response: `Hi Ada`, `@ada`, `Re: x`."""
    words = first.lower().split()
    return first.startswith("@") or words[0].strip(",") in (
        "hi",
        "hey",
        "hello",
        "dear",
        "re:",
        "thanks",
        "thank",
        "yes",
        "no",
    )

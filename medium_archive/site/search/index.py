"""The search index: it says which posts have which words.

A script of a page that was opened from the disk can't read the text of posts, so the index must answer alone. It
consists of a script with a line for each post, and of shards. A search loads only the shards of its own terms. They
have:

- words of scripts with spaces, without case and accents, each with its posts. A search also finds a word by its
  beginning. If the list of words would be too large for the archive, long words are shortened to their first letters.
- signs of scripts without spaces (Han, kana, Thai, ...), each with its posts, and with each sign that follows it,
  together with the posts that have the two side by side. A search finds a word of several signs by its pairs.

The index has every word of a post, so a post is always found by its words. A hit without the word is possible where
only first letters are kept, where rare pairs are left out (shards.py), or where a post has the pairs of a word in
different places.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medium_archive.site.authors import Author
from medium_archive.site.content import RenderedPost, TermsOf
from medium_archive.site.search import postings, shards
from medium_archive.site.search.bits import bytes_as_text
from medium_archive.site.search.postings import Keep, Postings, Source, Terms
from medium_archive.site.stored_values import Dumped
from medium_archive.site.translations import translation_for

FILE = "search/index.js"
SCRIPTS = tuple(Path(__file__).with_name(name) for name in ("words.js", "search.js"))  # in one file of the site
FUNCTION = "searchIndex"
_MIN_LIMIT = 8_000  # bytes: an index of this size is always small enough
_LIMIT_SHARE = 0.148  # of the bytes of the text; the promise is 15 %
_BUDGET_STEPS = 128  # the budget is rounded down to 1/128, so that it stays the same after a small edit
_WORD = re.compile(r"[^\W_]+")
_USUAL_FOLDER = "posts"  # of most pages


@dataclass(frozen=True)
class Index:
    """A search index. `head` is the script that a search loads first. For each byte that its terms take in the texts, a
    shard may have `budget` bytes.
    """

    head: bytes
    postings: Postings
    budget: float

    @property
    def made_from(self) -> list[tuple[int, tuple[object, ...]]]:
        """The number of each shard, with short values that change whenever its script changes."""
        shards = enumerate(self.postings.shards)
        return [(at, (one.revision, len(self.postings.sources), self.budget)) for at, one in shards]

    def shard(self, number: int) -> tuple[bytes, Dumped[Terms]]:
        """The script of a shard, and its terms in a form that can be sent to another process."""
        one = self.postings.shards[number]
        terms = one.terms.load()
        script = shards.script(number, terms, len(self.postings.sources), one.size * self.budget)
        return script, Dumped.of(terms)


def shard_file(number: int) -> str:
    return f"search/{number}.js"


def index(  # noqa: PLR0913, PLR0917  # one call
    posts: Sequence[RenderedPost],
    language: str,
    authors: Sequence[Author],
    fingerprints: Mapping[str, str],
    before: Postings,
    terms_before: TermsOf,
    jobs: int = 1,
    keep: Keep = lambda part: part,
) -> Index:
    """The index of posts. The language of a post is written only if it differs from `language`. `authors` are those of
    a site of several authors: its index has the names of all authors of each post, and a search for any of them finds
    the post. On a site of one author, only the names of co-authors are searched. `fingerprints` are those of the posts
    with their texts, by path. `before` are the postings of the last build, `terms_before` the terms of its posts. The
    index does not depend on `jobs`, the number of processes. `keep` is as in `postings.make`.
    """
    # Long posts come first: then the posts of a frequent word have consecutive numbers, which take almost no bits. A
    # small edit does not change the order.
    posts = sorted(posts, key=lambda post: (-_rounded(post.length), post.path))
    names = list(dict.fromkeys(_names(post, language) for post in posts)) if authors else []
    sources = [Source(post.path, _title_of(post, is_signed=bool(authors)), fingerprints[post.path]) for post in posts]
    text_size = sum(post.text_size for post in posts)
    found = postings.make(sources, text_size, TermsOf.posts(posts), before, terms_before, jobs, keep)
    table: dict[str, object] = {
        "shards": len(found.shards),
        "spread": postings.spread(len(found.shards)),
        "posts": [_line(post, language, names) for post in posts],
    }
    if names:
        table["authors"] = names
    packed = shards.packed(table)
    head = shards.call(FUNCTION, bytes_as_text(packed), len(packed))
    limit = max(_MIN_LIMIT, _LIMIT_SHARE * text_size) - len(head)
    budget = limit / max(1, sum(one.size for one in found.shards))
    return Index(head, found, max(0, math.floor(budget * _BUDGET_STEPS) / _BUDGET_STEPS))


def _rounded(length: int) -> int:
    """A length, rounded down by at most a quarter."""
    step = max(0, length.bit_length() - 3)
    return length >> step << step


def _title_of(post: RenderedPost, *, is_signed: bool) -> str:
    authors = post.authors if is_signed else post.coauthors
    return "\n".join((post.title, post.subtitle, *(one.name for one in authors), *post.tags))


def _names(post: RenderedPost, language: str) -> str:
    """The names of the authors of a post. Several names are between marks of direction, as each may have its own."""
    names = [author.name for author in post.authors]
    if len(names) > 1:
        names = [f"\u2068{name}\u2069" for name in names]
    return translation_for(language).comma.join(names)


def _line(post: RenderedPost, language: str, authors: Sequence[str]) -> list[str | int]:
    """Title, day as a number, page; the language if it is not the site's; the number of the names, if there
    are several authors.

    Of a page with the usual name, made of day and title, only the length of the name is written: search.js makes the
    name in the same way.
    """
    day = post.date.moment.date().isoformat() if post.date else ""
    usual_name = "-".join((day, *_WORD.findall(post.title.lower())))
    folder, _, name = post.page.removesuffix("/index.html").rpartition("/")
    is_usual = folder == _USUAL_FOLDER and usual_name.startswith(name)
    line: list[str | int] = [post.title, int(day.replace("-", "") or 0), len(name) if is_usual else post.page]
    own_language = post.language if post.language != language else ""
    if authors:
        return [*line, own_language, authors.index(_names(post, language))]
    return [*line, own_language] if own_language else line

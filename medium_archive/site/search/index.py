"""The search index: which words are in which posts, small enough to be loaded as a whole at the first search.

A script of a page that was opened from the disk can't read the text of posts, so the index must answer alone. It has:

- words of scripts with spaces, without case and accents, each with its posts. A search finds a word by its beginning,
  too. If the list of words would be too large for the archive, long words are shortened to their first letters.
- signs of scripts without spaces (Han, kana, Thai, ...), each with its posts, and the pairs of signs that follow each
  other, with those of the posts that have both signs. A search finds a word of several signs by its pairs.

The index has every word of a post, so a post is always found by its words. A hit without the word is possible where
only first letters are kept, or where a post has the pairs of a word in different places.
"""

from __future__ import annotations

import json
import re
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from medium_archive.site.authors import Author
from medium_archive.site.content import RenderedPost
from medium_archive.site.search import postings
from medium_archive.site.search.bits import as_text, ascending, bytes_as_text, count, text_length
from medium_archive.site.search.postings import Pair, Postings, Posts
from medium_archive.site.search.terms import Counts, counts
from medium_archive.site.translations import translation_for

FILE = "search/index.js"
SCRIPT = Path(__file__).with_name("search.js")
FUNCTION = "searchIndex"
_MIN_LIMIT = 8_000  # bytes: an index of this size is always small enough
_LIMIT_SHARE = 0.148  # of the bytes of the text; the promise is 15 %
# What an index leaves out to be small enough, step by step. First number: the letters of a word that are kept. Second:
# for two signs that at most so many posts have both, the index does not say which posts have them side by side.
_STEPS = (
    (16, 0), (12, 1), (9, 1), (8, 1), (8, 2), (7, 2), (7, 3), (6, 3), (6, 4), (5, 4), (5, 8), (4, 8), (4, 12), (4, 24),
    (4, 48), (4, 96), (3, 200),
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_USUAL_FOLDER = "posts"  # of most pages


def index(
    posts: Sequence[RenderedPost],
    language: str,
    authors: Sequence[Author] = (),
    counted: Callable[[str], Counts] = counts,
    before: Postings | None = None,
) -> tuple[bytes, Postings]:
    """The index as a script that calls `searchIndex`, and the postings in it. The language of a post is written only if
    it differs from `language`. On a site of several `authors` each post has the names of its authors. A search for the
    name of a co-author finds the post; on a site of several authors, a search for that of the author does, too.
    `counted` returns the same as `counts`, perhaps from a memory; `before` are the postings of an earlier index.
    """
    # Long posts come first: then the posts of a frequent word have consecutive numbers, which take almost no bits.
    posts = sorted(posts, key=lambda post: (-post.length, post.path))
    texts = [tuple(counted(text) for text in _texts_of(post, is_signed=bool(authors))) for post in posts]
    names = list(dict.fromkeys(_names(post, language) for post in posts)) if authors else []
    limit = max(_MIN_LIMIT, _LIMIT_SHARE * sum(len(post.text.encode()) for post in posts))
    found = postings.make(texts, before or Postings())
    signs = _by_frequency(found.signs)
    pairs = _numbered(signs, found.pairs)
    used: dict[tuple[int, ...], str] = {}
    signs_coded = postings.code(signs, len(posts), found.codes, used)
    lines = [_line(post, language, names) for post in posts]

    @cache
    def words_within(letters: int) -> tuple[str, str]:
        short = _shortened(found.words, letters)
        return _front_coded(short), postings.code(short, len(posts), found.codes, used)

    @cache
    def pairs_beyond(few: int) -> str:
        return _coded_pairs(signs, pairs, few)

    @cache
    def script(step: int) -> _Script:
        letters, few = _STEPS[step]
        listed, coded = words_within(letters)
        table = {"letters": letters, "few": few, "posts": lines, "words": listed, "signs": "".join(signs)}
        if names:
            table["authors"] = names
        return _Script.of(table, coded, signs_coded, pairs_beyond(few))

    step = 0
    if script(step).length > limit:
        # Each step is smaller than the one before, so a binary search finds the first that is small enough.
        step = bisect_left(range(len(_STEPS) - 1), True, lo=1, key=lambda step: script(step).length <= limit)
    return script(step).bytes(), replace(found, codes=used)


@dataclass(frozen=True)
class _Script:
    """The index before it is written: the packed table, and the coded posts."""

    packed: bytes
    coded: tuple[str, ...]

    @classmethod
    def of(cls, table: dict[str, object], *coded: str) -> _Script:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()) + packer.flush()
        return cls(packed, coded)

    @property
    def length(self) -> int:
        """The number of bytes, without making them."""
        texts = text_length(8 * len(self.packed)) + text_length(sum(map(len, self.coded)))
        return texts + len(self._around("", ""))

    def bytes(self) -> bytes:
        return self._around(bytes_as_text(self.packed), as_text("".join(self.coded))).encode()

    def _around(self, packed: str, coded: str) -> str:
        return f'{FUNCTION}("{packed}","{coded}",{len(self.packed)})\n'


def _texts_of(post: RenderedPost, *, is_signed: bool) -> tuple[str, str]:
    authors = post.authors if is_signed else post.coauthors
    return "\n".join((post.title, post.subtitle, *(one.name for one in authors), *post.tags)), post.text


def _names(post: RenderedPost, language: str) -> str:
    """The names of the authors. Several are isolated from each other, as each has a direction of its own."""
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


def _shortened(words: Posts, letters: int) -> Posts:
    """The posts of each beginning of words, of so many letters at most. `words` and the result are sorted."""
    found: dict[str, Sequence[int]] = {}
    for start, group in groupby(words, key=lambda word: word[:letters]):
        first, *others = group
        posts = words[first]
        found[start] = sorted({*posts, *(post for word in others for post in words[word])}) if others else posts
    return found


def _front_coded(words: Iterable[str]) -> str:
    """Sorted words, each as the number of letters that it shares with the word before ("A" for none) and the rest."""
    pieces, before = [], ""
    for word in words:
        shared = 0
        while shared < min(len(before), len(word)) and before[shared] == word[shared]:
            shared += 1
        pieces.append(chr(ord("A") + shared) + word[shared:])
        before = word
    return "".join(pieces)


def _by_frequency(posts: Posts) -> Posts:
    return dict(sorted(posts.items(), key=lambda item: (-len(item[1]), item[0])))


_Numbered = tuple[int, int, Pair]  # a pair with the numbers of its signs


def _numbered(signs: Posts, pairs: Mapping[str, Pair]) -> list[_Numbered]:
    """The pairs in the order of the numbers of their signs."""
    number = {sign: at for at, sign in enumerate(signs)}
    found = [(number[pair[0]], number[pair[1]], coded) for pair, coded in pairs.items()]
    return sorted(found, key=itemgetter(0, 1))


def _coded_pairs(signs: Posts, pairs: Sequence[_Numbered], few: int) -> str:
    """For each sign the signs that follow it; for each pair, which of the posts that have both signs have the pair.

    Pairs whose signs are in at most `few` common posts are left out. The lengths of the parts come first, so that a
    search reads only the parts of its own signs.
    """
    limit = sum(len(posts) > few for posts in signs.values())
    seconds: list[list[int]] = [[] for _ in range(limit)]
    coded: list[list[str]] = [[] for _ in range(limit)]
    for first, second, (common, bits) in pairs:
        if common > few:
            seconds[first].append(second)
            coded[first].append(bits)
    parts = [
        "".join((count(len(after) + 1), ascending(after, limit), *codes))
        for after, codes in zip(seconds, coded, strict=True)
    ]
    return "".join((*[count(len(part)) for part in parts], *parts))

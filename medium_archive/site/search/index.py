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
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from medium_archive.site.authors import Author
from medium_archive.site.content import RenderedPost
from medium_archive.site.search.bits import as_text, ascending, bytes_as_text, count, text_length
from medium_archive.site.search.terms import Counts, counts, terms_of

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
) -> bytes:
    """The index as a script that calls `searchIndex`. A post in another language than `language` has its own noted. On
    a site of several `authors` each post has that of its own, and is found by the name. `counted` gives what `counts`
    returns, perhaps from a memory.
    """
    # Long posts come first: then the posts of a frequent word have consecutive numbers, which cost almost nothing.
    posts = sorted(posts, key=lambda post: (-post.length, post.path))
    found = [terms_of(map(counted, _texts_of(post, is_signed=bool(authors)))) for post in posts]
    names = list(dict.fromkeys(post.author.name for post in posts)) if authors else []
    limit = max(_MIN_LIMIT, _LIMIT_SHARE * sum(len(post.text.encode()) for post in posts))
    words = _posts_of(one.words for one in found)
    signs = _by_frequency(_posts_of(one.signs for one in found))
    pairs = _pairs_of(signs, _posts_of(one.pairs for one in found))
    known: dict[tuple[int, ...], str] = {}
    signs_coded = _coded(signs, len(found), known)
    lines = [_line(post, language, names) for post in posts]

    @cache
    def words_within(letters: int) -> tuple[str, str]:
        short = _shortened(words, letters)
        return _front_coded(short), _coded(short, len(found), known)

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

    if script(0).length <= limit:
        return script(0).bytes()
    # Each step is smaller than the one before, so a binary search finds the first that is small enough.
    step = bisect_left(range(len(_STEPS) - 1), True, lo=1, key=lambda step: script(step).length <= limit)
    return script(step).bytes()


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
    author = [post.author.name] if is_signed else []
    return "\n".join((post.title, post.subtitle, *author, *post.tags)), post.text


def _line(post: RenderedPost, language: str, authors: Sequence[str]) -> list[str | int]:
    """Title, day as a number, page; the language if it is not the site's; the number of the author, if there are
    several.

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
        return [*line, own_language, authors.index(post.author.name)]
    return [*line, own_language] if own_language else line


def _posts_of(found: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """The numbers of the posts of each term; the terms in the order of code points."""
    posts: defaultdict[str, list[int]] = defaultdict(list)
    for number, of_post in enumerate(found):
        for term in of_post:
            posts[term].append(number)
    return dict(sorted(posts.items()))


def _shortened(words: dict[str, list[int]], letters: int) -> dict[str, list[int]]:
    """The posts of each beginning of words, of so many letters at most. `words` and the result are sorted."""
    found: dict[str, list[int]] = {}
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


def _by_frequency(posts: dict[str, list[int]]) -> dict[str, list[int]]:
    return dict(sorted(posts.items(), key=lambda item: (-len(item[1]), item[0])))


def _coded(terms_with_posts: dict[str, list[int]], limit: int, known: dict[tuple[int, ...], str]) -> str:
    """The posts of each term. `known` has the bits of posts that were coded before: most words are in one or two."""
    pieces = []
    for posts in terms_with_posts.values():
        key = tuple(posts)
        coded = known.get(key)
        if coded is None:
            coded = known[key] = count(len(posts)) + ascending(posts, limit)
        pieces.append(coded)
    return "".join(pieces)


@dataclass(frozen=True)
class _Pair:
    """A sign with one that follows it, by their numbers: in how many posts both are, and, coded, in which of these the
    pair is.
    """

    first: int
    second: int
    common: int
    coded: str


def _pairs_of(signs: dict[str, list[int]], pairs: dict[str, list[int]]) -> list[_Pair]:
    """The pairs in the order of the numbers of their signs."""
    number = {sign: at for at, sign in enumerate(signs)}
    post_sets = {sign: sum(1 << post for post in posts) for sign, posts in signs.items()}
    # Most pairs are in one or two posts, and many of these have the same code
    known: dict[tuple[int, ...], str] = {}
    found = []
    for pair, posts in pairs.items():
        both = post_sets[pair[0]] & post_sets[pair[1]]
        common = both.bit_count()
        if len(posts) == common:  # all posts have the pair, which takes no bit
            coded = count(common)
        else:
            places = [(both & ((1 << post) - 1)).bit_count() for post in posts]
            key = (common, *places)
            if key not in known:
                known[key] = count(len(posts)) + ascending(places, common)
            coded = known[key]
        found.append(_Pair(number[pair[0]], number[pair[1]], common, coded))
    return sorted(found, key=lambda one: (one.first, one.second))


def _coded_pairs(signs: dict[str, list[int]], pairs: Sequence[_Pair], few: int) -> str:
    """For each sign the signs that follow it; for each pair, which of the posts that have both signs have the pair.

    Pairs whose signs are in at most `few` common posts are left out. The lengths of the parts come first, so that a
    search reads only the parts of its own signs.
    """
    limit = sum(len(posts) > few for posts in signs.values())
    followers: list[list[_Pair]] = [[] for _ in range(limit)]
    for pair in pairs:
        if pair.common > few:
            followers[pair.first].append(pair)
    parts = []
    for after in followers:
        heads = (count(len(after) + 1), ascending([pair.second for pair in after], limit))
        parts.append("".join((*heads, *[pair.coded for pair in after])))
    return "".join((*[count(len(part)) for part in parts], *parts))

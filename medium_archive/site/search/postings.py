"""Which posts have which terms, in shards: each shard of the index has the terms that begin alike. If a few posts have
changed, only the shards of their terms are updated.
"""

from __future__ import annotations

import hashlib
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from medium_archive.folder import pickles
from medium_archive.processes import Pool
from medium_archive.site.search.terms import IS_SIGN, Counts
from medium_archive.site.stored_values import Content, Dumped, Held

_MAX_SHARE = 0.25  # of the posts: if more have changed, making everything again is faster
_TEXT_PER_SHARD = 64 << 10  # bytes of text: a shard takes at most 15 % of that
_MAX_SHARDS = 1024
_MAX_SPREAD = 32
# The posts are counted in at most so many blocks of at least so many posts: enough for each process to have some
_BLOCKS = 64
_SMALLEST_BLOCK = 16
Terms = Mapping[str, Sequence[int]]  # by the term, the numbers of its posts, ascending


@dataclass(frozen=True, slots=True)
class Source:
    """What the terms of a post are made from: its path, its title with all other short texts, and a fingerprint of the
    post with its text.
    """

    path: str
    title: str
    text: str


@dataclass(frozen=True)
class Shard:
    """The terms of one shard, in no order. `size` is the number of bytes that the terms take in the texts. If the
    `revision` is the same as before, so is the rest.
    """

    terms: Content[Terms] = field(default_factory=lambda: Held({}))
    size: int = 0
    revision: str = ""


@dataclass(frozen=True)
class Postings:
    """The terms of the posts of an index; the number of a post is its place in `sources`."""

    sources: tuple[Source, ...] = ()
    shards: tuple[Shard, ...] = ()

    def posts_with(self, term: str) -> list[str]:
        """The paths of the posts that have a term."""
        if not self.shards:
            return []
        shard = self.shards[shard_of(term, len(self.shards))]
        return [self.sources[number].path for number in shard.terms.load().get(term, ())]


class Counted(Protocol):
    """Counts the terms of sources."""

    def __call__(self, about: Source, /) -> Iterable[Counts]: ...

    def only(self, some: Sequence[Source], /) -> Counted:
        """The same for some sources alone, in a form that can be sent to other processes."""
        ...


Keep = Callable[[Dumped[Terms]], Content[Terms]]  # puts terms on the disk, if it can


@dataclass(frozen=True)
class Parts:
    """The terms of one shard in parts: those of the posts of a block, in the order of the posts."""

    parts: tuple[Content[Terms], ...]

    def load(self) -> Terms:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for part in self.parts:
            for term, numbers in part.load().items():
                found[term] += numbers
        return dict(found)

    def read(self) -> bytes:
        return pickles.dump(self.load())


def make(  # noqa: PLR0913, PLR0917  # one call
    sources: Sequence[Source],
    text_size: int,
    counted: Counted,
    before: Postings,
    counted_before: Counted,
    jobs: int = 1,
    keep: Keep = lambda part: part,
) -> Postings:
    """The postings of posts with texts of `text_size` bytes. `before` are those of an earlier build, and
    `counted_before` has the terms of the sources in it. `jobs` is the number of processes. `keep` gets the parts of the
    shards.
    """
    number = shard_count(text_size)
    changed = _changed(sources, before) if number == len(before.shards) else None
    if changed is None:
        return _make(tuple(sources), number, counted, jobs, keep)
    was: dict[int, set[tuple[str, int]]] = defaultdict(set)
    now: dict[int, set[tuple[str, int]]] = defaultdict(set)
    sizes: dict[int, int] = defaultdict(int)
    for at in changed:
        for terms, found, sign in ((was, counted_before(before.sources[at]), -1), (now, counted(sources[at]), 1)):
            for term, size in sizes_of(found).items():
                place = shard_of(term, number)
                terms[place].add((term, at))
                sizes[place] += sign * size
    shards = list(before.shards)
    for place in was.keys() | now.keys():
        out, into = was[place] - now[place], now[place] - was[place]
        if out or into or sizes[place]:
            shards[place] = _updated(shards[place], out, into, sizes[place])
    return Postings(tuple(sources), tuple(shards))


def shard_count(text_size: int) -> int:
    """The number of shards of an index of so many bytes of text: a power of two."""
    return min(_MAX_SHARDS, 1 << max(0, (text_size // _TEXT_PER_SHARD).bit_length() - 1))


def spread(shards: int) -> int:
    """The number of shards over which the words with the same first letter are spread."""
    return min(_MAX_SPREAD, max(1, shards // 8))


def shard_of(term: str, shards: int) -> int:
    """The number of the shard of a term. That of a sign has the pairs that begin with it. search.js does the same."""
    return _place(term, _sign_size(term[0]), spread(shards), shards)


def _place(term: str, sign_size: int, width: int, shards: int) -> int:
    second = ord(term[1]) % width if len(term) > 1 and not sign_size else 0
    return (ord(term[0]) * 31 + second * 17) % shards


def sizes_of(found: Iterable[Counts]) -> dict[str, int]:
    """The terms of counted texts, and the bytes that each takes in them. A pair stands for its first sign."""
    return {term: times * _size(term) for term, times in _times(found).items()}


def _times(found: Iterable[Counts]) -> dict[str, int]:
    """The terms of counted texts, and how often each comes. Signs come in pairs, and are not counted themselves."""
    times: dict[str, int] = {}
    for one in found:
        for counted in (one.words, one.pairs):
            if times:
                for term, number in counted.items():
                    times[term] = times.get(term, 0) + number
            else:
                times = dict(counted)
        for sign in one.signs:
            times.setdefault(sign, 0)
    return times


def _size(term: str) -> int:
    """The bytes that a term takes in a text."""
    return _sign_size(term[0]) or len(term.encode())


@cache
def _sign_size(letter: str) -> int:
    """The bytes of a sign, 0 for a letter of a script with spaces."""
    return len(letter.encode()) if IS_SIGN(letter) else 0


@dataclass(frozen=True)
class _Block:
    """Posts of an index, from number `first`, whose terms are found together."""

    first: int
    sources: Sequence[Source]
    counted: Counted


def _make(sources: tuple[Source, ...], number: int, counted: Counted, jobs: int, keep: Keep) -> Postings:
    step = max(_SMALLEST_BLOCK, -(-len(sources) // _BLOCKS))
    parts_of = ((at, sources[at : at + step]) for at in range(0, len(sources), step))
    blocks = ((at, _Block(at, some, counted.only(some))) for at, some in parts_of)
    parts: list[list[Content[Terms]]] = [[] for _ in range(number)]
    sizes = [0] * number
    with Pool(number, jobs) as pool:
        for _, found in pool.run(_block, blocks):
            for place, (part, size) in (found or {}).items():
                parts[place].append(keep(part))
                sizes[place] += size
    revision = hashlib.sha256(repr(sources).encode("utf-8", "surrogateescape")).hexdigest()
    shards = (Shard(Parts(tuple(one)), size, revision) for one, size in zip(parts, sizes, strict=True))
    return Postings(sources, tuple(shards))


def _block(number: int, block: _Block) -> dict[int, tuple[Dumped[Terms], int]]:
    """The terms of the posts of a block, by the shard, of so many shards, with the number of bytes in the texts."""
    posts: dict[str, list[int]] = {}  # how often a term comes in all texts of the block, then the numbers of its posts
    for at, source in enumerate(block.sources, block.first):
        for term, times in _times(block.counted(source)).items():
            if (known := posts.get(term)) is None:
                posts[term] = [times, at]
            else:
                known[0] += times
                known.append(at)
    shards: defaultdict[int, dict[str, list[int]]] = defaultdict(dict)
    sizes: defaultdict[int, int] = defaultdict(int)
    width = spread(number)
    for term, numbers in posts.items():
        sign = _sign_size(term[0])
        place = _place(term, sign, width, number)
        sizes[place] += numbers.pop(0) * (sign or (len(term) if term.isascii() else len(term.encode())))
        shards[place][term] = numbers
    return {place: (Dumped.of(terms), sizes[place]) for place, terms in shards.items()}


def _changed(sources: Sequence[Source], before: Postings) -> list[int] | None:
    """The numbers of the posts with other terms than before, None if everything must be made."""
    if [one.path for one in sources] != [one.path for one in before.sources]:
        return None
    found = [at for at, one in enumerate(sources) if one != before.sources[at]]
    return found if len(found) <= len(sources) * _MAX_SHARE else None


def _updated(shard: Shard, out: Iterable[tuple[str, int]], into: Iterable[tuple[str, int]], size: int) -> Shard:
    out, into = sorted(out), sorted(into)
    terms = dict(shard.terms.load())
    for term, post in out:
        terms[term] = [other for other in terms[term] if other != post]
    for term, post in into:
        numbers = list(terms.get(term, ()))
        insort(numbers, post)
        terms[term] = numbers
    for term, _ in out:
        if term in terms and not terms[term]:
            del terms[term]
    revision = hashlib.sha256(repr((shard.revision, out, into, size)).encode("utf-8", "surrogateescape")).hexdigest()
    return Shard(Held(terms), shard.size + size, revision)

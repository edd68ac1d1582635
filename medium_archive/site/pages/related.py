"""Related posts: by their terms, weighted by how rare these are (TF-IDF), and compared by cosine similarity.

The rarity of a term is rounded to a few steps, so an edited post changes the weights of few others, and only
these are compared again. Weights are whole numbers: the similarity of two posts is the same in whichever order it is
added up.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from medium_archive.processes import Pool
from medium_archive.site.content import RenderedPost
from medium_archive.site.search.terms import Counts

MAX_RELATED = 3
_MAX_TERMS = 60  # of a post, those with the greatest weight
_MAX_SHARE = 0.15  # a term in a larger share of all posts describes no single post, and is left out
# A term in more posts is left out too: without this limit the work would grow with the square of the number of posts.
_MAX_POSTS = 100
_OFTEN = 64  # times that a post has a term, up to which the weight is not calculated each time
_ONE = 1 << 15  # the weights of a post are a vector of this length
_MIN_SIMILARITY = int(0.06 * _ONE * _ONE)
_TITLE_WEIGHT = 3  # a term of the title counts as often as three in the text
_BLOCK = 16  # posts that are sent to a worker at once
_MAX_CHANGED = 0.25  # of the posts: if more have changed, making everything again is faster

Near = tuple[tuple[int, str], ...]  # pairs of similarity and path, the greatest first


@dataclass(frozen=True, slots=True)
class Subject:
    """What a post is compared by: its title with its tags, and a fingerprint of it with its text."""

    path: str
    title: str
    text: str


@dataclass(frozen=True, eq=False)
class Frequencies:
    """The number of posts with each term, in little space: an archive of 10,000 posts has a million terms. `terms` have
    spaces between them.
    """

    terms: str = ""
    numbers: bytes = b""

    @classmethod
    def of(cls, numbers: Mapping[str, int]) -> Frequencies:
        return cls(" ".join(numbers), array("I", numbers.values()).tobytes())

    def by_term(self) -> dict[str, int]:
        found = array("I")
        found.frombytes(self.numbers)
        return dict(zip(self.terms.split(" ") if self.terms else (), found, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frequencies) and self.by_term() == other.by_term()

    def __hash__(self) -> int:
        return hash(len(self.numbers))  # equal ones may have another order


@dataclass(frozen=True, slots=True)
class Vector:
    """The weights of the main terms of a post, the greatest first, in little space: there is one for each post. `terms`
    have spaces between them.
    """

    terms: str = ""
    weights: bytes = b""

    @classmethod
    def of(cls, weights: Mapping[str, int]) -> Vector:
        return cls(" ".join(weights), array("H", weights.values()).tobytes())

    def by_term(self) -> zip[tuple[str, int]]:
        """Each term with its weight."""
        found = array("H")
        found.frombytes(self.weights)
        return zip(self.terms.split(" ") if self.terms else (), found, strict=True)


@dataclass(frozen=True)
class Related:
    """The related posts of each post by its path, with what they were found from. `frequencies` has the number of posts
    with each term.
    """

    subjects: Mapping[str, Subject] = field(default_factory=dict)
    frequencies: Frequencies = field(default_factory=Frequencies)
    vectors: Mapping[str, Vector] = field(default_factory=dict)
    near: Mapping[str, Near] = field(default_factory=dict)

    def shown(self, posts: Sequence[RenderedPost]) -> dict[str, tuple[RenderedPost, ...]]:
        """For the path of each post its related posts, the most similar first."""
        by_path = {post.path: post for post in posts}
        return {path: tuple(by_path[other] for _, other in self.near[path]) for path in by_path}


def subject(post: RenderedPost, fingerprint: str) -> Subject:
    """What a post is compared by."""
    return Subject(post.path, " ".join((post.title, *post.tags)), fingerprint)


@dataclass(frozen=True)
class Before:
    """The related posts of an earlier build. `counted` has the terms of a subject in it: of its title, and of its text;
    `posts_with` gives the paths of all posts that had a term then, and perhaps others.
    """

    related: Related
    counted: Callable[[Subject], tuple[Counts, Counts]]
    posts_with: Callable[[str], Iterable[str]]


def related(
    subjects: Sequence[Subject],
    counted: Callable[[Subject], tuple[Counts, Counts]],
    before: Before | None = None,
    jobs: int = 1,
) -> Related:
    """For each post at most MAX_RELATED others. `counted` returns the terms of the title and of the text of a subject;
    for several `jobs` it must be picklable. The result does not depend on what `before` has, nor on `jobs`, nor on the
    order of the posts.
    """
    now = {one.path: one for one in subjects}
    known = before.related if before is not None else Related()
    changed = {path for path, one in now.items() if known.subjects.get(path) != one}
    gone = {path for path, one in known.subjects.items() if now.get(path) != one}
    if before is None or len(changed | gone) > len(now) * _MAX_CHANGED or _step(len(now)) != _step(len(known.subjects)):
        return _of_all(now, counted, jobs)
    found = {path: _times(counted(now[path])) for path in changed}
    frequencies, others = _updated(
        known.frequencies.by_term(),
        [_times(before.counted(known.subjects[path])) for path in gone],
        found.values(),
        len(now),
    )
    weigh = {path for term in others for path in before.posts_with(term) if path in now} | changed
    vectors = {path: vector for path, vector in known.vectors.items() if path in now}
    for path in weigh:
        vectors[path] = _vector(found.get(path) or _times(counted(now[path])), frequencies, len(now))
    different = {path for path in weigh if vectors[path] != known.vectors.get(path)}
    return Related(
        now, Frequencies.of(frequencies), vectors, _near_again(vectors, known.near, different, gone - now.keys())
    )


@dataclass(frozen=True)
class _Weighing:
    """What the weights of the terms of posts are calculated from. `rarities` has no term that is left out."""

    subjects: Mapping[str, Subject]
    counted: Callable[[Subject], tuple[Counts, Counts]]
    rarities: Mapping[str, int]


@dataclass(frozen=True)
class _Comparison:
    """The vectors of all posts: the terms of each with their weights, and the posts of each term with their weights.

    Posts and terms are numbers here, in a few large arrays; those of post n in `terms` and `weights` begin at
    `of_post[n]`, those of term n in `posts` at `of_term[n]`. A number in `posts` is that of the post and 16 bits of the
    weight. Objects would take a gigabyte for 100,000 posts, and again as much in each process.
    """

    paths: Sequence[str]
    of_post: array[int]
    terms: array[int]
    weights: array[int]
    of_term: array[int]
    posts: array[int]

    @classmethod
    def of(cls, vectors: Mapping[str, Vector], wanted: Collection[str]) -> _Comparison:
        """A comparison of the posts `wanted` with all. Other terms than theirs are left out."""
        numbers: dict[str, int] = {}
        for path in wanted:
            for term, _ in vectors[path].by_term():
                numbers.setdefault(term, len(numbers))
        of_post, terms, weights = array("Q", [0]), array("I"), array("H")
        sizes = array("Q", bytes(8 * (len(numbers) + 1)))
        for vector in vectors.values():
            for term, weight in vector.by_term():
                if (number := numbers.get(term)) is not None:
                    terms.append(number)
                    weights.append(weight)
                    sizes[number + 1] += 1
            of_post.append(len(terms))
        of_term = array("Q", accumulate(sizes))
        ends, posts = array("Q", of_term), array("Q", bytes(8 * len(terms)))
        for post in range(len(vectors)):
            for at in range(of_post[post], of_post[post + 1]):
                end = ends[terms[at]]
                posts[end] = post << 16 | weights[at]
                ends[terms[at]] = end + 1
        return cls(tuple(vectors), of_post, terms, weights, of_term, posts)

    def row(self, number: int) -> dict[str, int]:
        """The similarities of a wanted post to all others that are similar enough."""
        similarities: dict[int, int] = defaultdict(int)
        of_term, posts, own = self.of_term, self.posts, slice(self.of_post[number], self.of_post[number + 1])
        for term, weight in zip(self.terms[own], self.weights[own], strict=True):
            for other in posts[of_term[term] : of_term[term + 1]]:
                similarities[other >> 16] += weight * (other & 0xFFFF)
        similarities.pop(number, None)
        paths = self.paths
        return {paths[other]: value for other, value in similarities.items() if value >= _MIN_SIMILARITY}


def _of_all(subjects: Mapping[str, Subject], counted: Callable[[Subject], tuple[Counts, Counts]], jobs: int) -> Related:
    frequencies, rarities = _frequencies(subjects, counted)
    paths = list(subjects)
    blocks = [paths[at : at + _BLOCK] for at in range(0, len(paths), _BLOCK)]
    vectors: dict[str, Vector] = {}
    with Pool(_Weighing(subjects, counted, rarities), jobs) as pool:
        for block, found in pool.run(_weigh, zip(blocks, blocks, strict=True)):
            vectors.update(zip(block, found or (), strict=True))
    del rarities
    near: dict[str, Near] = {}
    numbers = [range(at, min(at + _BLOCK, len(paths))) for at in range(0, len(paths), _BLOCK)]
    with Pool(_Comparison.of(vectors, vectors), jobs) as pool:
        for block, rows in pool.run(_compare, zip(blocks, numbers, strict=True)):
            near.update(zip(block, rows or (), strict=True))
    return Related(subjects, frequencies, vectors, near)


def _frequencies(
    subjects: Mapping[str, Subject], counted: Callable[[Subject], tuple[Counts, Counts]]
) -> tuple[Frequencies, Mapping[str, int]]:
    """The number of posts with each term, and the rarity of each term that has one."""
    counter: Counter[str] = Counter()
    for one in subjects.values():
        title, text = counted(one)
        counter.update(iter({**text.words, **text.pairs, **title.words, **title.pairs}))
    for term in [term for term in counter if not _is_meaningful(term)]:
        del counter[term]
    rarity_of = _rarities(len(subjects))
    rarities = {
        term: rarity for term, number in counter.items() if number <= _MAX_POSTS and (rarity := rarity_of[number])
    }
    return Frequencies.of(counter), rarities


def _weigh(around: _Weighing, paths: Sequence[str]) -> list[Vector]:
    return [_weights(_times(around.counted(around.subjects[path])), around.rarities) for path in paths]


def _compare(around: _Comparison, numbers: Iterable[int]) -> list[Near]:
    return [_nearest(around.row(number)) for number in numbers]


def _updated(
    frequencies: dict[str, int], gone: Iterable[Mapping[str, int]], come: Iterable[Mapping[str, int]], posts: int
) -> tuple[Mapping[str, int], list[str]]:
    """The frequencies after some posts are gone and others have come; and the terms whose rarity has changed."""
    changes: Counter[str] = Counter(term for terms in come for term in terms if _is_meaningful(term))
    changes.subtract(term for terms in gone for term in terms if _is_meaningful(term))
    others = []
    for term, change in changes.items():
        if change:
            was = frequencies.pop(term, 0)
            if was + change:
                frequencies[term] = was + change
            if _rarity(was, posts) != _rarity(was + change, posts):
                others.append(term)
    return frequencies, others


def _near_again(
    vectors: Mapping[str, Vector], before: Mapping[str, Near], different: Collection[str], gone: Collection[str]
) -> dict[str, Near]:
    """The nearest posts, where the vectors of some are `different` and some are `gone`."""
    left = {*different, *gone}
    again = {path for path in vectors if path in different or any(other in left for _, other in before[path])}
    near = {path: before[path] for path in vectors if path not in again}
    for path, row in _rows(vectors, again):
        near[path] = _nearest(row)
        if path in different:
            for other, similarity in row.items():
                if other not in again:
                    near[other] = tuple(sorted((*near[other], (similarity, path)), reverse=True)[:MAX_RELATED])
    return near


def _rows(vectors: Mapping[str, Vector], wanted: Collection[str]) -> Iterator[tuple[str, dict[str, int]]]:
    """The similarities of each wanted post to all others that are similar enough."""
    comparison = _Comparison.of(vectors, wanted)
    return ((path, comparison.row(number)) for number, path in enumerate(comparison.paths) if path in wanted)


def _nearest(row: Mapping[str, int]) -> Near:
    return tuple(sorted(((value, other) for other, value in row.items()), reverse=True)[:MAX_RELATED])


def _times(counted: tuple[Counts, Counts]) -> dict[str, int]:
    """How often a post has each term."""
    title, text = counted
    found = {**text.words, **text.pairs}
    for terms in (title.words, title.pairs):
        for term, times in terms.items():
            found[term] = found.get(term, 0) + times * _TITLE_WEIGHT
    return found


def _is_meaningful(term: str) -> bool:
    """Whether a term is a word of at least three letters, or a pair of signs."""
    return len(term) > 2 or (len(term) == 2 and not term.isascii())


def _step(number: int) -> int:
    """The logarithm of a number of posts, in steps of half an octave."""
    return round(2 * math.log2(number)) if number else -1


def _rarity(posts_with: int, posts: int) -> int:
    """The weight of a term by the number of posts that have it, 0 for a term that is left out."""
    step = _step(posts)
    limit = max(2, min(int(2 ** (step / 2) * _MAX_SHARE), _MAX_POSTS))
    return step - _step(posts_with) if 2 <= posts_with <= limit else 0


_WEIGHTS = [1 + math.log(max(times, 1)) for times in range(_OFTEN)]


def _rarities(posts: int) -> list[int]:
    """The weight of a term by the number of posts that have it, up to _MAX_POSTS."""
    return [0, 0, *(_rarity(number, posts) for number in range(2, _MAX_POSTS + 1))]


def _vector(terms: Mapping[str, int], frequencies: Mapping[str, int], posts: int) -> Vector:
    """The weights of the main terms of a post."""
    rarity_of = _rarities(posts)
    found = ((term, frequencies.get(term, 0)) for term in terms)
    return _weights(terms, {term: rarity_of[number] for term, number in found if number <= _MAX_POSTS})


def _weights(terms: Mapping[str, int], rarities: Mapping[str, int]) -> Vector:
    """The weights of the main terms of a post, by their rarity; a term without one is left out."""
    # Negative, so that the greatest weight comes first, and of equal ones the first term
    weights = sorted(
        (-(_WEIGHTS[times] if times < _OFTEN else 1 + math.log(times)) * rarity, term)
        for term, times in terms.items()
        if (rarity := rarities.get(term))
    )[:_MAX_TERMS]
    length = math.sqrt(sum(weight * weight for weight, _ in weights))
    return Vector.of({term: round(-weight / length * _ONE) for weight, term in weights})

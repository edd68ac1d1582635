"""Which posts speak of the same: by their words, weighed by how rare they are (TF-IDF), compared by angle."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from medium_archive.site.content import RenderedPost
from medium_archive.site.search.terms import sequence

MOST = 3
_TERMS = 100  # the heaviest of a post: what it is about
_COMMON = 0.15  # a term in a larger part of all posts says nothing
_LEAST = 0.06  # posts that are less alike have only words in common
_TITLE = 3  # times as much as the text a title says what a post is about


def related(posts: Sequence[RenderedPost]) -> dict[str, tuple[RenderedPost, ...]]:
    """For the path of each post those that are most like it, at most MOST, the most alike first."""
    weighed = _weighed([_counted(post.title, post.tags, post.text) for post in posts])
    holding: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, weights in enumerate(weighed):
        for term, weight in weights.items():
            holding[term].append((number, weight))
    found = {}
    for number, weights in enumerate(weighed):
        alike: dict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            for other, its in holding[term]:
                alike[other] += weight * its
        alike.pop(number, None)
        near = [(round(-value, 6), other) for other, value in alike.items() if value >= _LEAST]
        found[posts[number].path] = tuple(posts[other] for _, other in sorted(near)[:MOST])
    return found


@lru_cache(maxsize=8192)  # a server asks again for all posts when one has changed
def _counted(title: str, tags: tuple[str, ...], text: str) -> Counter[str]:
    """The terms of a post that can mean something: words of three letters, pairs of signs."""
    counted = Counter(_meant(text))
    for term in _meant(" ".join((title, *tags))):
        counted[term] += _TITLE
    return counted


def _meant(text: str) -> list[str]:
    return [term for term in sequence(text) if len(term) > 2 or (len(term) == 2 and not term.isascii())]


def _weighed(counted: Sequence[Mapping[str, int]]) -> list[dict[str, float]]:
    """The heaviest terms of each post, as a vector of length one."""
    posts = Counter(term for terms in counted for term in terms)
    many = len(counted)
    most = max(2, many * _COMMON)
    rarity = {term: math.log(many / held) for term, held in posts.items() if 2 <= held <= most}
    vectors = []
    for terms in counted:
        weights = [((1 + math.log(times)) * rarity[term], term) for term, times in terms.items() if term in rarity]
        weights.sort(key=lambda pair: (-pair[0], pair[1]))
        length = math.sqrt(sum(weight * weight for weight, _ in weights[:_TERMS]))
        vectors.append({term: weight / length for weight, term in weights[:_TERMS]} if length else {})
    return vectors

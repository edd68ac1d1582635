"""Related posts: by their terms, weighted by how rare these are (TF-IDF), and compared by cosine similarity."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from medium_archive.site.content import RenderedPost
from medium_archive.site.search.terms import sequence

MAX_RELATED = 3
_MAX_TERMS = 100  # of a post, those with the greatest weight
_MAX_SHARE = 0.15  # a term that a larger share of all posts has says nothing of a post
_MIN_SIMILARITY = 0.06
_TITLE_WEIGHT = 3  # a term of the title counts as often as three in the text


def related(posts: Sequence[RenderedPost]) -> dict[str, tuple[RenderedPost, ...]]:
    """For the path of each post its related posts, at most MAX_RELATED, the most similar first."""
    vectors = _vectors([_term_counts(post.title, post.tags, post.text) for post in posts])
    by_term: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for term, weight in vector.items():
            by_term[term].append((number, weight))
    found = {}
    for number, vector in enumerate(vectors):
        similarities: dict[int, float] = defaultdict(float)
        for term, weight in vector.items():
            for other, other_weight in by_term[term]:
                similarities[other] += weight * other_weight
        similarities.pop(number, None)
        near = [(round(-value, 6), other) for other, value in similarities.items() if value >= _MIN_SIMILARITY]
        found[posts[number].path] = tuple(posts[other] for _, other in sorted(near)[:MAX_RELATED])
    return found


@lru_cache(maxsize=8192)  # a server needs the terms of all posts again when one has changed
def _term_counts(title: str, tags: tuple[str, ...], text: str) -> Counter[str]:
    counts = Counter(_meaningful(text))
    for term in _meaningful(" ".join((title, *tags))):
        counts[term] += _TITLE_WEIGHT
    return counts


def _meaningful(text: str) -> list[str]:
    """Words of at least three letters, and pairs of signs."""
    return [term for term in sequence(text) if len(term) > 2 or (len(term) == 2 and not term.isascii())]


def _vectors(counts: Sequence[Mapping[str, int]]) -> list[dict[str, float]]:
    """The weights of the main terms of each post, as a vector of length one."""
    frequencies = Counter(term for terms in counts for term in terms)
    limit = max(2, len(counts) * _MAX_SHARE)
    rarity = {term: math.log(len(counts) / posts) for term, posts in frequencies.items() if 2 <= posts <= limit}
    vectors = []
    for terms in counts:
        weights = [((1 + math.log(times)) * rarity[term], term) for term, times in terms.items() if term in rarity]
        weights.sort(key=lambda pair: (-pair[0], pair[1]))
        length = math.sqrt(sum(weight * weight for weight, _ in weights[:_MAX_TERMS]))
        vectors.append({term: weight / length for weight, term in weights[:_MAX_TERMS]} if length else {})
    return vectors

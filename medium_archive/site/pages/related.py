"""Related posts: by their terms, weighted by how rare these are (TF-IDF), and compared by cosine similarity."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from medium_archive.site.content import RenderedPost
from medium_archive.site.search.terms import Counts, counts

MAX_RELATED = 3
_MAX_TERMS = 100  # of a post, those with the greatest weight
_MAX_SHARE = 0.15  # a term in a larger share of all posts describes no single post, and is left out
# A term in more posts is left out too. For 1,000 posts both limits are equal; for more, the work would grow with the
# square of their number without this limit.
_MAX_POSTS = 150
_OFTEN = 64  # times that a post has a term, up to which the weight is not calculated each time
_MIN_SIMILARITY = 0.06
_TITLE_WEIGHT = 3  # a term of the title counts as often as three in the text


def related(
    posts: Sequence[RenderedPost], counted: Callable[[str], Counts] = counts
) -> dict[str, tuple[RenderedPost, ...]]:
    """For the path of each post its related posts, at most MAX_RELATED, the most similar first. `counted` returns the
    same as `counts`, perhaps from a memory.
    """
    vectors = _vectors([_term_counts(post, counted) for post in posts])
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


def _term_counts(post: RenderedPost, counted: Callable[[str], Counts]) -> dict[str, int]:
    found = _meaningful(counted(post.text))
    for term, times in _meaningful(counted(" ".join((post.title, *post.tags)))).items():
        found[term] = found.get(term, 0) + times * _TITLE_WEIGHT
    return found


def _meaningful(found: Counts) -> dict[str, int]:
    """Words of at least three letters, and pairs of signs."""
    words = {word: n for word, n in found.words.items() if len(word) > 2 or (len(word) == 2 and not word.isascii())}
    return {**words, **found.pairs}


def _vectors(found: Sequence[Mapping[str, int]]) -> list[dict[str, float]]:
    """The weights of the main terms of each post, as a vector of length one."""
    frequencies = Counter(term for terms in found for term in terms)
    limit = max(2, min(len(found) * _MAX_SHARE, _MAX_POSTS))
    rarity = {term: math.log(len(found) / posts) for term, posts in frequencies.items() if 2 <= posts <= limit}
    often = [1 + math.log(max(times, 1)) for times in range(_OFTEN)]
    vectors = []
    for terms in found:
        # Negative, so that the greatest weight comes first, and of equal ones the first term
        weights = sorted(
            (-(often[times] if times < _OFTEN else 1 + math.log(times)) * rarity[term], term)
            for term, times in terms.items()
            if term in rarity
        )[:_MAX_TERMS]
        length = math.sqrt(sum(weight * weight for weight, _ in weights))
        vectors.append({term: -weight / length for weight, term in weights} if length else {})
    return vectors

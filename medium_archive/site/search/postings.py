"""Which posts have which terms, as numbers of posts and as bits. If only a few posts have changed, the postings of the
last build are updated: most terms are in none of the changed posts.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from medium_archive.site.search.bits import ascending, count
from medium_archive.site.search.terms import Counts, terms_of

_MAX_SHARE = 0.25  # of the posts: if more have changed, making everything again is faster
Posts = Mapping[str, Sequence[int]]  # by the term, the numbers of its posts, ascending
Texts = Sequence[tuple[Counts, ...]]  # of each post, by its number


# For two signs that follow each other: the number of posts that have both signs, and the bits that say which of these
# posts have the pair
Pair = tuple[int, str]


@dataclass(frozen=True)
class Postings:
    """The terms of posts, in the order of code points. `codes` has the bits for each list of post numbers in the index;
    `pairs` has all pairs, also those that the index leaves out.
    """

    texts: Texts = ()
    words: Posts = field(default_factory=dict)
    signs: Posts = field(default_factory=dict)
    posts_of_pairs: Posts = field(default_factory=dict)
    pairs: Mapping[str, Pair] = field(default_factory=dict)
    codes: Mapping[tuple[int, ...], str] = field(default_factory=dict)


def make(texts: Texts, before: Postings) -> Postings:
    """The postings of posts with these texts; `before` are those of an earlier build."""
    changed = _changed(texts, before.texts)
    if changed is None:
        found = [terms_of(of_post) for of_post in texts]
        words = _posts_of(one.words for one in found)
        signs = _posts_of(one.signs for one in found)
        of_pairs = _posts_of(one.pairs for one in found)
        return Postings(texts, words, signs, of_pairs, _pairs_of(signs, of_pairs, {}, frozenset()))
    was = {number: terms_of(before.texts[number]) for number in changed}
    now = {number: terms_of(texts[number]) for number in changed}
    words, _ = _updated(before.words, {n: (was[n].words, now[n].words) for n in changed})
    signs, other_signs = _updated(before.signs, {n: (was[n].signs, now[n].signs) for n in changed})
    of_pairs, other_pairs = _updated(before.posts_of_pairs, {n: (was[n].pairs, now[n].pairs) for n in changed})
    pairs = _pairs_of(signs, of_pairs, before.pairs, other_signs | other_pairs)
    return Postings(texts, words, signs, of_pairs, pairs, before.codes)


def code(posts: Posts, limit: int, known: Mapping[tuple[int, ...], str], used: dict[tuple[int, ...], str]) -> str:
    """The bits for the posts of each term; `limit` is the number of all posts. A list of posts in `known` is not coded
    again. All lists are added to `used`, with their bits. Most words are in one or two posts.
    """
    pieces = []
    for numbers in posts.values():
        key = tuple(numbers)
        coded = used.get(key)
        if coded is None:
            coded = known.get(key)
            if coded is None:
                coded = count(len(key)) + ascending(key, limit)
            used[key] = coded
        pieces.append(coded)
    return "".join(pieces)


def _changed(texts: Texts, before: Texts) -> list[int] | None:
    """The numbers of the posts with other texts than before, None if all must be read."""
    if len(texts) != len(before):
        return None
    found = [number for number, of_post in enumerate(texts) if of_post != before[number]]
    return found if len(found) <= len(texts) * _MAX_SHARE else None


def _posts_of(found: Iterable[Iterable[str]]) -> Posts:
    posts: defaultdict[str, list[int]] = defaultdict(list)
    for number, of_post in enumerate(found):
        for term in of_post:
            posts[term].append(number)
    return dict(sorted(posts.items()))


def _updated(
    before: Posts, changes: Mapping[int, tuple[frozenset[str], frozenset[str]]]
) -> tuple[Posts, frozenset[str]]:
    """The posts of each term after `changes`, which has, by the number of a post, its terms before and now. Returns
    also the terms whose posts changed.
    """
    posts = dict(before)
    others: set[str] = set()
    for number, (was, now) in changes.items():
        for term in was - now:
            posts[term] = [other for other in posts[term] if other != number]
        for term in now - was:
            numbers = list(posts.get(term, ()))
            insort(numbers, number)
            posts[term] = numbers
        others |= was ^ now
    for term in others:
        if not posts[term]:
            del posts[term]
    return dict(sorted(posts.items())), frozenset(others)


def _pairs_of(
    signs: Posts, posts_of_pairs: Posts, before: Mapping[str, Pair], others: Collection[str]
) -> Mapping[str, Pair]:
    """The pairs, coded; those of the build before unless the pair or one of its signs is among `others`."""
    sets: dict[str, int] = {}
    # Most pairs are in one or two posts, and many of these have the same code
    known: dict[tuple[int, ...], str] = {}
    found: dict[str, Pair] = {}
    for pair, posts in posts_of_pairs.items():
        first, second = pair[0], pair[1]
        if pair in before and pair not in others and first not in others and second not in others:
            found[pair] = before[pair]
            continue
        for sign in (first, second):
            if sign not in sets:
                sets[sign] = sum(1 << post for post in signs[sign])
        both = sets[first] & sets[second]
        common = both.bit_count()
        coded = count(common)
        if len(posts) != common:  # otherwise all posts have the pair, which takes no bit
            places = [(both & ((1 << post) - 1)).bit_count() for post in posts]
            key = (common, *places)
            if key not in known:
                known[key] = count(len(posts)) + ascending(places, common)
            coded = known[key]
        found[pair] = (common, coded)
    return found

"""The parts that two sequences have in common, in a bounded time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

# Pairs of equal items, each of which `difflib` looks at many times. A long post has some thousands; 6,000 equal lines
# against 5,999 are 36 million, and take minutes
_MOST_PAIRS = 2_000_000


def matching_blocks(one: Sequence[Hashable], other: Sequence[Hashable]) -> Iterator[tuple[int, int, int]]:
    """(start, start in the other, length) of each part that both have, in order. Of sequences with too many equal items
    these are the same beginning and the same end.
    """
    of_other = Counter(other)
    if sum(count * of_other[item] for item, count in Counter(one).items()) <= _MOST_PAIRS:
        yield from SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
        return
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    ends = zip(reversed(one[head:]), reversed(other[head:]), strict=False)
    tail = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends))
    yield from [(0, 0, head)] if head else []
    yield from [(len(one) - tail, len(other) - tail, tail)] if tail else []
    yield len(one), len(other), 0


def differences(
    one: Sequence[Hashable], other: Sequence[Hashable]
) -> Iterator[tuple[bool, tuple[int, int], tuple[int, int]]]:
    """Whether a part is equal, and where it begins and ends in each sequence; all parts in order."""
    at, its = 0, 0
    for start, its_start, length in matching_blocks(one, other):
        if (at, its) != (start, its_start):
            yield False, (at, start), (its, its_start)
        if length:
            yield True, (start, start + length), (its_start, its_start + length)
        at, its = start + length, its_start + length

"""Pairs of blocks: each block of an original, and the block that was made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from medium_archive.checks.completeness import addresses
from medium_archive.checks.completeness.blocks import TEXTS, Block
from medium_archive.checks.completeness.comparison import embeds, matching

T = TypeVar("T")

# A changed block is paired with its original if this share of their text is equal; more if their kinds differ
_SIMILAR = 0.5
_SIMILAR_OF_TWO_KINDS = 0.9
_REACH = 50  # blocks that are searched for a changed one


@dataclass(frozen=True)
class Alignment:
    """`pairs` are a block and its converted block, `moved` the blocks of these pairs that are in another place now.
    `missing` and `added` have no partner.
    """

    pairs: tuple[tuple[Block, Block], ...]
    missing: tuple[Block, ...] = ()
    added: tuple[Block, ...] = ()
    moved: tuple[Block, ...] = ()


def key(block: Block) -> Hashable:
    """What a search compares of a block. Equal for a block that was kept."""
    if block.kind in TEXTS:
        return block.kind, block.text
    if block.code is not None:
        return "code", block.code.lines
    if block.kind == "picture":
        return "picture", addresses.picture_name(block.address)
    if block.kind == "card":
        return "card", addresses.normal(block.address)
    if block.kind == "embed":
        return "embed", embeds.parse(block.address).key
    return block.kind


def align(wanted: Sequence[Block], found: Sequence[Block]) -> Alignment:
    """Pair the blocks that are equal or similar in the same order, then blocks that are equal in another order."""
    before, after = [key(block) for block in wanted], [key(block) for block in found]
    pairs: list[tuple[Block, Block]] = []
    missing: list[Block] = []
    added: list[Block] = []
    for is_equal, (i1, i2), (j1, j2) in matching.differences(before, after):
        if is_equal:
            pairs.extend(zip(wanted[i1:i2], found[j1:j2], strict=True))
        else:
            near, left, right = _nearest(wanted[i1:i2], found[j1:j2])
            pairs += near
            missing += left
            added += right
    elsewhere: dict[Hashable, list[int]] = {}
    for number, other in enumerate(added):
        elsewhere.setdefault(key(other), []).append(number)
    moved: list[Block] = []
    gone: list[Block] = []
    taken: set[int] = set()
    for block in missing:
        if places := elsewhere.get(key(block)):
            taken.add(places[0])
            pairs.append((block, added[places.pop(0)]))
            moved.append(block)
        else:
            gone.append(block)
    rest = tuple(other for number, other in enumerate(added) if number not in taken)
    return Alignment(tuple(pairs), tuple(gone), rest, tuple(moved))


def _nearest(
    wanted: Sequence[Block], found: Sequence[Block]
) -> tuple[list[tuple[Block, Block]], list[Block], list[Block]]:
    """The pairs of similar blocks, in order, and the remaining blocks of both sides."""
    pairs: list[tuple[Block, Block]] = []
    missing: list[Block] = []
    added: list[Block] = []
    start = 0
    for block in wanted:
        best, at = 0.0, -1
        for number in range(start, min(start + _REACH, len(found))):
            likeness = _likeness(block, found[number])
            if likeness > best:
                best, at = likeness, number
            if best == 1:
                break
        if at < 0:
            missing.append(block)
        else:
            added += found[start:at]
            pairs.append((block, found[at]))
            start = at + 1
    return pairs, missing, [*added, *found[start:]]


def _likeness(one: Block, other: Block) -> float:
    """The similarity of two blocks: from 0, for unrelated texts, to 1, for the same text."""
    if one.kind in TEXTS and other.kind in TEXTS:
        text, its = one.text, other.text
        if text == its:
            return 1
        share = _similarity(_pairs(text), _pairs(its))
        return share if share >= (_SIMILAR if one.kind == other.kind else _SIMILAR_OF_TWO_KINDS) else 0
    if one.code is not None and other.code is not None:
        share = _similarity(Counter(one.code.lines), Counter(other.code.lines))
        return share or _similarity(Counter("".join(one.code.lines)), Counter("".join(other.code.lines))) / 2
    if one.kind != other.kind:
        return 0
    return 1 if key(one) == key(other) else _SIMILAR


@lru_cache(maxsize=1024)
def _pairs(text: str) -> Counter[tuple[str, str]]:
    """How often each pair of neighbouring characters occurs."""
    return Counter(pairwise(text))


def _similarity(one: Counter[T], other: Counter[T]) -> float:
    whole = one.total() + other.total()
    return 2 * sum(min(count, other[item]) for item, count in one.items()) / whole if whole else 1

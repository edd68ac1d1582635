"""Which block of a text is which block of its original, where they are not simply the same ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from medium_archive.checks.completeness import blocks, embeds
from medium_archive.checks.completeness.blocks import TEXTS, Block

T = TypeVar("T")

# Two blocks are one that was changed when so much of their text is alike; of two kinds, when nearly all of it is.
_ALIKE = 0.5
_ALIKE_OF_TWO_KINDS = 0.9
_AS_FAR = 50  # blocks that are looked at for one that was changed


@dataclass(frozen=True)
class Alignment:
    """`pairs` are one block and what became of it; `moved` those of them that stand elsewhere now."""

    pairs: tuple[tuple[Block, Block], ...]
    lacking: tuple[Block, ...] = ()
    beyond: tuple[Block, ...] = ()
    moved: tuple[Block, ...] = ()


def key(block: Block) -> Hashable:
    """What a block is known by when it is looked for."""
    if block.kind in TEXTS:
        return block.kind, block.text
    if block.code is not None:
        return "code", block.code.lines
    if block.kind == "picture":
        return "picture", blocks.picture_name(block.address)
    if block.kind == "card":
        return "card", blocks.same_address(block.address)
    if block.kind == "embed":
        thing = embeds.thing(block.address)
        return "embed", thing.place, thing.names
    return block.kind


def aligned(wanted: Sequence[Block], found: Sequence[Block]) -> Alignment:
    """Pair what is the same or nearly so, in order; then what is the same out of order."""
    before, after = [key(block) for block in wanted], [key(block) for block in found]
    pairs: list[tuple[Block, Block]] = []
    lacking: list[Block] = []
    beyond: list[Block] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs.extend(zip(wanted[i1:i2], found[j1:j2], strict=True))
        else:
            near, left, right = _nearest(wanted[i1:i2], found[j1:j2])
            pairs += near
            lacking += left
            beyond += right
    elsewhere: dict[Hashable, list[int]] = {}
    for number, other in enumerate(beyond):
        elsewhere.setdefault(key(other), []).append(number)
    moved: list[Block] = []
    gone: list[Block] = []
    taken: set[int] = set()
    for block in lacking:
        if places := elsewhere.get(key(block)):
            taken.add(places[0])
            pairs.append((block, beyond[places.pop(0)]))
            moved.append(block)
        else:
            gone.append(block)
    rest = tuple(other for number, other in enumerate(beyond) if number not in taken)
    return Alignment(tuple(pairs), tuple(gone), rest, tuple(moved))


def _nearest(
    wanted: Sequence[Block], found: Sequence[Block]
) -> tuple[list[tuple[Block, Block]], list[Block], list[Block]]:
    """Pairs of blocks that are alike, in order, and what is left on both sides."""
    pairs: list[tuple[Block, Block]] = []
    lacking: list[Block] = []
    beyond: list[Block] = []
    start = 0
    for block in wanted:
        best, at = 0.0, -1
        for number in range(start, min(start + _AS_FAR, len(found))):
            likeness = _likeness(block, found[number])
            if likeness > best:
                best, at = likeness, number
            if best == 1:
                break
        if at < 0:
            lacking.append(block)
        else:
            beyond += found[start:at]
            pairs.append((block, found[at]))
            start = at + 1
    return pairs, lacking, [*beyond, *found[start:]]


def _likeness(one: Block, other: Block) -> float:
    """0 for two blocks that are not one, 1 for the same text."""
    if one.kind in TEXTS and other.kind in TEXTS:
        text, its = one.text, other.text
        if text == its:
            return 1
        alike = _alike(_pairs(text), _pairs(its))
        return alike if alike >= (_ALIKE if one.kind == other.kind else _ALIKE_OF_TWO_KINDS) else 0
    if one.code is not None and other.code is not None:
        alike = _alike(Counter(one.code.lines), Counter(other.code.lines))
        return alike or _alike(Counter("".join(one.code.lines)), Counter("".join(other.code.lines))) / 2
    if one.kind != other.kind:
        return 0
    return 1 if key(one) == key(other) else _ALIKE


@lru_cache(maxsize=1024)
def _pairs(text: str) -> Counter[tuple[str, str]]:
    """Each two characters that follow each other, with how often they do."""
    return Counter(pairwise(text))


def _alike(one: Counter[T], other: Counter[T]) -> float:
    whole = one.total() + other.total()
    return 2 * sum(min(count, other[item]) for item, count in one.items()) / whole if whole else 1

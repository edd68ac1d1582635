"""Lists and tables while they are read: the place of each item and each cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from medium_archive.checks.completeness import hints
from medium_archive.checks.completeness.blocks import Block, CellPlace, Kind, ListPlace

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any


_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,9}\s*")
_LETTERS = ("a", "A", "i", "I")
_SCOPES = ("row", "col", "rowgroup", "colgroup")
_ALIGNMENT = re.compile(r"text-align:(left|center|right)")


@dataclass(slots=True)
class OpenList:
    """A list while it is read. `number` is the number of the next item, None in a list without numbers. `layout` says
    how the list counts (letters, reversed); its first item gets it. `goes_on_at` is the number of blocks found before
    the end of the last list inside an item: if no block follows it, this list goes on.
    """

    depth: int
    number: int | None = None
    begins: bool = True
    layout: frozenset[str] = hints.NONE
    is_new: bool = True
    goes_on_at: int = -1

    @classmethod
    def of(cls, element: Element, depth: int) -> OpenList:
        """The list of an `ul` or `ol`."""
        if element.tag != "ol":
            return cls(depth)
        layout = {f"type {letter}" for letter in _LETTERS if element.get("type") == letter}
        if element.get("reversed") is not None:
            layout.add("reversed")
        start = _number(element.get("start", ""))
        return cls(depth, 1 if start is None else start, layout=frozenset(layout))

    def begin_item(self, item: Element) -> None:
        """An item follows, which may have a number of its own."""
        if self.number is not None and (value := _number(item.get("value", ""))) is not None:
            self.number = value

    def end_item(
        self, found: list[Block], before: int, *, layout: frozenset[str] = hints.NONE, splits: bool = False
    ) -> None:
        """Give the blocks of an item, which are `found[before:]`, their places. `layout` is that of the item, which its
        first text has. `splits` says that an embed or a card ends the list, and that what follows in the item begins a
        new one: Markdown has no form for them in an item.
        """
        place = ListPlace(self.depth, self.begins, self.number)
        self.begins = False
        for at in range(before, len(found)):
            if splits and found[at].kind in ("embed", "card") and not found[at].details:
                self.interrupt()
                place = ListPlace(self.depth, self.begins, self.number)
            elif found[at].kind == "item" and found[at].place is None:
                if self.is_new:
                    layout |= self.layout
                if layout:
                    found[at] = replace(found[at], layout=found[at].layout | layout)
                found[at] = replace(found[at], place=place)
                place = ListPlace(self.depth, begins=False)
                self.begins, self.is_new, layout = False, False, hints.NONE
            elif found[at].kind != "caption":
                self.begins = False
        if self.goes_on_at == len(found):
            self.begins = False
        if self.number is not None:
            self.number += 1

    def close(self, around: Sequence[OpenList], found: int) -> None:
        """End the list, after `found` blocks. `around` are the lists that contain it, the innermost last. If empty
        items of this list follow an embed, the outer item goes on after the embed too.
        """
        if around and not self.begins:
            around[-1].goes_on_at = found

    def interrupt(self) -> None:
        """Another block follows: the next item begins a new list, with an unknown number."""
        self.begins, self.number, self.is_new = True, None, True


def layout_of_cell(cell: Element) -> frozenset[str]:
    """The hints of a cell: its alignment, which a page has as a class, and the cells that it is the heading of."""
    found = {f"scope {name}" for name in _SCOPES if cell.tag == "th" and cell.get("scope") == name}
    names = [name.removeprefix("align-") for name in cell.get("class", "").split() if name.startswith("align-")]
    aligned = _ALIGNMENT.search("".join(cell.get("style", "").lower().split()))
    found |= {f"align {side}" for side in ([aligned[1]] if aligned else names)}
    return frozenset(found)


def set_place(found: list[Block], before: int, place: CellPlace, layout: frozenset[str]) -> None:
    """Give the blocks of a cell, which are `found[before:]`, its place, and the first of them its layout."""
    for at in range(before, len(found)):
        if found[at].kind == "cell" and found[at].place is None:
            found[at] = replace(found[at], place=place, layout=found[at].layout | layout)
            layout = hints.NONE


def lay_out(found: list[Block], before: int, kinds: Collection[Kind], layout: frozenset[str]) -> None:
    """Give the hints to all blocks of these kinds in `found[before:]`."""
    for at in range(before, len(found)) if layout else ():
        if found[at].kind in kinds:
            found[at] = replace(found[at], layout=found[at].layout | layout)


def lay_out_figure(found: list[Block], before: int, layout: frozenset[str]) -> None:
    """Give the blocks of a figure, which are `found[before:]`, its hints. Its further pictures are in one row with the
    first.
    """
    is_row = False
    for at in range(before, len(found)):
        block = found[at]
        if block.kind == "picture" and is_row:
            found[at] = replace(block, layout=hints.IN_ROW)
        elif block.kind in ("picture", "embed", "card") and layout:
            found[at] = replace(block, layout=layout)
        is_row |= block.kind == "picture"


def open_details(details: Element, found: list[Block], before: int) -> None:
    """Note in the first block of a `details` that it is open, and in all its blocks that a `details` is around them."""
    for at in range(before, len(found)):
        found[at] = replace(found[at], details=found[at].details + 1)
    if details.get("open") is not None and before < len(found):
        found[before] = replace(found[before], layout=found[before].layout | hints.OPEN)


def _number(words: str) -> int | None:
    return int(words) if _NUMBER.fullmatch(words) else None

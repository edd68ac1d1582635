"""Lists and tables while they are read: the place of each item and each cell."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
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
    """A list while it is read. `depth` is the number of lists around its items, `around` the number of all containers
    around the list. `number` is the number of the next item, None in a list without numbers. `layout` says how the
    list counts (letters, reversed); its first item receives it. `right_in` is the parent element of the list if that is
    a list itself, without an item between them.
    """

    depth: int
    around: int
    number: int | None = None
    layout: frozenset[str] = hints.NONE
    is_new: bool = True
    holds_block: bool = False
    right_in: OpenList | None = None

    @classmethod
    def of(cls, element: Element, depth: int, around: int) -> OpenList:
        """The list of an `ul` or `ol`."""
        if element.tag != "ol":
            return cls(depth, around)
        layout = {f"type {letter}" for letter in _LETTERS if element.get("type") == letter}
        if element.get("reversed") is not None:
            layout.add("reversed")
        start = _number(element.get("start", ""))
        return cls(depth, around, 1 if start is None else start, layout=frozenset(layout))

    def begin_item(self, item: Element) -> None:
        """An item follows, which may have a number of its own."""
        if self.number is not None and (value := _number(item.get("value", ""))) is not None:
            self.number = value

    def end_item(self, found: list[Block], before: int, *, layout: frozenset[str] = hints.NONE) -> None:
        """Set the places of the texts of an item, which are `found[before:]`. The first text receives the `layout` of
        the item. Markdown has no form for an embed or a card in an item: such a block ends the list, and the next text
        of the item begins a new list.
        """
        number = self.number
        for at in range(before, len(found)):
            block = found[at]
            begins = self._begins_at(block)
            if begins and self.holds_block:  # outside of the list, or below an empty embed, which ended the list
                self.interrupt()
                number = None
            self.holds_block = True
            if len(block.inside) > self.around and block.kind == "item" and block.place is None:
                if self.is_new:
                    layout |= self.layout
                place = ListPlace(self.depth, begins, number)
                found[at] = block._replace(place=place, layout=block.layout | layout)
                self.is_new, layout, number = False, hints.NONE, None
        if self.number is not None:
            self.number += 1

    def note_end(self, found: list[Block], before: int) -> None:
        """Take over a list that is a direct child of this one and has the blocks `found[before:]`. One of these blocks
        may have ended both lists.
        """
        if any(self._begins_at(block) for block in found[before:]):
            self.interrupt()

    def _begins_at(self, block: Block) -> bool:
        """Whether a block is outside of this list, or is the first one after an interruption."""
        return len(block.inside) - block.opens <= self.around

    def interrupt(self) -> None:
        """End the list for another block. The next item begins a new list, with an unknown number."""
        self.number, self.is_new = None, True


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
            found[at] = found[at]._replace(place=place, layout=found[at].layout | layout)
            layout = hints.NONE


def lay_out(found: list[Block], before: int, kinds: Collection[Kind], layout: frozenset[str]) -> None:
    """Give the hints to all blocks of these kinds in `found[before:]`."""
    for at in range(before, len(found)) if layout else ():
        if found[at].kind in kinds:
            found[at] = found[at]._replace(layout=found[at].layout | layout)


def lay_out_figure(found: list[Block], before: int, layout: frozenset[str]) -> None:
    """Give the blocks of a figure, which are `found[before:]`, its hints. Its further pictures are in one row with the
    first.
    """
    is_row = False
    for at in range(before, len(found)):
        block = found[at]
        if block.kind == "picture" and is_row:
            found[at] = block._replace(layout=hints.IN_ROW)
        elif block.kind in ("picture", "embed", "card") and layout:
            found[at] = block._replace(layout=layout)
        is_row |= block.kind == "picture"


def open_details(details: Element, found: list[Block], before: int) -> None:
    """Add the hint "open" to the first block of an open `details`. `found[before:]` are its blocks."""
    if details.get("open") is not None and before < len(found):
        found[before] = found[before]._replace(layout=found[before].layout | hints.OPEN)


def _number(words: str) -> int | None:
    return int(words) if _NUMBER.fullmatch(words) else None

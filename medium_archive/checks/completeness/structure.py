"""Lists and tables while they are read: the place of each item and each cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from medium_archive.checks.completeness.blocks import Block, CellPlace, ListPlace

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any


@dataclass(slots=True)
class OpenList:
    """A list while it is read. `number` is that of its next item, 0 in a list without numbers."""

    depth: int
    number: int = 0
    begins: bool = True

    @classmethod
    def of(cls, element: Element, depth: int) -> OpenList:
        """The list of an `ul` or `ol`."""
        if element.tag != "ol":
            return cls(depth)
        start = element.get("start", "")
        return cls(depth, int(start) if start.isdecimal() and len(start) < 10 else 1)

    def end_item(self, found: list[Block], before: int, *, splits: bool = False) -> None:
        """Give the blocks of an item, which are `found[before:]`, their places. `splits` says that an embed or a card
        ends the list, and that what follows in the item begins a new one: Markdown has no form for them in an item.
        """
        place = ListPlace(self.depth, self.begins, self.number)
        self.begins = False
        for at in range(before, len(found)):
            if splits and found[at].kind in ("embed", "card") and not found[at].details:
                self.interrupt()
                place = ListPlace(self.depth, self.begins, self.number)
            elif found[at].kind == "item" and found[at].place is None:
                found[at] = replace(found[at], place=place)
                place = ListPlace(self.depth, begins=False)
                self.begins = False
            elif found[at].kind != "caption":
                self.begins = False
        self.number += self.number > 0

    def interrupt(self) -> None:
        """Another block follows: the next item begins a new list, whose number is not known."""
        self.begins, self.number = True, 0


def cells(table: Element) -> Iterator[tuple[CellPlace, Element]]:
    """Each cell of a table with its place, without those of a table inside a cell."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    for number, row in enumerate(rows, 1):
        for position, cell in enumerate((child for child in row if child.tag in ("td", "th")), 1):
            yield CellPlace(number, position, _span(cell, "colspan"), _span(cell, "rowspan")), cell


def outside_cells(table: Element) -> Iterator[str]:
    """The texts of a table that are in no cell and no caption."""
    yield table.text or ""
    for child in table:
        if child.tag in ("thead", "tbody", "tfoot", "tr", "colgroup"):
            yield from outside_cells(child)
        yield child.tail or ""


def set_place(found: list[Block], before: int, place: CellPlace) -> None:
    """Give the blocks of a cell, which are `found[before:]`, its place."""
    for at in range(before, len(found)):
        if found[at].kind == "cell" and found[at].place is None:
            found[at] = replace(found[at], place=place)


def _span(cell: Element, name: str) -> int:
    words = cell.get(name, "1")
    return int(words) if words.isdecimal() and len(words) < 6 else 1

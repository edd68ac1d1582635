"""The parts of a table: its caption, the cells of its rows, and content outside of any cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from medium_archive.checks.completeness.blocks import CellPlace

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

_SECTIONS = ("thead", "tbody", "tfoot")


@dataclass(slots=True)
class TableParts:
    """The caption of a table, the cells of each row with the section of the row, and the content outside of cells:
    texts, elements, and None where a cell or the caption is between two of them. Without a cell, the caption is such
    an element.
    """

    caption: Element | None = None
    rows: list[tuple[str, list[Element]]] = field(default_factory=list)
    strays: list[str | Element | None] = field(default_factory=list)
    _caption_at: int = 0  # its place in `strays`

    @classmethod
    def of(cls, table: Element) -> TableParts:
        """The parts of a table, without those of a table inside a cell."""
        parts = cls()
        parts._add_inside(table, "tbody")
        if parts.caption is not None and not parts.rows:
            parts.strays[parts._caption_at] = parts.caption
            parts.caption = None
        return parts

    def cells(self, *, finds_head: bool = False) -> Iterator[tuple[CellPlace, Element]]:
        """Each cell with its place. With `finds_head`, a table without a head gets its first row as head, if all cells
        of the row are headings (docs/markdown.md, "What is read as what").
        """
        has_head = not finds_head or any(part == "thead" for part, _ in self.rows)
        for number, (part, row) in enumerate(self.rows, 1):
            is_head = not has_head and number == 1 and all(cell.tag == "th" for cell in row)
            name = "thead" if is_head else part
            for position, cell in enumerate(row, 1):
                yield CellPlace(number, position, _span(cell, "colspan"), _span(cell, "rowspan"), name), cell

    def _add_inside(self, element: Element, section: str) -> None:
        """Add the children of the table, of a section, or of a row."""
        is_row = element.tag == "tr"
        row: list[Element] = []  # of a row, or cells outside of any row
        self.strays.append(element.text or "")
        for child in element:
            if child.tag in ("td", "th"):
                row.append(child)
                self.strays.append(None)
            elif is_row and isinstance(child.tag, str):
                self.strays.append(child)
            elif isinstance(child.tag, str):
                self._end_row(row, section)
                row = []
                self._add_child(child, section)
            self.strays.append(child.tail or "")
        self._end_row(row, section)

    def _end_row(self, row: list[Element], section: str) -> None:
        if row:
            self.rows.append((section, row))

    def _add_child(self, child: Element, section: str) -> None:
        if child.tag in (*_SECTIONS, "tr", "colgroup"):
            self.strays.append(None)
            self._add_inside(child, child.tag if child.tag in _SECTIONS else section)
            self.strays.append(None)
        elif child.tag == "caption" and self.caption is None and "".join(child.itertext()).strip():
            self.caption, self._caption_at = child, len(self.strays)
            self.strays.append(None)
        else:
            self.strays.append(None if child.tag == "col" else child)


def _span(cell: Element, name: str) -> int:
    words = cell.get(name, "1")
    return int(words) if words.isdecimal() and len(words) < 6 else 1

"""Tables and lists of definitions as plain HTML. Their cells and definitions hold a text, or blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bs4.element import Comment, NavigableString, PageElement, Tag

from medium_archive.medium import inline
from medium_archive.medium.blocks import Block
from medium_archive.medium.lists import ReadContent
from medium_archive.post import Picture

_SECTIONS = ("thead", "tbody", "tfoot")
_CELLS = ("td", "th")
_ALIGNMENT = re.compile(r"text-align:\s*(left|center|right)")
_SPAN = re.compile(r"\d{1,4}")


@dataclass
class _Content:
    """Reads what is inside a cell or a definition, and collects the pictures there."""

    blocks: ReadContent
    pictures: list[Picture] = field(default_factory=list)

    def html(self, element: Tag) -> str:
        found = self.blocks(element)
        self.pictures.extend(picture for block in found for picture in block.pictures)
        if len(found) == 1 and found[0].name == "p" and not found[0].classes:
            return found[0].parts[0]
        return "".join(block.html for block in found)


@dataclass(frozen=True)
class _Row:
    section: str
    cells: tuple[str, ...]

    @property
    def is_head(self) -> bool:
        return all(cell.startswith("<th") for cell in self.cells)


def read_table(table: Tag, blocks: ReadContent) -> Iterator[Block]:
    """A table with its caption, sections, rows and cells. Text outside of any cell comes before it as paragraphs.

    `blocks` gives the blocks of an element.
    """
    content = _Content(blocks)
    captions: list[str] = []
    rows: list[_Row] = []
    for node, section in _parts(table):
        if node.name == "tr":
            if cells := tuple(_cell(cell, content) for cell in node.find_all(_CELLS, recursive=False)):
                rows.append(_Row(section, cells))
        elif node.name == "caption" and not captions and (words := inline.read(node)):
            captions.append(f"<caption>{words}</caption>")
        else:
            yield from blocks(node)
    if rows and not any(row.section == "thead" for row in rows) and rows[0].is_head:
        rows[0] = _Row("thead", rows[0].cells)
    if rows:
        parts = (*captions, *_sections(rows))
        yield Block("table", parts, pictures=tuple(content.pictures))


def read_definitions(element: Tag, blocks: ReadContent) -> Iterator[Block]:
    """A `dl`. A `div` in it, which only groups, is left out; text outside of a term is a definition."""
    content = _Content(blocks)
    parts = []
    for node in _terms(element):
        name = node.name if node.name == "dt" else "dd"
        html = inline.read(node) if name == "dt" else content.html(node)
        if html or node.name == name:
            parts.append(f"<{name}>{html}</{name}>")
    if parts:
        yield Block("dl", tuple(parts), pictures=tuple(content.pictures))


def _parts(table: Tag) -> Iterator[tuple[Tag, str]]:
    """Rows with the name of their section, captions, and what else stands in a table, each in an element."""
    for child in list(table.children):
        if isinstance(child, Tag) and child.name in _SECTIONS:
            for inner in list(child.children):
                yield from ((node, child.name) for node in _elements([inner]))
        elif not isinstance(child, Tag) or child.name not in ("colgroup", "col"):
            yield from ((node, "tbody") for node in _elements([child]))


def _elements(nodes: Iterable[PageElement]) -> Iterator[Tag]:
    """Elements. A text, unless it is white space, is put into a paragraph; so is an element that no table has."""
    for node in nodes:
        if isinstance(node, Tag) and node.name in ("tr", "caption", "dt", "dd"):
            yield node
        elif isinstance(node, Tag) or (node.get_text().strip() and not isinstance(node, Comment)):
            holder = Tag(name="div")
            node.insert_before(holder)
            holder.append(node.extract())
            yield holder


def _terms(element: Tag) -> Iterator[Tag]:
    for child in list(element.children):
        if isinstance(child, Tag) and child.name == "div":
            yield from _elements(list(child.children))
        elif isinstance(child, (Tag, NavigableString)):
            yield from _elements([child])


def _sections(rows: Sequence[_Row]) -> Iterator[str]:
    for name, group in groupby(rows, key=lambda row: row.section):
        lines = "".join(f"<tr>{''.join(row.cells)}</tr>" for row in group)
        yield f"<{name}>{lines}</{name}>"


def _cell(cell: Tag, content: _Content) -> str:
    attributes = "".join(
        f' {name}="{value}"' for name in ("colspan", "rowspan") if (value := _span(str(cell.get(name, ""))))
    )
    if cell.name == "th" and (scope := str(cell.get("scope", ""))) in ("row", "col", "rowgroup", "colgroup"):
        attributes += f' scope="{scope}"'
    align = str(cell.get("align", "")).lower()
    aligned = _ALIGNMENT.search(str(cell.get("style", "")))
    if side := aligned[1] if aligned else align if align in ("left", "center", "right") else "":
        attributes += f' style="text-align: {side}"'
    return f"<{cell.name}{attributes}>{content.html(cell)}</{cell.name}>"


def _span(text: str) -> str:
    """The value of colspan or rowspan; "" if it is 1 or not a number. 0 means all following rows."""
    return str(int(text)) if _SPAN.fullmatch(text) and int(text) != 1 else ""

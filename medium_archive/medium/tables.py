"""Tables and lists of definitions as plain HTML. Their cells and definitions hold a text, or blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bs4.element import Tag

from medium_archive import soup
from medium_archive.medium import inline, strays
from medium_archive.medium.blocks import Block
from medium_archive.medium.lists import ReadContent
from medium_archive.post import Picture

ReadMedia = Callable[[Tag], Iterable[Block]]
_SECTIONS = ("thead", "tbody", "tfoot")
_CELLS = ("td", "th")
_IN_TABLES = ("caption", "colgroup", "col", "tr", *_CELLS)
_ALIGNMENT = re.compile(r"text-align:\s*(left|center|right)")
_SPAN = re.compile(r"\d{1,4}")


@dataclass
class _Content:
    """Reads what is inside a cell or a definition, and collects the pictures there."""

    blocks: ReadContent
    pictures: list[Picture] = field(default_factory=list)

    def html(self, element: Tag) -> str:
        return self.html_of(self.blocks(element))

    def html_of(self, found: Sequence[Block]) -> str:
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


def read_table(table: Tag, blocks: ReadContent, media: ReadMedia) -> Iterator[Block]:
    """A table with its caption, sections, rows and cells. Paragraphs come before it: the text outside of cells,
    the pictures and frames in the caption, and, if the table has no cell, the whole caption.

    `blocks` gives the blocks of an element, `media` only the pictures and frames in it.
    """
    content = _Content(blocks)
    before: list[Block] = []
    caption: tuple[int, Tag] | None = None  # with its place in `before`
    rows: list[_Row] = []
    for node, section in _parts(table):
        if node.name == "tr":
            cells: list[str] = []
            for cell, _ in strays.grouped(node.children, _CELLS):
                if cell.name in _CELLS:
                    cells.append(_cell(cell, content))
                else:
                    before += blocks(cell)
            if cells:
                rows.append(_Row(section, tuple(cells)))
        elif node.name == "caption" and caption is None and inline.read(node):
            caption = len(before), node
        else:
            before += blocks(node)
    if not rows:
        if caption is not None:
            before[caption[0] : caption[0]] = blocks(caption[1])
        yield from before
        return
    if not any(row.section == "thead" for row in rows) and rows[0].is_head:
        rows[0] = _Row("thead", rows[0].cells)
    words = () if caption is None else (f"<caption>{inline.read(caption[1])}</caption>",)
    yield from (*before, *(() if caption is None else media(caption[1])))
    yield Block("table", (*words, *_sections(rows)), pictures=tuple(content.pictures))


def read_definitions(element: Tag, blocks: ReadContent, media: ReadMedia) -> Iterator[Block]:
    """A `dl`. A `div` in it, which only groups, is left out; text outside of a term is a definition, and so are
    pictures and frames in a term.
    """
    content = _Content(blocks)
    parts = []
    for node in _terms(element):
        name = node.name if node.name == "dt" else "dd"
        html = inline.read(node) if name == "dt" else content.html(node)
        if html or node.name == name:
            parts.append(f"<{name}>{html}</{name}>")
        if name == "dt" and (shown := content.html_of(tuple(media(node)))):
            parts.append(f"<dd>{shown}</dd>")
    if parts:
        yield Block("dl", tuple(parts), pictures=tuple(content.pictures))


def _parts(table: Tag) -> Iterator[tuple[Tag, str]]:
    """Rows with the name of their section, captions, and what else stands in a table, each in an element."""
    row: Tag | None = None  # around cells outside of any row
    for child, _ in strays.grouped(table.children, (*_SECTIONS, *_IN_TABLES)):
        inner = strays.grouped(child.children, _IN_TABLES) if child.name in _SECTIONS else [(child, False)]
        for node, _ in inner:
            if node.name in _CELLS:
                if row is None:
                    row = soup.Element(name="tr")
                    node.insert_before(row)
                row.append(node.extract())
                continue
            if row is not None:
                yield row, "tbody"
                row = None
            if node.name not in ("colgroup", "col"):
                yield node, child.name if child.name in _SECTIONS else "tbody"
    if row is not None:
        yield row, "tbody"


def _terms(element: Tag) -> Iterator[Tag]:
    for child, _ in strays.grouped(element.children, ("dt", "dd", "div")):
        if child.name == "div" and child.find(("dt", "dd"), recursive=False) is not None:
            yield from (node for node, _ in strays.grouped(child.children, ("dt", "dd")))
        else:
            yield child


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

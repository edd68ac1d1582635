"""The body of one page of Medium's export, read into blocks in the order in which a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from medium_archive.checks.completeness.blocks import TEXTS, Block, Container, Kind
from medium_archive.checks.completeness.characters import is_blank
from medium_archive.checks.completeness.marks import BITS
from medium_archive.checks.completeness.original import elements, inline, layout, media
from medium_archive.checks.completeness.original.figures import FigureReader
from medium_archive.checks.completeness.structure import (
    OpenList,
    lay_out,
    open_details,
    set_place,
)
from medium_archive.checks.completeness.tables import TableParts
from medium_archive.checks.completeness.text_builder import TextBuilder, plain_block

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

_HEADINGS = {"h1": "large", "h2": "large", "h3": "large", "h4": "small", "h5": "small", "h6": "small"}
_GRAFS = frozenset(("p", "blockquote", *_HEADINGS))
_WITH_BLOCKS = ("blockquote", "li", "td", "th", "dd")
_ONE_TEXT = ("summary", "term", "caption")  # a heading in these is a text like any other


class BodyReader(FigureReader):
    """Reads one body."""

    def __init__(self) -> None:
        super().__init__()
        self._sections = 0
        self._stray_item: Block | None = None  # the last item outside of any list
        self._labels: dict[Element, Element] = {}  # covers and their labels

    def read_inside(self, element: Element, kind: Kind = "prose", form: str = "") -> None:
        """Read the children of an element that holds blocks. Text between two blocks is a block too."""
        text = TextBuilder(is_original=True)
        bits, link = self._bits, self._link
        if not is_blank(element.text):
            text.add(element.text, bits, link)
        for child in element:
            tag = child.tag
            if elements.is_line(child):
                inline.add(child, text, bits, link)
            elif isinstance(tag, str):
                if text.pieces or text.values:
                    self._add(text.block(kind, form))
                    text = TextBuilder(is_original=True)
                self._read_child(child, kind, form)
            tail = child.tail
            if tail and (text.pieces or not is_blank(tail)):
                text.add(tail, bits, link)
        self._add(text.block(kind, form))

    def _read_marked(self, element: Element, kind: Kind, form: str) -> None:
        """Read a mark or a link around blocks: each text in it has the mark."""
        outer = self._bits, self._link, self._values
        self._values += inline.values_of(element)
        self._bits |= 0 if element.tag in ("ruby", "rt", "rp") else BITS.get(element.tag, 0)
        self._link = inline.address_of(element) if element.tag == "a" else self._link
        self.read_inside(element, kind, form)
        self._bits, self._link, self._values = outer

    def _read_child(self, element: Element, kind: Kind = "prose", form: str = "") -> None:  # noqa: PLR0912  # a table of cases
        name = element.get("class", "")
        match element.tag:
            case tag if tag in _GRAFS:  # first, because most elements are paragraphs
                self._read_graf(element, name, kind, form)
            case "section":
                self._read_section(element, kind, form)
            case "div" if "graf--mixtapeEmbed" in name:
                self._read_card(element)
            case "div" if element.get("data-image-id"):
                self._read_cover(element)
                self.read_inside(element, kind, form)
            case "div" if element.get("data-href") and not self._in_figure_text:
                self._add(Block("embed", address=element.get("data-href")))
                self.read_inside(element, kind, form)
            case "figure" if self._in_figure_text:
                self.read_inside(element, kind, form)
            case "figure":
                self._read_figure(element, name, kind, form)
            case "figcaption" if self._in_figure_text:
                pass
            case "pre":
                self._read_pre(element)
            case tag if tag in elements.LISTS:
                self._read_list(element, kind, form)
            case "li":
                self._read_stray_item(element)
            case "table":
                self._read_table(element, kind, form)
            case "details":
                self._read_details(element)
            case "summary" if elements.is_own_summary(element):
                pass  # read at the beginning of its details
            case "dl":
                self._blocks.enter("terms")
                self._read_definitions(element)
                self._blocks.leave()
            case "label":
                if element not in self._labels.values():  # else it was read with its cover
                    self._read_graf(element, name, kind, form)
            case tag if tag in media.MEDIA:
                self._read_medium(element, reads_words=True)
            case tag if tag in elements.INLINE:
                self._read_text(element, kind, form)
            case "hr":
                if "section-divider" not in name:
                    self._add(Block("break"))
            case tag if tag not in inline.CODE_OF_PAGES:
                self.read_inside(element, kind, form)

    # Sections and their covers

    def _read_section(self, section: Element, kind: Kind, form: str) -> None:
        if next(section.iterancestors(*elements.NO_SECTIONS), None) is None:
            if self._sections:  # the page has a rule above the first section too, but doesn't show it
                self._add(Block("break"))
            self._sections += 1
        inside = [one for one in section.iter("div", "label") if elements.section_of(one) is section]
        covers = [one for one in inside if one.tag == "div" and one.get("data-image-id")]
        if covers:
            labels = [one for one in inside if one.tag == "label" and "graf--sectionCaption" in one.get("class", "")]
            self._labels.update(zip(reversed(covers), labels, strict=False))
        self.read_inside(section, kind, form)

    def _read_cover(self, background: Element) -> None:
        """The picture behind a section's heading, and its caption, which Medium writes at the section's end."""
        self._add(Block("picture", address=background.get("data-image-id"), layout=frozenset(("cover",))))
        label = self._labels.get(background)
        if label is not None:
            self._add(inline.text_inside(label).block("caption"))

    # Texts

    def _read_text(self, graf: Element, kind: Kind, form: str = "") -> None:
        """A text. All pictures and frames in it follow it."""
        if graf.tag not in elements.INLINE and not len(graf):
            block = plain_block(graf.text, self._bits, self._link, kind, form)
            if block is not None:  # nearly every text
                self._add(block)
                return
        # A picture in a paragraph comes after it; a block of another kind is one there too
        names = inline.BLOCKS if graf.tag in _WITH_BLOCKS else elements.NO_FIGURES
        if len(graf) and elements.holds(graf, names):
            self._read_marked(graf, kind, form)
            return
        if graf.tag in elements.INLINE:
            text = TextBuilder(is_original=True)
            inline.add(graf, text, self._bits, self._link)
        else:
            text = inline.text_inside(graf, self._bits, self._link)
        self._add(text.block(kind, form))
        if len(graf):
            self._read_media_in(graf)

    def _read_line(self, element: Element, kind: Kind, form: str = "") -> None:
        """Read an element as one text; blocks in it only separate words, and pictures and frames are not read."""
        self._add(inline.text_inside(element, self._bits, self._link).block(kind, form))

    def _read_graf(self, graf: Element, name: str, kind: Kind, form: str) -> None:
        """A paragraph, a heading or a quote with its hints."""
        before, found = len(self.found), layout.of_text(graf, name)
        if graf.tag == "blockquote":
            self._read_quote(graf, "pull" if "graf--pullquote" in name else "", found)
            return
        if graf.tag in _HEADINGS:
            self._read_heading(graf, name, kind, form)
        else:
            self._read_text(graf, kind, form)
        if found:
            self._lay_out_text(graf, found, kind, before)

    def _read_quote(self, quote: Element, form: str, found: frozenset[str]) -> None:
        """A quote. It continues the quote before it, if that has the same form and hints and touches it."""
        blocks, before = self._blocks, len(self.found)
        blocks.enter("quote", goes_on=blocks.touches("quote") and self._last_quote == (form, found))
        self._read_text(quote, "quote", form)
        if blocks.opened == len(blocks.inside):
            self._last_quote = form, found
        blocks.leave()
        lay_out(self.found, before, {"quote"}, found)

    def _lay_out_text(self, graf: Element, found: frozenset[str], kind: Kind, before: int) -> None:
        """Give a text its hints. In a quote, a line or around other blocks it can't have any."""
        new = [block for block in self.found[before:] if block.kind in TEXTS]
        if not elements.holds_blocks(graf) and kind != "quote" and kind not in _ONE_TEXT:
            lay_out(self.found, before, TEXTS, found)
        elif new:
            self.known_losses += [layout.lost(hint, inline.text_of(graf)) for hint in sorted(found)]

    def _read_heading(self, graf: Element, name: str, kind: Kind, form: str) -> None:
        if "graf--kicker" in name or elements.holds_blocks(graf):
            self._read_text(graf, kind, form)
            return
        level = "title" if "graf--title" in name else "subtitle" if "graf--subtitle" in name else _HEADINGS[graf.tag]
        self._read_text(graf, "heading", level)

    def _read_list(self, element: Element, around: Kind, form_around: str, right_in: OpenList | None = None) -> None:
        form = "ordered" if element.tag == "ol" else "bulleted"
        blocks = self._blocks
        one = OpenList.of(element, blocks.inside.count("list") + 1, len(blocks.inside))
        one.right_in = right_in
        blocks.enter("list")
        line = TextBuilder(is_original=True)
        line.add(element.text or "", self._bits, self._link)
        for child in element:
            if child.tag == "li":
                self._add_stray_item(line, form, one)
                line = TextBuilder(is_original=True)
                self._read_item(child, form, one)
            elif elements.is_line(child):
                inline.add(child, line, self._bits, self._link)
            elif isinstance(child.tag, str):
                self._add_stray_item(line, form, one)
                line = TextBuilder(is_original=True)
                self._read_between_items(child, one, around, form_around)
            line.add(child.tail or "", self._bits, self._link)
        self._add_stray_item(line, form, one)
        blocks.leave()

    def _read_between_items(self, child: Element, of: OpenList, around: Kind, form_around: str) -> None:
        """Read an element between the items of a list. A list there belongs to the item before it. Any other block ends
        the list, and the next item begins a new list.
        """
        blocks, opened = self._blocks, self._blocks.opened
        if child.tag in elements.LISTS:
            before = len(self.found)
            blocks.enter("item", goes_on=blocks.opened == len(blocks.inside))
            self._read_list(child, around, form_around, of)
            blocks.leave()
            of.note_end(self.found, before)
            return
        ended: list[Container] = ["list"]
        of.interrupt()
        while of.right_in is not None:
            of = of.right_in
            of.interrupt()
            ended += ["item", "list"]
        for _ in ended:
            blocks.leave()
        before = len(self.found)
        self._read_stray(child, around, form_around)
        for container in ended:
            blocks.enter(container)
        if len(self.found) == before:
            blocks.opened = opened

    def _add_stray_item(self, line: TextBuilder, form: str, of: OpenList) -> None:
        """Text right inside a list."""
        before = len(self.found)
        self._blocks.enter("item")
        self._add(line.block("item", form))
        self._blocks.leave()
        if len(self.found) > before:
            of.end_item(self.found, before)

    def _read_strays(self, pieces: Iterable[str | Element | None], kind: Kind, form: str = "") -> None:
        """Read texts and elements outside of the parts of a table. None is between two of them."""
        line = TextBuilder(is_original=True)
        for piece in pieces:
            if isinstance(piece, str):
                line.add(piece, self._bits, self._link)
            elif piece is not None and elements.is_line(piece):
                inline.add(piece, line, self._bits, self._link)
            else:
                self._add(line.block(kind, form))
                line = TextBuilder(is_original=True)
                if piece is not None:
                    self._read_stray(piece, kind, form)
        self._add(line.block(kind, form))

    def _read_stray(self, element: Element, kind: Kind, form: str) -> None:
        """Read an element outside of the parts of a list or a table."""
        is_text = elements.is_unknown(element) and not elements.holds(element, inline.BLOCKS)
        (self._read_text if is_text else self._read_child)(element, kind, form)

    def _read_item(self, item: Element, form: str, of: OpenList) -> None:
        of.begin_item(item)
        self._blocks.enter("item")
        before = len(self.found)
        self._read_text(item, "item", form)
        self._blocks.leave()
        of.end_item(self.found, before)
        self._last_quote = None

    def _read_stray_item(self, item: Element) -> None:
        """An item outside of any list. Several that touch are one list."""
        before = self.found[-1] if self.found and not self._blocks.pending_code else None
        one = OpenList(self._blocks.inside.count("list") + 1, len(self._blocks.inside))
        follows = before is not None and before.kind == "item" and self._stray_item is before
        self._blocks.enter("list", goes_on=follows and self._blocks.touches("list"))
        self._read_item(item, "bulleted", one)
        self._blocks.leave()
        self._stray_item = self.found[-1] if self.found else None

    # Tables and details

    def _read_table(self, table: Element, kind: Kind, form: str) -> None:
        parts = TableParts.of(table)
        self._read_strays(parts.strays, kind, form)
        if parts.caption is not None:
            self._read_media_in(parts.caption)
            self._read_line(parts.caption, "caption", "table")
        self._blocks.enter("table")
        for place, cell in parts.cells(finds_head=True):
            self._blocks.enter("cell")
            before = len(self.found)
            self._read_text(cell, "cell", "header" if cell.tag == "th" else "data")
            self._blocks.leave()
            set_place(self.found, before, place, layout.of_cell(cell))
        self._blocks.leave()
        self._last_quote = None  # also below a table without words

    def _read_definitions(self, element: Element) -> None:
        """Read a `dl`, or a `div` that groups parts of a `dl`. A text or a block outside of the parts is a
        definition.
        """
        line = TextBuilder(is_original=True)
        line.add(element.text or "", self._bits, self._link)
        for child in element:
            if elements.is_line(child):
                inline.add(child, line, self._bits, self._link)
            elif isinstance(child.tag, str):
                self._add_definition(line)
                line = TextBuilder(is_original=True)
                if child.tag == "dt":
                    self._read_line(child, "term")
                    self._blocks.enter("definition")
                    self._read_media_in(child)
                    self._blocks.leave()
                elif child.tag == "div" and elements.groups_definitions(child):
                    self._read_definitions(child)
                else:
                    self._blocks.enter("definition")
                    is_text = child.tag == "dd" or (child.tag == "div" and not elements.holds(child, inline.BLOCKS))
                    (self._read_text if is_text else self._read_child)(child, "definition")
                    self._blocks.leave()
            line.add(child.tail or "", self._bits, self._link)
        self._add_definition(line)

    def _add_definition(self, line: TextBuilder) -> None:
        self._blocks.enter("definition")
        self._add(line.block("definition"))
        self._blocks.leave()

    def _read_details(self, details: Element) -> None:
        self._blocks.enter("details")
        before = len(self.found)
        if (summary := elements.own_summary(details)) is not None:
            self._read_line(summary, "summary")
            self._read_media_in(summary)
        self.read_inside(details)
        self._blocks.leave()
        open_details(details, self.found, before)

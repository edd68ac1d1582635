"""The body of an index.md, rendered as HTML, or of a page of the site, read into blocks in reading order."""

from __future__ import annotations

from typing import Any, TypeAlias

import lxml.etree

from medium_archive.checks.completeness import addresses, hints
from medium_archive.checks.completeness.blocks import TEXTS, Block, BlockList, Container, Kind
from medium_archive.checks.completeness.characters import is_blank, one_line
from medium_archive.checks.completeness.converted import inline
from medium_archive.checks.completeness.converted.commonmark import EMBED
from medium_archive.checks.completeness.marks import EM, STRONG
from medium_archive.checks.completeness.structure import (
    OpenList,
    lay_out,
    lay_out_figure,
    layout_of_cell,
    open_details,
    set_place,
)
from medium_archive.checks.completeness.tables import TableParts
from medium_archive.checks.completeness.text_builder import TextBuilder, plain_block

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

_HEADINGS = {"h1": "large", "h2": "large", "h3": "small", "h4": "h4", "h5": "h5", "h6": "h6"}
_BLOCKS = frozenset(_HEADINGS) | frozenset(
    ("p", "ul", "ol", "li", "blockquote", "pre", "hr", "figure", "figcaption", "table", "div", "section", "dl",
     "dt", "dd", "details", "summary", "address", "article", "aside", "footer", "header", "main", "nav", "hgroup",
     "body", "html")
)  # fmt: skip
_HINTED = ("item", "details")  # the containers whose blocks may have hints
_LAID_OUT = TEXTS - {"caption"}
# The builder guessed the language of a block for its colours alone
_GUESSED = "data-guessed"


class BodyReader:
    """Reads one body. `on_page` says that it is the page of the site, else it is index.md."""

    def __init__(self, *, on_page: bool = False) -> None:
        self._on_page = on_page
        self._blocks = BlockList()
        self._hints: frozenset[str] = frozenset()
        self._gist = ""

    def finished(self) -> list[Block]:
        """All blocks."""
        self._blocks.end_code()
        return self._blocks.found

    def read_inside(self, element: Element, kind: Kind = "prose", form: str = "") -> None:
        """Read the children of an element that holds blocks. Text between two blocks is a block too."""
        text = TextBuilder()
        if not is_blank(element.text):
            text.add(element.text)
        for child in element:
            tag = child.tag
            if tag is lxml.etree.Comment:
                self._read_hint(child.text or "")
            elif tag in _BLOCKS:
                if text.pieces or text.values:
                    self._blocks.add(text.block(kind, form))
                    text = TextBuilder()
                self._read_block(child, kind, form)
            elif isinstance(tag, str):
                inline.add(child, text, self._read_special)
            tail = child.tail
            if tail and (text.pieces or not is_blank(tail)):
                text.add(tail)
        if text.pieces:
            self._blocks.add(text.block(kind, form))

    def _read_hint(self, comment: str) -> None:
        if self._blocks.inside and self._blocks.inside[-1] not in _HINTED:
            return  # a comment like any other
        if comment.strip() == "lost embed":
            self._blocks.add(Block("lost embed"))
        self._hints = hints.of_comment(comment)
        gist = hints.GIST.fullmatch(comment.strip())
        self._gist = addresses.normal(gist[1]) if gist else ""

    def _read_block(self, element: Element, kind: Kind, form: str) -> None:  # noqa: PLR0912  # a table of cases
        hinted, self._hints = self._hints, hints.NONE
        gist, self._gist = self._gist, ""
        names = element.get("class")
        classes, layout = [], hinted & hints.ALL if hinted else hints.NONE
        if names:
            classes, layout = names.split(), layout or hints.of_classes(names)
        found = self._blocks.found
        before = len(found)
        match element.tag:
            case "p" | "pre" if "added" in classes:
                pass
            case "p":
                self._read_paragraph(element, kind, form, hinted)
                if layout:
                    lay_out(found, before, _LAID_OUT, layout & hints.OF_PARAGRAPH)
            case "ul" | "ol":
                self._read_list(element)
            case "table":
                self._read_table(element)
            case "details":
                self._read_details(element)
            case "summary":
                self.read_inside(element, "summary")
            case "dl":
                self._read_within(element, "terms")
            case "dt":
                self.read_inside(element, "term")
            case "dd":
                self._read_within(element, "definition", "definition")
            case "blockquote":
                self._read_within(element, "quote", "quote", _form_of_quote(hinted, classes))
                lay_out(found, before, {"quote"}, layout & hints.ALIGNMENTS)
            case "pre":
                if not (gist and gist == self._last_embed()):
                    self._read_pre(element)
            case "hr":
                self._blocks.add(Block("break"))
            case "figcaption":
                self.read_inside(element, "caption")
            case tag if tag in _HEADINGS:
                self._blocks.add(inline.text_inside(element, self._read_special).block("heading", _HEADINGS[tag]))
                lay_out(found, before, _LAID_OUT, layout & hints.ALIGNMENTS)
            case "figure":
                if classes == ["lost"]:
                    self._blocks.add(Block("lost embed"))
                self.read_inside(element, kind, form)
                lay_out_figure(found, before, hints.OF_GIST if classes == ["gist"] else layout)
            case _:
                self.read_inside(element, kind, form)

    def _read_within(self, element: Element, container: Container, kind: Kind = "prose", form: str = "") -> None:
        """Read the children of an element that is a container."""
        self._blocks.enter(container)
        self.read_inside(element, kind, form)
        self._blocks.leave()

    def _read_list(self, element: Element) -> None:
        blocks = self._blocks
        one = OpenList.of(element, blocks.inside.count("list") + 1, len(blocks.inside))
        blocks.enter("list")
        form = "ordered" if element.tag == "ol" else "bulleted"
        for item in element:
            if item.tag == "li":
                one.begin_item(item)
                before = len(blocks.found)
                self._read_within(item, "item", "item", form)
                one.end_item(blocks.found, before, layout=_task(item))
            elif isinstance(item.tag, str):
                self._read_block(item, "prose", "")
        blocks.leave()

    def _read_table(self, table: Element) -> None:
        parts = TableParts.of(table)
        for stray in parts.strays:
            text = TextBuilder()
            text.add(stray if isinstance(stray, str) else inline.text_of(stray) if stray is not None else "")
            self._blocks.add(text.block("prose"))
        if parts.caption is not None:
            self.read_inside(parts.caption, "caption", "table")
        self._blocks.enter("table")
        for place, cell in parts.cells():
            before = len(self._blocks.found)
            self._read_within(cell, "cell", "cell", "header" if cell.tag == "th" else "data")
            set_place(self._blocks.found, before, place, layout_of_cell(cell))
        self._blocks.leave()

    def _read_details(self, details: Element) -> None:
        before = len(self._blocks.found)
        self._read_within(details, "details")
        open_details(details, self._blocks.found, before)

    def _last_embed(self) -> str:
        """The address of an embed that only its caption follows so far; "" after any other block."""
        if self._blocks.pending_code or self._on_page:
            return ""
        last = next((block for block in reversed(self._blocks.found[-2:]) if block.kind != "caption"), None)
        return addresses.normal(last.address) if last is not None and last.kind == "embed" else ""

    # Paragraphs, and the forms of the dialect

    def _read_paragraph(self, element: Element, kind: Kind, form: str, hinted: frozenset[str]) -> None:
        if not self._on_page and (hinted or len(element) or element.get(EMBED)) and _may_be_figure(element):
            if "lost embed with caption" in hinted and _is_caption(element):
                self._blocks.add(Block("lost embed"))
                self._add_caption(element[0])
                return
            if kind in ("prose", "item") and self._read_figure(element, hinted, in_item=kind == "item"):
                return
        block = None if len(element) else plain_block(element.text, 0, "", kind, form)
        if block is not None:  # nearly every text
            self._blocks.add(block)
        else:
            self.read_inside(element, kind, form)

    def _read_figure(self, paragraph: Element, hinted: frozenset[str], *, in_item: bool) -> bool:
        """Read a paragraph of pictures, an embed or a card, maybe with a caption under them. False for any other, and
        for a link in an item of a list, which is a text.
        """
        children = list(paragraph)
        if not children and not paragraph.get(EMBED):
            return False
        caption = None
        if children and children[-1].tag == "em" and is_blank(children[-1].tail):
            above = children[-2].tail if len(children) > 1 else paragraph.text
            caption = children.pop() if above and "\n" in above else None
        before = len(self._blocks.found)
        if not self._add_figure(paragraph, children, hinted, in_item=in_item):
            return False
        self._add_caption(caption)
        lay_out_figure(self._blocks.found, before, hinted & hints.ALL)
        return True

    def _add_figure(
        self, paragraph: Element, children: list[Element], hinted: frozenset[str], *, in_item: bool
    ) -> bool:
        embed = paragraph.get(EMBED)
        if embed and [child.tag for child in children] in ([], ["a"]):
            self._blocks.add(Block("embed", address=embed))
            return True
        if not children or not is_blank(paragraph.text) or not all(is_blank(child.tail) for child in children):
            return False
        pictures = [_picture_in(child) for child in children]
        if all(picture is not None for picture in pictures):
            for picture, child in zip(pictures, children, strict=True):
                link = child.get("href", "") if child is not picture else ""
                self._add_picture(picture.get("src", ""), picture.get("alt", ""), link)
        elif in_item or len(children) != 1 or "text" in hinted:
            return False
        elif children[0].tag == "a" and children[0].get("title"):
            self._add_card(children[0].get("href", ""), inline.text_of(children[0]), children[0].get("title", ""))
        else:
            return False
        return True

    def _add_picture(self, address: str, alt: str, link: str) -> None:
        self._blocks.add(Block("picture", address=address, alt=one_line(alt), link=link))

    def _add_caption(self, element: Element | None) -> None:
        if element is not None:
            self._blocks.add(inline.text_inside(element, self._read_special).block("caption"))

    def _add_card(self, address: str, title: str, description: str, alt: str = "") -> None:
        text = TextBuilder()
        text.add(f"{title} ", STRONG)
        text.add(description, EM)
        self._blocks.add((text.block("card") or Block("card"))._replace(address=address, alt=alt))

    # Inside a line

    def _read_special(self, element: Element) -> bool:
        """Read an element that is not text: a picture, an embed or a card comes before the text around it. What the
        site adds is left out. False for any other element.
        """
        classes = element.get("class", "").split()
        match element.tag:
            case "img":
                self._add_shown_picture(element, element.get("src", ""), element.get("alt", ""))
            case "span" if "missing" in classes:
                parts = {part.get("class"): part for part in reversed(list(element.iter()))}
                where, alt = parts.get("address"), parts.get("alt")
                address = element.get("data-address", "")  # of a picture in a link
                if where is not None:
                    address = where.get("href") or inline.text_of(where)
                self._add_shown_picture(element, address, inline.text_of(alt) if alt is not None else "")
            case _ if "added" in classes:
                pass
            case "a" if "embed" in classes:
                self._add_shown_embed(element)
            case "a" if "card" in classes:
                words = {part.get("class"): inline.text_of(part) for part in element.iter("span")}
                # In a block of HTML of index.md it has no spans
                title = words["title"] if "title" in words else inline.text_of(element)
                host = words.get("host", "")
                description = words.get("description", "") or host or element.get("title", "")
                if host.lower() not in element.get("href", "").lower():
                    description = f"{description} {host}"  # it names another host than that of the address
                self._add_card(element.get("href", ""), title, description, _alt_in(element))
            case _:
                return False
        return True

    def _add_shown_picture(self, element: Element, address: str, alt: str) -> None:
        # The site itself links a large picture to its file
        link = next((anchor for anchor in element.iterancestors("a") if anchor.get("class") != "zoom"), None)
        self._add_picture(address, alt, link.get("href", "") if link is not None else "")

    def _add_shown_embed(self, element: Element) -> None:
        """Add an embed. It shows its address as text; a shown address that differs from the target counts too."""
        address = element.get("href", "")
        shown = next((inline.text_of(part) for part in element.iter("span") if part.get("class") == "address"), "")
        normal = addresses.normal(address)
        if shown and addresses.normal(shown) not in (normal, normal.partition("://")[2]):
            address = f"{address} {shown}"  # equal to no address
        self._blocks.add(Block("embed", address=address, alt=_alt_in(element)))

    # Code

    def _read_pre(self, pre: Element) -> None:
        code = pre[0] if len(pre) == 1 and pre[0].tag == "code" else pre
        names = code.get("class", "").split()
        language = next((name.removeprefix("language-") for name in names if name.startswith("language-")), "")
        if code.get(_GUESSED) is not None or pre.get(_GUESSED) is not None:
            language = ""
        text = "".join(pre.itertext())
        if code is pre:
            text = text.strip("\n")  # a parser may leave out a line end after `<pre>`
        elif not self._on_page:
            text = text.removesuffix("\n")  # that of the last line, which a page does not have
        self._blocks.add_code((text, language, True, False))


def _form_of_quote(hinted: frozenset[str], classes: list[str]) -> str:
    """`pull`, the name of a box, or "" for any other quote."""
    if "pull quote" in hinted or "pull" in classes:
        return "pull"
    return next((name for name in classes if name in hints.BOXES), "")


def _task(item: Element) -> frozenset[str]:
    """The hint of a list item that is a task: done or open."""
    for box in item.iter("input"):
        if next(box.iterancestors("li")) is item and box.get("type") == "checkbox":
            return hints.TASK_OPEN if box.get("checked") is None else hints.TASK_DONE
    return hints.NONE


def _may_be_figure(paragraph: Element) -> bool:
    """Whether a paragraph of a text is where the dialect has figures: not in a footnote or in HTML of a person."""
    around = paragraph.getparent()
    return around.tag in ("body", "details", "li") or (around.tag == "div" and around.getparent().tag == "body")


def _is_caption(paragraph: Element) -> bool:
    is_alone = len(paragraph) == 1 and is_blank(paragraph.text) and is_blank(paragraph[0].tail)
    return bool(is_alone and paragraph[0].tag == "em")


def _alt_in(element: Element) -> str:
    """The alternative text of the picture in an embed or a card: the picture has no other words."""
    return next((alt for image in element.iter("img") if (alt := one_line(image.get("alt", "")))), "")


def _picture_in(element: Element) -> Element:
    """The picture that an element is, or that a link holds alone; None for any other element."""
    if element.tag == "img":
        return element
    if element.tag == "a" and len(element) == 1 and element[0].tag == "img" and is_blank(element.text):
        return element[0]
    return None

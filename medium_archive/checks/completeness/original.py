"""A page of Medium's export as the row of blocks that its readers saw."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import lxml.etree

from medium_archive.checks.completeness import blocks, lines, media
from medium_archive.checks.completeness.blocks import EM, LINE_BREAK, STRONG, Block, Gathering, Kind

# lxml's stubs know nothing of a comment among the children; every walk here asks for the tag first.
Element: TypeAlias = Any

_HEADINGS = {"h1": "large", "h2": "large", "h3": "large", "h4": "small", "h5": "small", "h6": "small"}
# What stands within a line; anything else between two texts parts them
_INLINE = frozenset(("a", "strong", "b", "em", "i", "code", "span", "br", "u", "s", "sub", "sup", "mark"))
_BLOCKS = ("p", "div", "figure", "blockquote", "pre", "ul", "ol", "table", *_HEADINGS)
# A control character written as a reference is as invisible as one that stands there itself
_CONTROL = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127)|x0*(?:[0-8bce-f]|1[0-9a-f]|7f))(?:;|(?![0-9a-f]))", re.I
)


@dataclass(frozen=True)
class Aside:
    """What a page holds that Markdown can't: what was there, and the name of the reason why it is lost."""

    kind: str
    words: str
    why: str
    amount: int = 1


@dataclass(frozen=True)
class Original:
    """`title` is the one Medium shows in lists; the title on the page is a block of form "title" among the others."""

    title: str
    summaries: tuple[str, ...]
    date: str
    url: str
    blocks: tuple[Block, ...]
    asides: tuple[Aside, ...]


def read(page: bytes) -> Original:
    """Walk one page, from its first byte."""
    root = parsed(_CONTROL.sub("", blocks.legible(page)))
    title, date, url, summaries, walk = "", "", "", [], _Walk()
    for element in root.iter("h1", "section", "time", "a"):
        name = element.get("class", "")
        match element.tag:
            case "h1" if name == "p-name":
                title = title or lines.text_of(element)
            case "section" if "p-summary" in name:
                summaries.append(lines.text_of(element))
            case "section" if "e-content" in name and not walk.found:
                walk.inside(element)
            case "time" if name == "dt-published":
                date = element.get("datetime", "")
            case "a" if name == "p-canonical":
                url = element.get("href", "")
    return Original(title, tuple(summaries), date, url, tuple(walk.finished()), tuple(walk.asides))


def parsed(page: str) -> Element:
    parser = lxml.etree.HTMLParser(huge_tree=True)
    root = lxml.etree.fromstring(page or "<p>", parser)
    return root if root is not None else lxml.etree.fromstring("<html></html>")


class _Walk:
    """One body, walked in the order in which it is read."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.asides: list[Aside] = []
        self._code: list[tuple[str, str, bool]] = []
        self._sections = 0
        self._labels: dict[Element, Element] = {}  # the label of each cover that has one
        self._in_rest = False  # in what a figure holds beside its pictures, embeds and captions, which are read

    def finished(self) -> list[Block]:
        self._end_code()
        return self.found

    def inside(self, element: Element, kind: Kind = "prose", form: str = "") -> None:
        """Walk what holds blocks; text between them is one as well."""
        gathering = Gathering()
        if element.text:
            gathering.text(element.text, 0, "")
        for child in element:
            tag = child.tag
            if tag in _INLINE and next(child.iter(*_BLOCKS, *media.MEDIA), None) is None:
                lines.gather(child, gathering)
            elif isinstance(tag, str):
                self._add(gathering.block(kind, form))
                gathering = Gathering()
                self._child(child, kind, form)
            if child.tail:
                gathering.text(child.tail, 0, "")
        self._add(gathering.block(kind, form))

    def _add(self, block: Block | None) -> None:
        if block is not None and (block.text or not self._in_rest or block.kind not in blocks.TEXTS):
            self._end_code()
            self.found.append(block)

    def _child(self, element: Element, kind: Kind = "prose", form: str = "") -> None:  # noqa: PLR0912  # a table of cases
        name = element.get("class", "")
        match element.tag:
            case "section":
                self._section(element)
            case "div" if "sectionLayout--outsetRow" in name:
                self._row(element)
            case "div" if "graf--mixtapeEmbed" in name:
                self._card(element)
            case "div" if element.get("data-image-id"):
                self._cover(element)
                self.inside(element, kind, form)
            case "div" if element.get("data-href") and not self._in_rest:
                self._add(Block("embed", address=element.get("data-href")))
                self.inside(element, kind, form)
            case "figure":
                self._figure(element, name)
            case "figcaption" if self._in_rest:
                pass
            case "pre":
                self._pre(element)
            case "ul" | "ol":
                self._list(element)
            case "li":
                self._item(element, "bulleted")
            case "blockquote":
                self._text_block(element, "quote", "pull" if "graf--pullquote" in name else "")
            case "label" if element in self._labels.values():
                pass  # read with its cover
            case "p" | "label":
                self._text_block(element, kind, form)
            case tag if tag in _HEADINGS:
                self._heading(element, name, kind, form)
            case tag if tag in media.MEDIA:
                self._medium(element)
            case tag if tag in _INLINE:
                self._text_block(element, kind, form)
            case "hr":
                if "section-divider" not in name:
                    self._add(Block("break"))
            case tag if tag not in lines.UNSEEN:
                self.inside(element, kind, form)

    # Sections and their covers

    def _section(self, section: Element) -> None:
        if self._sections:  # the rule above the first section is there as well, and isn't shown
            self._add(Block("break"))
        self._sections += 1
        covers = [div for div in section.iter("div") if div.get("data-image-id") and _section_of(div) is section]
        if covers:
            labels = [
                label
                for label in section.iter("label")
                if _section_of(label) is section and "graf--sectionCaption" in label.get("class", "")
            ]
            self._labels.update(zip(reversed(covers), labels, strict=False))
        self.inside(section)

    def _cover(self, background: Element) -> None:
        """The picture behind a section's heading, and the caption that Medium keeps at the section's end."""
        self._add(Block("picture", address=background.get("data-image-id")))
        label = self._labels.get(background)
        if label is not None:
            self._add(lines.gathered(label).block("caption"))

    # Texts

    def _text_block(self, graf: Element, kind: Kind, form: str = "") -> None:
        """A text; pictures and frames in it come after it, wherever they stand."""
        if kind in ("quote", "item") and next((e for e in graf.iter(*_BLOCKS) if e is not graf), None) is not None:
            self.inside(graf, kind, form)
            return
        gathering = Gathering()
        if graf.tag in _INLINE:
            lines.gather(graf, gathering)
        else:
            gathering = lines.gathered(graf)
        self._add(gathering.block(kind, form))
        if len(graf):
            self._media_in(graf)

    def _heading(self, graf: Element, name: str, kind: Kind, form: str) -> None:
        if kind != "prose" or "graf--kicker" in name:
            self._text_block(graf, kind, form)
            return
        level = "title" if "graf--title" in name else "subtitle" if "graf--subtitle" in name else _HEADINGS[graf.tag]
        self._text_block(graf, "heading", level)

    def _list(self, element: Element) -> None:
        form = "ordered" if element.tag == "ol" else "bulleted"
        texts = [element.text]
        for child in element:
            self._loose(texts, form)
            if child.tag == "li":
                self._item(child, form)
            elif isinstance(child.tag, str):
                self._child(child)
            texts = [child.tail]
        self._loose(texts, form)

    def _loose(self, texts: Sequence[str | None], form: str) -> None:
        for text in texts:
            if text and text.strip():
                gathering = Gathering()
                gathering.text(text, 0, "")
                self._add(gathering.block("item", form))

    def _item(self, item: Element, form: str) -> None:
        before = len(self.found)
        self._text_block(item, "item", form)
        if next(item.iterancestors("li"), None) is not None:
            self.found[before:] = [replace(block, is_inner=True) for block in self.found[before:]]

    # Figures

    def _row(self, row: Element) -> None:
        """Pictures side by side, which are shown as one; their captions stand under it, a line each."""
        captions: list[Block] = []
        for child in row:
            before = len(self.found)
            if isinstance(child.tag, str):
                self._child(child)
            new = self.found[before:]
            if any(block.kind not in ("picture", "caption") for block in new):
                self.found[before:] = [*_joined(captions), *new]
                captions = []
            else:
                captions += [block for block in new if block.kind == "caption"]
                self.found[before:] = [block for block in new if block.kind != "caption"]
            self._loose_prose(child.tail)
        self.found += _joined(captions)

    def _loose_prose(self, text: str | None) -> None:
        if text and text.strip():
            gathering = Gathering()
            gathering.text(text, 0, "")
            self._add(gathering.block("prose"))

    def _figure(self, figure: Element, name: str) -> None:
        """Pictures, then embeds, the caption under the first of them, then what else there is."""
        is_frame = "graf--iframe" in name
        captions = [lines.gathered(caption) for caption in figure.iter("figcaption")]
        caption, *more = captions or [Gathering()]
        before = len(self.found)
        had_images = False
        for image in figure.iter("img"):
            self._picture(image)
            had_images = True
        is_shown = len(self.found) > before
        if is_shown:
            self._add(caption.block("caption"))
        for address in media.embeds_of(figure):
            self._add(Block("embed", address=address))
            if not is_shown:
                self._add(caption.block("caption"))
            is_shown = True
        rest = media.has_rest(figure)
        if rest:
            outer, self._in_rest = self._in_rest, True
            self.inside(figure)
            self._in_rest = outer
        if not is_shown:
            if is_frame or not (rest or had_images):
                self.asides.append(Aside("embeds", "".join(caption.spoken), "emptied"))
            self._add(caption.block("caption" if is_frame else "prose"))
        for words in more:
            self._add(words.block("prose"))

    def _media_in(self, graf: Element) -> None:
        for element in graf.iter(*media.MEDIA):
            self._medium(element)

    def _medium(self, element: Element) -> None:
        if self._in_rest:
            return
        if element.tag == "img":
            self._picture(element)
        elif address := media.frame_address(element):
            self._add(Block("embed", address=address))

    def _picture(self, image: Element) -> None:
        address = media.picture_address(image)
        if not address:
            self.asides.append(Aside("pictures", image.get("alt", ""), "no address"))
            return
        link = next(image.iterancestors("a"), None)
        target = link.get("href", "") if link is not None else ""
        self._add(Block("picture", address=address, words=blocks.folded(image.get("alt", "")), target=target))

    def _card(self, card: Element) -> None:
        """A link with a title in bold, a description in italics and the name of the host, all of it one link. Without
        an address it is a text.
        """
        links = [link for link in card.iter("a") if link.get("href") is not None]
        if not links:
            self._text_block(card, "prose")
            return
        main = next((link for link in links if "mixtapeImage" not in link.get("class", "")), links[0])
        block = lines.gathered(card).block("card") or Block("card")
        self._add(replace(block, address=main.get("href")))
        self._media_in(card)

    # Code

    def _pre(self, pre: Element) -> None:
        parts: list[str] = []
        marked = {STRONG: 0, EM: 0}
        for text, marks in lines.code_pieces(pre):
            parts.append(text)
            for mark in marked:
                if marks & mark:
                    marked[mark] += len(blocks.visible(text))
        for link in pre.iter("a"):
            self._link_in_code(link)
        for mark, kind in ((STRONG, "strong"), (EM, "emphasis")):
            if marked[mark]:
                self.asides.append(Aside(kind, "".join(parts), "marks in code", marked[mark]))
        language = pre.get("data-code-block-lang", "")
        mode = pre.get("data-code-block-mode", "")
        self._code.append(("".join(parts), language, mode == "2"))
        self._media_in(pre)

    def _link_in_code(self, link: Element) -> None:
        text, address = lines.text_of(link), link.get("href", "")
        if not text or lines.is_auto_link(link) or blocks.same_address(text) in blocks.same_address(address):
            return
        self.asides.append(Aside("links", f"{text} ({address})", "link in code"))

    def _end_code(self) -> None:
        if self._code:
            if code := blocks.code_run(self._code):
                self.found.append(Block("code", code=code))
            self._code = []


def _section_of(element: Element) -> Element:
    return next(element.iterancestors("section"), None)


def _joined(captions: Sequence[Block]) -> list[Block]:
    """The captions as one, a line each."""
    if len(captions) < 2:  # one has nothing to be joined to
        return list(captions)
    runs = [run for caption in captions for run in (LINE_BREAK, *caption.runs)][1:]
    return [replace(captions[0], runs=tuple(runs), spoken="\n".join(caption.spoken for caption in captions))]

"""A page of Medium's export as the row of blocks that its readers saw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import lxml.etree

from medium_archive.checks.completeness import blocks
from medium_archive.checks.completeness.blocks import CODE, EM, STRONG, Block, Gathering, Kind

# lxml's stubs know nothing of a comment among the children; every walk here asks for the tag first.
Element: TypeAlias = Any

_HEADINGS = {"h1": "large", "h2": "large", "h3": "large", "h4": "small", "h5": "small", "h6": "small"}
_MARKS = {"strong": STRONG, "b": STRONG, "em": EM, "i": EM, "code": CODE}
_AUTO_LINK = "Twitter profile for @"
_GRAF = re.compile(r"(?:^|\s)graf(?:\s|$)")


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
    root = parsed(blocks.legible(page))
    title, date, url, summaries, walk = "", "", "", [], _Walk()
    for element in root.iter("h1", "section", "time", "a"):
        name = element.get("class", "")
        match element.tag:
            case "h1" if name == "p-name":
                title = title or _text(element)
            case "section" if "p-summary" in name:
                summaries.append(_text(element))
            case "section" if "e-content" in name and not walk.found:
                walk.body(element)
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

    def body(self, content: Element) -> None:
        for number, section in enumerate(child for child in content if child.tag == "section"):
            if number:  # the rule above the first section is there as well, and isn't shown
                self._add(Block("break"))
            self._cover(section)
            self._inside(section)
        strays = [content.text, *(child.tail for child in content)]
        if any(stray and stray.strip() for stray in strays) or any(c.tag != "section" for c in content):
            self._strays(content)

    def finished(self) -> list[Block]:
        self._end_code()
        return self.found

    def _strays(self, content: Element) -> None:
        """What lies in the body outside of its sections: no page at hand has any, and none may vanish."""
        self._stray(content.text)
        for child in content:
            if child.tag != "section" and isinstance(child.tag, str):
                self._inside(child)
            self._stray(child.tail)

    def _stray(self, text: str | None) -> None:
        if text and text.strip():
            gathering = Gathering()
            gathering.text(text, 0, "")
            self._add(gathering.block("prose"))

    def _cover(self, section: Element) -> None:
        """The picture behind a section's heading, and the caption that Medium keeps at the section's end."""
        for background in section.iter("div"):
            if image := background.get("data-image-id"):
                self._add(Block("picture", address=image))
                for label in section.iter("label"):
                    self._add(_gathered(label).block("caption"))
                return

    def _inside(self, element: Element) -> None:
        self._stray(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child)
            self._stray(child.tail)

    def _child(self, element: Element) -> None:
        name = element.get("class", "")
        if "sectionLayout--outsetRow" in name:
            self._row(element)
        elif element.tag in ("figure", "pre", "blockquote", "li", "label") or _GRAF.search(name):
            self._graf(element, name)
        elif element.tag not in ("hr", "br"):
            self._inside(element)

    def _row(self, row: Element) -> None:
        """Pictures side by side. The caption may belong to any of them, and is shown under the row."""
        captions: list[Block] = []
        for child in row:
            before = len(self.found)
            self._child(child)
            captions += [block for block in self.found[before:] if block.kind == "caption"]
            self.found[before:] = [block for block in self.found[before:] if block.kind != "caption"]
        self.found += captions

    def _graf(self, graf: Element, name: str) -> None:
        match graf.tag:
            case "figure":
                self._figure(graf)
            case "pre":
                self._pre(graf)
            case "div" if "mixtapeEmbed" in name:
                self._card(graf)
            case "blockquote":
                self._text_block(graf, "quote", "pull" if "graf--pullquote" in name else "")
            case "li":
                parent = graf.getparent()
                ordered = parent is not None and parent.tag == "ol"
                self._text_block(graf, "item", "ordered" if ordered else "bulleted")
            case "label":
                # Already read with its cover; without a picture it is a line of text
                if not any(s.find(".//div[@data-image-id]") is not None for s in graf.iterancestors("section")):
                    self._text_block(graf, "prose")
            case tag if tag in _HEADINGS and "graf--kicker" not in name:
                form = "title" if "graf--title" in name else "subtitle" if "graf--subtitle" in name else _HEADINGS[tag]
                self._text_block(graf, "heading", form)
            case _:
                self._text_block(graf, "prose")

    def _text_block(self, graf: Element, kind: Kind, form: str = "") -> None:
        self._add(_gathered(graf).block(kind, form))

    def _add(self, block: Block | None) -> None:
        if block is not None:
            self._end_code()
            self.found.append(block)

    # Figures

    def _figure(self, figure: Element) -> None:
        held = False
        captions: list[Element] = []
        for element in figure.iter("img", "iframe", "script", "blockquote", "figcaption"):
            match element.tag:
                case "img":
                    self._picture(element)
                    held = True
                case "figcaption":
                    captions.append(element)
                case "blockquote":
                    for link in element.iter("a"):
                        self._add(Block("embed", address=link.get("href", "")))
                        held = True
                case _:
                    address = element.get("src", "")
                    if address and not address.endswith("platform.twitter.com/widgets.js"):
                        self._add(Block("embed", address=address))
                        held = True
        words = [block for caption in captions if (block := _gathered(caption).block("caption"))]
        if not held:
            self.asides.append(Aside("embeds", " ".join(w.spoken for w in words), "emptied"))
        for block in words:
            self._add(block)

    def _picture(self, image: Element) -> None:
        address = image.get("data-image-id") or image.get("src") or ""
        if not address:
            self.asides.append(Aside("pictures", image.get("alt", ""), "no address"))
            return
        link = next(image.iterancestors("a"), None)
        target = link.get("href", "") if link is not None else ""
        words = blocks.visible(image.get("alt", ""))
        self._add(Block("picture", address=image.get("src") or address, words=words, target=target))

    def _card(self, card: Element) -> None:
        """A link with a title in bold, a description in italics and the name of the host, all of it one link."""
        gathering = Gathering()
        addresses = [link.get("href", "") for link in card.iter("a") if "mixtapeImage" not in link.get("class", "")]
        _gather(card, gathering, 0, "")
        block = gathering.block("card")
        if block is not None or addresses:
            address = addresses[0] if addresses else ""
            self._add(replace(block or Block("card"), address=address))

    # Code

    def _pre(self, pre: Element) -> None:
        parts: list[str] = []
        marked = {STRONG: 0, EM: 0}
        for text, marks in _code_pieces(pre, 0):
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

    def _link_in_code(self, link: Element) -> None:
        text, address = _text(link), link.get("href", "")
        if not text or _is_auto_link(link) or blocks.same_address(text) in blocks.same_address(address):
            return
        self.asides.append(Aside("links", f"{text} ({address})", "link in code"))

    def _end_code(self) -> None:
        if self._code:
            if code := blocks.code_run(self._code):
                self.found.append(Block("code", code=code))
            self._code = []


def _gathered(graf: Element) -> Gathering:
    gathering = Gathering()
    _gather(graf, gathering, 0, "")
    return gathering


def _gather(element: Element, into: Gathering, marks: int, address: str) -> None:
    if element.text:
        into.text(element.text, marks, address)
    for child in element:
        tag = child.tag
        if tag == "br":
            into.line_break()
        elif tag == "a":
            _gather_link(child, into, marks, address)
        elif isinstance(tag, str):
            _gather(child, into, marks | _MARKS.get(tag, 0), address)
        if child.tail:
            into.text(child.tail, marks, address)


def _gather_link(link: Element, into: Gathering, marks: int, address: str) -> None:
    if marks & CODE and _is_auto_link(link):
        _gather(link, into, marks, address)
        return
    target = blocks.same_address(link.get("href", ""))
    if target and not _text(link) and link.find(".//img") is None and "mixtapeImage" not in link.get("class", ""):
        into.empty_link(target)
    _gather(link, into, marks, target)


def _is_auto_link(link: Element) -> bool:
    """Medium took `@State` in code for somebody's name on Twitter."""
    return str(link.get("title", "")).startswith(_AUTO_LINK)


def _code_pieces(element: Element, marks: int) -> Iterator[tuple[str, int]]:
    """The text of a code block in pieces with their marks."""
    if element.text:
        yield element.text, marks
    for child in element:
        if child.tag == "br":
            yield "\n", 0
        elif isinstance(child.tag, str):
            yield from _code_pieces(child, marks | _MARKS.get(child.tag, 0))
        if child.tail:
            yield child.tail, marks


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())

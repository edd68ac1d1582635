"""What was made of a post, as the row of blocks that its readers see: an index.md, or the page built from it.

index.md is read as any CommonMark renderer shows it, with the few forms of docs/markdown.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import lxml.etree
import pyromark

from medium_archive.checks.completeness import blocks
from medium_archive.checks.completeness.blocks import CODE, EM, STRONG, Block, Gathering, Kind
from medium_archive.markdown import front_matter

# lxml's stubs know nothing of a comment among the children; every walk here asks for the tag first.
Element: TypeAlias = Any

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
)
_HEADINGS = {"h1": "large", "h2": "large", "h3": "small", "h4": "h4", "h5": "h5", "h6": "h6"}
_MARKS = {"strong": STRONG, "b": STRONG, "em": EM, "i": EM, "code": CODE}
_BLOCKS = frozenset(_HEADINGS) | frozenset(
    ("p", "ul", "ol", "li", "blockquote", "pre", "hr", "figure", "figcaption", "table", "div", "section", "dl")
)
_EMBED = re.compile(r"^<([a-z][a-z0-9+.-]+:[^\s<>]*)>[ \t]*$", re.IGNORECASE | re.MULTILINE)
# A gist's text under its address is no part of Medium's page, where a script brought it
_GIST = re.compile(r'gist "[^"]*"[^"]*: (https?://\S+)')


@dataclass(frozen=True)
class Written:
    """`titles`, `subtitles` and `summaries` are the places in the front matter where such words may stand."""

    title: Block | None
    titles: tuple[str, ...]
    subtitles: tuple[str, ...]
    summaries: tuple[str, ...]
    date: str
    url: str
    blocks: tuple[Block, ...]


def read_markdown(index_md: str) -> Written:
    """Raises FrontMatterWrong."""
    values, text = front_matter.split(blocks.legible(index_md.encode("utf-8", "replace")))
    medium = values.get("medium")
    medium = medium if isinstance(medium, dict) else {}
    title, short = _string(values.get("title")), _string(medium.get("title"))
    subtitle = _string(values.get("subtitle"))
    moment = front_matter.moment(values.get("date"))
    walk = _Walk(embeds=frozenset(blocks.same_address(m[1]) for m in _EMBED.finditer(text)))
    # In a division, or a comment at its start would not be in the tree
    walk.inside(_parsed(f"<div>{pyromark.html(text, options=_OPTIONS)}</div>"))
    return Written(
        title=_title(title, _string(values.get("title_markdown"))),
        titles=(title, short),
        subtitles=(subtitle,),
        summaries=(_string(values.get("description")), _string(medium.get("summary")), subtitle),
        date=front_matter.timestamp(moment) if moment else "",
        url=_string(medium.get("url")),
        blocks=tuple(walk.finished()),
    )


def read_page(page: str) -> Written:
    """A page of the site: the post in it, not what stands around it."""
    root = _parsed(blocks.legible(page.encode("utf-8", "replace")) or "<p>")
    walk, title, subtitles = _Walk(on_page=True), None, []
    for element in root.iter("h1", "p", "div"):
        classes = element.get("class", "").split()
        if "p-name" in classes and title is None:
            title = _gathered(element).block("heading")
        elif "subtitle" in classes:
            subtitles.append(_text(element))
        elif "e-content" in classes:
            walk.inside(element)
            break
    titles = (title.spoken,) if title else ()
    return Written(title, titles, tuple(subtitles), (), "", "", tuple(walk.finished()))


def _title(plain: str, marked: str) -> Block | None:
    if marked:
        # As a heading, so that a title like "1. First" is no list; with an end, so that "A and #" keeps its last
        root = _parsed(pyromark.html(f"# {marked} <!-- -->", options=_OPTIONS))
        heading = next(root.iter("h1"), None)
        if heading is not None:
            return _gathered(heading).block("heading")
    gathering = Gathering()
    gathering.text(plain, 0, "")
    return gathering.block("heading")


def _string(value: object) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def _parsed(html: str) -> Element:
    parser = lxml.etree.HTMLParser(huge_tree=True)
    return lxml.etree.fromstring(html, parser)


class _Walk:
    """Blocks in the order in which they are read."""

    def __init__(self, *, on_page: bool = False, embeds: frozenset[str] = frozenset()) -> None:
        self._on_page = on_page
        self._embeds = embeds
        self._found: list[Block] = []
        self._code: list[tuple[str, str, bool]] = []
        self._hints: frozenset[str] = frozenset()
        self._gist = ""

    def finished(self) -> list[Block]:
        self._end_code()
        return self._found

    def inside(self, element: Element, kind: Kind = "prose", form: str = "") -> None:
        """Walk what holds blocks; text between them is one as well."""
        gathering = Gathering()
        if element.text:
            gathering.text(element.text, 0, "")
        for child in element:
            tag = child.tag
            if tag is lxml.etree.Comment:
                self._hints = frozenset(hint.strip() for hint in (child.text or "").split(","))
                gist = _GIST.fullmatch((child.text or "").strip())
                self._gist = blocks.same_address(gist[1]) if gist else ""
            elif tag in _BLOCKS or tag in ("body", "html"):
                self._add(gathering.block(kind, form))
                gathering = Gathering()
                self._block(child, kind, form)
            elif isinstance(tag, str):
                self.inline(child, gathering, 0, "")
            if child.tail:
                gathering.text(child.tail, 0, "")
        self._add(gathering.block(kind, form))

    def _embedded(self) -> str:
        """The address of the embed that was met last, with nothing after it but its caption."""
        if self._code or self._on_page:
            return ""
        last = next((block for block in reversed(self._found[-2:]) if block.kind != "caption"), None)
        return blocks.same_address(last.address) if last is not None and last.kind == "embed" else ""

    def _add(self, block: Block | None) -> None:
        if block is not None:
            self._end_code()
            self._found.append(block)

    def _block(self, element: Element, kind: Kind, form: str) -> None:
        hints, self._hints = self._hints, frozenset()
        gist, self._gist = self._gist, ""
        classes = element.get("class", "").split()
        match element.tag:
            case "p" | "pre" if "added" in classes:
                pass
            case "p":
                self._paragraph(element, kind, form, hints)
            case "ul" | "ol":
                for item in element:
                    if item.tag == "li":
                        self.inside(item, "item", "ordered" if element.tag == "ol" else "bulleted")
            case "blockquote":
                self.inside(element, "quote", "pull" if "pull quote" in hints or "pull" in classes else "")
            case "pre":
                if not (gist and gist == self._embedded()):
                    self._pre(element)
            case "hr":
                self._add(Block("break"))
            case "figcaption":
                self.inside(element, "caption")
            case tag if tag in _HEADINGS:
                self._add(_gathered(element).block("heading", _HEADINGS[tag]))
            case _:
                self.inside(element, kind, form)

    # Paragraphs, and what the dialect makes of them

    def _paragraph(self, element: Element, kind: Kind, form: str, hints: frozenset[str]) -> None:
        if not self._on_page:
            if "lost embed with caption" in hints:
                self._caption(element[0] if len(element) == 1 and element[0].tag == "em" else element)
                return
            if kind == "prose" and self._figure(element, hints):
                return
        self.inside(element, kind, form)

    def _figure(self, paragraph: Element, hints: frozenset[str]) -> bool:
        """Pictures, an embed or a card alone in a paragraph, maybe with a caption under them; False for another one."""
        children = list(paragraph)
        if not children or not _blank(paragraph.text) or not all(_blank(child.tail) for child in children):
            return False
        caption = children.pop() if len(children) > 1 and children[-1].tag == "em" else None
        if caption is not None and "\n" not in (children[-1].tail or ""):
            return False
        first = children[0]
        if all(_pictured(child) is not None for child in children):
            for child in children:
                self._picture(_pictured(child), child)
        elif len(children) == 1 and first.tag == "a" and first.get("href"):
            address = first.get("href", "")
            if first.get("title") is not None and "text" not in hints:
                self._card(address, _text(first), first.get("title", ""))
            elif blocks.same_address(address) in self._embeds and (
                blocks.same_address(_text(first)) == blocks.same_address(address)
            ):
                self._add(Block("embed", address=address))
            else:
                return False
        else:
            return False
        if caption is not None:
            self._caption(caption)
        return True

    def _picture(self, image: Element, link: Element) -> None:
        target = link.get("href", "") if link is not image else ""
        self._add(
            Block("picture", address=image.get("src", ""), words=blocks.folded(image.get("alt", "")), target=target)
        )

    def _caption(self, element: Element) -> None:
        self._add(_gathered(element).block("caption"))

    def _card(self, address: str, title: str, description: str) -> None:
        gathering = Gathering()
        gathering.text(f"{title}\n", STRONG, "")
        gathering.text(description, EM, "")
        self._add(replace(gathering.block("card") or Block("card"), address=address))

    # Within a line

    def inline(self, element: Element, into: Gathering, marks: int, address: str) -> None:
        """A text's element; a picture, an embed or a card stands before the text that holds it."""
        classes = element.get("class", "").split()
        match element.tag:
            case "br":
                into.line_break()
            case "img":
                self._shown(element, element.get("src", ""), element.get("alt", ""))
            case "span" if "missing" in classes:
                where = next((e for e in element.iter() if e.get("class") == "address"), None)
                alt = next((_text(e) for e in element.iter() if e.get("class") == "alt"), "")
                lost = (where.get("href") or _text(where)) if where is not None else ""
                self._shown(element, lost, alt)
            case _ if "added" in classes:
                pass
            case "a" if "embed" in classes:
                self._add(Block("embed", address=element.get("href", "")))
            case "a" if "card" in classes:
                parts = {e.get("class"): _text(e) for e in element.iter("span")}
                title, description = parts.get("title", ""), parts.get("description", "")
                self._card(element.get("href", ""), title, description or parts.get("host", ""))
            case _:
                _gather(element, into, marks, address, self)

    def _shown(self, element: Element, address: str, alt: str) -> None:
        link = next((a for a in element.iterancestors("a") if a.get("class") != "zoom"), None)  # the site's own
        target = link.get("href", "") if link is not None else ""
        self._add(Block("picture", address=address, words=blocks.folded(alt), target=target))

    # Code

    def _pre(self, pre: Element) -> None:
        code = pre[0] if len(pre) == 1 and pre[0].tag == "code" else pre
        language = next(
            (c.removeprefix("language-") for c in code.get("class", "").split() if c.startswith("language-")), ""
        )
        self._code.append(("".join(pre.itertext()), language, True))

    def _end_code(self) -> None:
        if self._code:
            if code := blocks.code_run(self._code):
                self._found.append(Block("code", code=code))
            self._code = []


def _gathered(element: Element) -> Gathering:
    gathering = Gathering()
    _gather_inside(element, gathering, 0, "", None)
    return gathering


def _gather(element: Element, into: Gathering, marks: int, address: str, walk: _Walk | None) -> None:
    if element.tag == "br":
        into.line_break()
        return
    if element.tag == "a":
        target = blocks.same_address(element.get("href", ""))
        if target and not _text(element) and element.find(".//img") is None:
            into.empty_link(target)
        _gather_inside(element, into, marks, target, walk)
        return
    _gather_inside(element, into, marks | _MARKS.get(element.tag, 0), address, walk)


def _gather_inside(element: Element, into: Gathering, marks: int, address: str, walk: _Walk | None) -> None:
    if element.text:
        into.text(element.text, marks, address)
    for child in element:
        if isinstance(child.tag, str):
            if walk is not None and child.tag != "br" and (child.tag == "img" or child.get("class")):
                walk.inline(child, into, marks, address)
            else:
                _gather(child, into, marks, address, walk)
        if child.tail:
            into.text(child.tail, marks, address)


def _pictured(element: Element) -> Element:
    """The picture that an element is or that a link holds alone; None for another element."""
    if element.tag == "img":
        return element
    if element.tag == "a" and len(element) == 1 and element[0].tag == "img" and _blank(element.text):
        return element[0]
    return None


def _blank(text: str | None) -> bool:
    """Whether there is nothing but what Markdown takes for white space: a no-break space is a character."""
    return not text or not text.strip(" \t\r\n")


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())

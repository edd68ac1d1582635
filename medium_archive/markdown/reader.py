"""Markdown to plain HTML: CommonMark by pyromark, then the forms of the dialect (docs/markdown.md)."""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import quote

import lxml.etree
import pyromark
from lxml.etree import _Comment as Comment
from lxml.etree import _Element as Element

from medium_archive.markdown import boxes, endnotes, gists, hints, open_elements

_OPTIONS = pyromark.Options
OPTIONS = (
    _OPTIONS.ENABLE_TABLES
    | _OPTIONS.ENABLE_STRIKETHROUGH
    | _OPTIONS.ENABLE_TASKLISTS
    | _OPTIONS.ENABLE_FOOTNOTES
    | _OPTIONS.ENABLE_GFM  # boxes alone
)
_MARKDOWN = pyromark.Markdown(options=OPTIONS)
# An address that is a whole paragraph, or all but the caption under it. The pattern checks the text before the address
# only after it has found "http", because a search for letters is much faster than a search for a position
_ADDRESS_ALONE = re.compile(
    r"(http(?:(?<=\n\nhttp)|(?<=\n\n<http)|(?<=-->\nhttp)|(?<=-->\n<http)|(?<=\Ahttp)|(?<=\A<http))"
    r"s?://[^\s<>]*[^\s<>\\])(>?)[ \t]*(?=\n\n|\n_[^\n]|\n?\Z)"
)
_LINK = re.compile(r'(<(?:a|img)\b[^>]*? (?:href|src)=")([^"]*)')
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
# Compiled, because lxml's `iterfind` looks at each element in Python
_IN_DETAILS = lxml.etree.XPath(".//details/p")
_IN_ITEMS = lxml.etree.XPath(".//li/p")
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "wbr"})
_NOT_SETTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # lxml reads these, but refuses to set them
# The name and the number of a footnote, in a reference to it or where it stands
_FOOTNOTE = re.compile(
    r'(<sup class="footnote-reference"><a href="#|<div class="footnote-definition" id=")([^"]*)'
    r'(">(?:<sup class="footnote-definition-label">)?)(\d+)'
)
# White space between these elements is layout, not text
_CONTAINERS = frozenset(
    {"div", "ul", "ol", "blockquote", "table", "thead", "tbody", "tfoot", "tr", "figure", "dl", "details", "section"}
)
# Around these elements, white space in an item is layout
_BLOCKS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "blockquote", "figure", "table", "dl", "details", "hr")
)


def read(text: str) -> str:
    """Plain HTML of a Markdown text, also of Markdown beyond the dialect, unsanitised. Never raises."""
    return of_rendered(render(text))


def render(text: str) -> str:
    """The HTML of a Markdown text by CommonMark alone, with the addresses of embeds marked."""
    text = _NOT_SETTABLE.sub("", text.replace("\r\n", "\n"))  # lxml would show them as �
    if text.startswith(("http", "<http")) or "\nhttp" in text or "\n<http" in text:  # quick: most texts have none
        text = _ADDRESS_ALONE.sub(rf"\1{hints.EMBED_MARK}\2", text)
    html = boxes.in_plain_html(str(_MARKDOWN.html(text)))
    return _join_spellings(html) if 'class="footnote-definition"' in html else html


def of_rendered(html: str) -> str:
    """Plain HTML of what `render` gave."""
    root = _parse(html)
    _drop_layout(root)
    _apply_hints(root)
    if 'class="footnote-definition"' in html:
        endnotes.gather(root)
    for paragraph in (*root.iterchildren("p"), *_all(_IN_DETAILS, root)):
        _make_figure(paragraph)
    for paragraph in _all(_IN_ITEMS, root):
        _make_figure(paragraph, only_pictures=True)
    return inner(root).replace(hints.EMBED_MARK, "").replace(hints.ENCODED_EMBED_MARK, "")


def as_read(html: str) -> str:
    """Plain HTML with its addresses in the form in which `read` returns them: characters beyond ASCII, for example in
    the name of a post's folder, are percent-encoded.
    """
    if html.isascii():
        return html
    return _LINK.sub(lambda match: match[1] + _FOREIGN.sub(lambda letters: quote(letters[0]), match[2]), html)


def read_inline(text: str) -> str:
    """Inline HTML of one line, such as a title."""
    root = _parse(_MARKDOWN.html(text))
    return "".join(inner(block) for block in root.iterchildren("*"))  # comments have no content


def read_title(text: str, title: str) -> str:
    """Inline HTML of a title that is written with its links and emphasis. It is "" if its words, without the readings
    of ruby, are not those of `title`, which a person may change alone.
    """
    html = read_inline(text) if text else ""
    root = _parse(html)
    for reading in list(root.iter("rt", "rp")):
        reading.text = ""
    return html if "".join(str(root.xpath("string()")).split()) == "".join(title.split()) else ""


def _parse(html: str) -> Element:
    html = open_elements.as_text(html)
    # Without huge_tree the parser drops elements deeper than 256 levels, and all that follows. The parser of lxml.html
    # would look up the class of each element. With <br> before it, no white space at the start is lost
    tree = lxml.etree.fromstring(f"<html><body><br>{html}</body></html>", lxml.etree.HTMLParser(huge_tree=True))
    root = next(tree.iterchildren("body"))
    root.tag = "div"
    root.text = _NOT_SETTABLE.sub("", root[0].tail or "")
    root.remove(root[0])
    return root


def _join_spellings(html: str) -> str:
    """The HTML with one name and one number for each footnote. pyromark finds a footnote whose name is written in
    other capitals than the reference to it, but gives the two their own names and numbers.
    """
    found = _FOOTNOTE.findall(html)
    names: dict[str, str] = {}
    for start, name, _, _ in found:
        if start.startswith("<div"):
            names.setdefault(name.casefold(), name)
    if all(names.get(name.casefold(), name) == name for _, name, _, _ in found):
        return html
    numbers: dict[str, int] = {}

    def joined(one: re.Match[str]) -> str:
        name = names.get(one[2].casefold(), one[2])
        return f"{one[1]}{name}{one[3]}{numbers.setdefault(name, len(numbers) + 1)}"

    return _FOOTNOTE.sub(joined, html)


def _all(path: lxml.etree.XPath, root: Element) -> list[Element]:
    return cast("list[Element]", path(root))


def _drop_layout(root: Element) -> None:
    """Remove the line ends that the renderer writes between blocks, after breaks and at the end of code."""
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is not None and parent.tag in _CONTAINERS:
            if element.tail and not element.tail.strip("\n "):
                element.tail = None
            if element.tag == "tbody" and len(element) == 0:
                parent.remove(element)  # of a table with nothing but headings
        elif parent is not None and parent.tag == "li" and element.tag in _BLOCKS:
            _drop_line_ends(element, parent)
        if element.tag in _CONTAINERS and element.text and not element.text.strip("\n "):
            element.text = None
        if element.tag == "br" and element.tail:
            element.tail = _NOT_SETTABLE.sub("", element.tail.removeprefix("\n"))
        if element.tag == "pre" and len(element) == 1 and element[0].tag == "code":
            code = element[0]
            code.text = _NOT_SETTABLE.sub("", (code.text or "").removesuffix("\n"))


def _drop_line_ends(block: Element, item: Element) -> None:
    """Remove the line ends around a block in an item."""
    before = block.getprevious()
    if before is None and item.text:
        item.text = item.text.rstrip("\n ") or None
    elif before is not None and before.tail:
        before.tail = before.tail.rstrip("\n ") or None
    if block.tail:
        block.tail = block.tail.lstrip("\n ") or None


def _apply_hints(root: Element) -> None:
    for node in list(root.iter(lxml.etree.Comment)):
        parent = node.getparent()
        if parent is None or (parent is not root and parent.tag not in ("details", "li")) or not _blank(node.tail):
            continue
        words = (node.text or "").strip()
        block = node.getnext()
        if words == hints.LOST:
            parent.replace(node, lxml.etree.Element("figure", {"class": "lost"}))
        elif block is None or isinstance(block, Comment):
            continue
        elif words == hints.LOST_WITH_CAPTION:
            if _is_caption(block):
                block[0].tag = "figcaption"
                block.tag = "figure"
                block.set("class", "lost")
                parent.remove(node)
        elif block.tag == "pre" and (of := gists.parse(words)) is not None:
            block.set("class", "gist")
            for name, value in zip(gists.ATTRIBUTES, of, strict=True):
                if value:
                    block.set(name, value)
            parent.remove(node)
        elif (hint := hints.parse(words)) is not None:
            classes, is_text = hint
            if classes:
                box = boxes.kind_of(block.get("class", "").split())  # which Markdown has a form for
                block.set("class", f"{classes} {box}".rstrip())
            if is_text:
                block.set("data-text", "")
            parent.remove(node)


def _is_caption(block: Element) -> bool:
    return block.tag == "p" and not block.text and len(block) == 1 and block[0].tag == "em" and not block[0].tail


def _make_figure(paragraph: Element, *, only_pictures: bool = False) -> None:
    """Turn a paragraph into a figure if it has one of the forms of the dialect; leave any other paragraph as it is."""
    if "data-text" in paragraph.attrib:
        del paragraph.attrib["data-text"]
        return
    children = list(paragraph)
    caption = None
    if children and children[-1].tag == "em" and _on_its_own_line(paragraph, children):
        caption = children.pop()
    if not children and not only_pictures:
        address = (paragraph.text or "").strip()
        if not address.endswith(hints.EMBED_MARK) or not hints.ADDRESS.fullmatch(address):
            return
        address = address.removesuffix(hints.EMBED_MARK)
        embed = lxml.etree.Element("a", {"class": "embed", "href": address})
        embed.text = address
        paragraph.text = None
        paragraph.insert(0, embed)
    elif children and _blank(paragraph.text) and all(_blank(child.tail) for child in children):
        is_link = len(children) == 1 and not only_pictures
        if not (all(_is_picture(child) for child in children) or (is_link and _classify_link(children[0]))):
            return
    else:
        return
    paragraph.tag = "figure"
    for child in paragraph:
        child.tail = None
    paragraph.text = None
    if caption is not None:
        caption.tag = "figcaption"


def _on_its_own_line(paragraph: Element, children: list[Element]) -> bool:
    before = children[-2].tail if len(children) > 1 else paragraph.text
    return before is not None and before.endswith("\n") and _blank(children[-1].tail)


def _blank(text: str | None) -> bool:
    return not text or not text.strip(" \n")


def _is_picture(element: Element) -> bool:
    if element.tag == "a":
        return not element.text and len(element) == 1 and element[0].tag == "img" and not element[0].tail
    return bool(element.tag == "img")


def _classify_link(link: Element) -> bool:
    """Give a link that is alone in its paragraph the class of an embed or a card. False if it is neither."""
    if link.tag != "a":
        return False
    if len(link) == 0 and (link.text or "").endswith(hints.EMBED_MARK):
        address = (link.text or "").removesuffix(hints.EMBED_MARK)
        _set_first(link, "class", "embed")
        link.set("href", link.get("href", "").removesuffix(hints.ENCODED_EMBED_MARK))
        link.text = address
        return True
    if link.get("title"):
        _set_first(link, "class", "card")
        return True
    return False


def _set_first(element: Element, name: str, value: str) -> None:
    rest = element.attrib.items()
    element.attrib.clear()
    element.set(name, value)
    for key, kept in rest:
        element.set(key, kept)


def inner(element: Element) -> str:
    """The content of an element as plain HTML, in the only form that the program uses. lxml's serialiser for HTML
    changes addresses and chooses quotation marks by the content. Its serialiser for XML does neither, but it writes
    white space in attributes and empty elements in other forms, which are replaced here.
    """
    lxml.etree.strip_tags(element, lxml.etree.ProcessingInstruction)
    html = lxml.etree.tostring(element, encoding="unicode", method="xml", with_tail=False)
    if "&#" in html:
        html = html.replace("&#10;", "\n").replace("&#13;", "\r").replace("&#9;", "\t")
    *pieces, end = html.split("/>")
    html = "".join([piece + _end_of_empty(piece) for piece in pieces]) + end
    return html[html.index(">") + 1 : html.rindex("<")].replace("</wbr>", "")


def _end_of_empty(piece: str) -> str:
    """The end of an empty element in HTML, whose XML without "/>" is at the end of `piece`: an end tag, or ">" for an
    element that never has content.
    """
    name = piece[piece.rindex("<") + 1 :].split(None, 1)[0]
    return ">" if name in _VOID else "/>" if name.startswith("!") else f"></{name}>"

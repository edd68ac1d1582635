"""The visible text of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

_CARD = ("title", "description", "host")  # each part of a card is on a separate line
_OF_OTHER_PAGES = ("description", "host")
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "input", "ins", "kbd", "label", "mark",
     "q", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr")
)  # fmt: skip
_READING, _NO_TEXT = "rt", "rp"  # rp has brackets for browsers without ruby
_BLOCKS_IN_LINE = frozenset(("p", "ul", "ol", "li", "div", "table", "dl", "details", "pre", "blockquote", "figure"))


def visible(root: HtmlElement) -> str:
    """The text of an element, with a line break where a browser begins a new line or cell, and without what the site
    added (class `added`). The readings of ruby come after their block, so that the text above them is one piece.
    """
    pieces: list[str] = []
    readings: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walk:
        is_apart = element.tag in (_READING, _NO_TEXT)
        is_block = not is_apart and (element.tag not in _INLINE or element.get("class") in _CARD)
        if is_block and readings:
            pieces += ["\n", " ".join(readings)]
            readings = []
        if event == "start":
            added = _is_added(element)
            if added or is_apart:
                walk.skip_subtree()
                readings += [element.text_content()] if element.tag == _READING else []
            pieces.append("\n" if is_block else "")
            pieces.append("" if added or is_apart else element.text or "")
            continue
        pieces.append("\n" if is_block and event == "end" else "")
        if element is not root:
            pieces.append(element.tail or "")
    return re.sub(r"\s*\n\s*", "\n", "".join(pieces)).strip()


def line(element: HtmlElement) -> str:
    """The words of a paragraph, an item or a heading on one line, up to a block in it, without the readings of ruby and
    without what the site added (class `added`).
    """
    return " ".join("".join(_pieces(element)).split())


def said_by_cards(root: HtmlElement) -> str:
    """What link cards say of other pages: their descriptions and hosts. The author did not write these words."""
    parts = (part for words in root.iter("span") if words.get("class") == "words" for part in words)
    return "\n".join(part.text or "" for part in parts if part.get("class") in _OF_OTHER_PAGES)


def _pieces(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in _BLOCKS_IN_LINE:
            return
        if child.tag == "br":
            yield " "
        elif isinstance(child.tag, str) and child.tag not in (_READING, _NO_TEXT) and not _is_added(child):
            yield from _pieces(child)
        yield child.tail or ""


def _is_added(element: HtmlElement) -> bool:
    return "added" in element.get("class", "").split()

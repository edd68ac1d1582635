"""The text of one block of Medium's page: its marks, its links, its line breaks."""

from __future__ import annotations

import re
from typing import Any, TypeAlias, cast

import lxml.etree

from medium_archive.checks.completeness import addresses, marks
from medium_archive.checks.completeness.characters import is_blank, one_line
from medium_archive.checks.completeness.text_builder import TextBuilder

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

_E_MAIL = re.compile(r"[\w.!#$%&'*+/=^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_AUTO_LINK = "Twitter profile for @"
# The text of these is for programs
CODE_OF_PAGES = frozenset(("script", "style"))
_TEXTS = lxml.etree.XPath(".//text()[not(ancestor::script or ancestor::style)]")
_READINGS = ("rt", "rp")
_RUBY_PARTS = (*_READINGS, "rb", "rtc")
# In a line, the borders of these separate words
BLOCKS = frozenset(
    ("p", "div", "figure", "blockquote", "pre", "ul", "ol", "menu", "dir", "table", "details", "dl", "hr",
     "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "aside", "header", "footer", "main", "nav", "address",
     "center", "form", "fieldset", "hgroup", "li", "dt", "dd", "summary", "figcaption", "caption", "legend", "option",
     "optgroup", "select", "tr", "td", "th")
)  # fmt: skip


def text_inside(element: Element, bits: int = 0, address: str = "") -> TextBuilder:
    """All text that a reader sees inside an element, with the marks and the link around it."""
    builder = TextBuilder(is_original=True)
    _add_inside(element, builder, bits, address)
    return builder


def add(element: Element, into: TextBuilder, bits: int = 0, address: str = "") -> None:
    """Add one element of a line, with its own mark or link."""
    tag = element.tag
    if tag == "br":
        into.add_line_break()
    elif tag == "a":
        _add_link(element, into, bits, address)
    elif isinstance(tag, str) and tag not in CODE_OF_PAGES:
        # The converter leaves out such an element if it has only white space (docs/markdown.md)
        if tag in marks.VALUES and (words := one_line(element.get(marks.VALUES[tag], ""))) and _has_words(element):
            into.add_value(marks.value(tag, words))
        own = marks.BITS.get(tag, 0) if tag not in _READINGS or is_reading(element) else 0
        is_block = tag in BLOCKS
        if is_block:
            into.add(" ", bits, address)
        _add_inside(element, into, bits | own, address)
        if is_block:
            into.add(" ", bits, address)


def is_reading(element: Element) -> bool:
    """Whether an `rt` or `rp` is right inside of a `ruby`, or of other parts of it."""
    above = element.getparent()
    while above is not None and above.tag in _RUBY_PARTS:
        above = above.getparent()
    return above is not None and above.tag == "ruby"


def _has_words(element: Element) -> bool:
    # Not by `text_inside`, which asks this of every level below, each time
    return any(text.strip() for text in cast("list[str]", _TEXTS(element)))


def values_of(element: Element) -> tuple[str, ...]:
    """The attributes of a mark or a link that hold words."""
    name = marks.VALUES.get(element.tag)
    is_link = element.tag == "a" and element.get("href", "").strip()
    words = own_title(element) if is_link else one_line(element.get(name, "")) if name else ""
    return (marks.value(element.tag, words),) if words else ()


def _add_inside(element: Element, into: TextBuilder, bits: int, address: str) -> None:
    if element.text:
        into.add(element.text, bits, address)
    for child in element:
        if element.tag in _READINGS and child.tag in _RUBY_PARTS:  # a browser ends the reading here
            bits &= ~marks.READINGS
        add(child, into, bits, address)
        if child.tail:
            into.add(child.tail, bits, address)


def _add_link(link: Element, into: TextBuilder, bits: int, address: str) -> None:
    if (bits & marks.CODE and is_auto_link(link)) or not link.get("href", "").strip():
        _add_inside(link, into, bits, address)
        return
    if title := own_title(link):
        into.add_value(marks.value("a", title))
    target = address_of(link)
    if (
        target
        and is_blank(link.text)
        and all(map(is_blank, link.itertext()))
        and link.find(".//img") is None
        and "mixtapeImage" not in link.get("class", "")
    ):
        into.add_empty_link(target)
    _add_inside(link, into, bits, target)


def address_of(link: Element) -> str:
    """The address of a link in its normal form. An e-mail address may lack its scheme at Medium."""
    target = addresses.normal(link.get("href", ""))
    return f"mailto:{target}" if "@" in target and _E_MAIL.fullmatch(target) else target


def own_title(link: Element) -> str:
    """The title that a person gave a link, "" for one of Medium's: the address, or the name of a Twitter profile."""
    title = one_line(link.get("title", ""))
    if not title or title.startswith((_AUTO_LINK, "http://", "https://")):
        return ""
    return "" if addresses.normal(title) == addresses.normal(link.get("href", "")) else title


def is_auto_link(link: Element) -> bool:
    """Whether Medium made this link itself: it took `@State` in code for a name on Twitter."""
    return str(link.get("title", "")).startswith(_AUTO_LINK)


def text_of(element: Element) -> str:
    """The text on one line."""
    return text_inside(element).spaced if len(element) else one_line(element.text or "")

"""The text of one block of an index.md or a page: its marks, its links, its line breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from medium_archive.checks.completeness import addresses, marks
from medium_archive.checks.completeness.characters import one_line
from medium_archive.checks.completeness.text_builder import TextBuilder

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any
# Takes an element with a class, or a picture, before it is read as text; gives whether it read all of it
Special: TypeAlias = Callable[[Element], bool]


def _nothing_special(element: Element) -> bool:
    return False


def text_inside(element: Element, special: Special = _nothing_special) -> TextBuilder:
    """All text inside an element."""
    builder = TextBuilder()
    _add_inside(element, builder, 0, "", special)
    return builder


def add(element: Element, into: TextBuilder, special: Special, bits: int = 0, address: str = "") -> None:
    """Add one element of a line, with its own mark or link."""
    if element.tag == "br":
        into.add_line_break()
    elif (element.tag == "img" or element.get("class")) and special(element):
        pass
    elif element.tag == "a":
        link = addresses.normal(element.get("href", ""))
        if link and not text_of(element) and element.find(".//img") is None:
            into.add_empty_link(link)
        if title := one_line(element.get("title", "")):
            into.add_value(marks.value("a", title))
        _add_inside(element, into, bits, link, special)
    else:
        if (
            element.tag in marks.VALUES
            and (words := one_line(element.get(marks.VALUES[element.tag], "")))
            and text_of(element)
        ):
            into.add_value(marks.value(element.tag, words))
        _add_inside(element, into, bits | marks.BITS.get(element.tag, 0), address, special)


def text_of(element: Element) -> str:
    """The text on one line."""
    return one_line("".join(element.itertext()) if len(element) else element.text or "")


def _add_inside(element: Element, into: TextBuilder, bits: int, address: str, special: Special) -> None:
    if element.text:
        into.add(element.text, bits, address)
    for child in element:
        if isinstance(child.tag, str):
            add(child, into, special, bits, address)
        if child.tail:
            into.add(child.tail, bits, address)

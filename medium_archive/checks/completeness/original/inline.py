"""The text of one block of Medium's page: its marks, its links, its line breaks."""

from __future__ import annotations

from typing import Any, TypeAlias

from medium_archive.checks.completeness import addresses
from medium_archive.checks.completeness.blocks import CODE, EM, STRONG, TextBuilder
from medium_archive.checks.completeness.characters import one_line

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

MARKS = {"strong": STRONG, "b": STRONG, "em": EM, "i": EM, "code": CODE}
_AUTO_LINK = "Twitter profile for @"
# The text of these is for programs
CODE_OF_PAGES = frozenset(("script", "style", "template"))
# The text of these is for browsers that can't show the element
UNSEEN = CODE_OF_PAGES | {"iframe", "video", "audio", "object", "embed"}


def text_inside(element: Element) -> TextBuilder:
    """All text that a reader sees inside an element."""
    builder = TextBuilder()
    _add_inside(element, builder, 0, "")
    return builder


def add(element: Element, into: TextBuilder, marks: int = 0, address: str = "") -> None:
    """Add one element of a line, with its own mark or link."""
    tag = element.tag
    if tag == "br":
        into.add_line_break()
    elif tag == "a":
        _add_link(element, into, marks, address)
    elif isinstance(tag, str) and tag not in CODE_OF_PAGES:
        _add_inside(element, into, marks | MARKS.get(tag, 0), address)


def _add_inside(element: Element, into: TextBuilder, marks: int, address: str) -> None:
    if element.text:
        into.add(element.text, marks, address)
    for child in element:
        add(child, into, marks, address)
        if child.tail:
            into.add(child.tail, marks, address)


def _add_link(link: Element, into: TextBuilder, marks: int, address: str) -> None:
    if marks & CODE and is_auto_link(link):
        _add_inside(link, into, marks, address)
        return
    target = addresses.normal(link.get("href", ""))
    if target and not text_of(link) and link.find(".//img") is None and "mixtapeImage" not in link.get("class", ""):
        into.add_empty_link(target)
    _add_inside(link, into, marks, target)


def is_auto_link(link: Element) -> bool:
    """Whether Medium made this link itself: it took `@State` in code for a name on Twitter."""
    return str(link.get("title", "")).startswith(_AUTO_LINK)


def text_of(element: Element) -> str:
    """The text on one line."""
    return one_line("".join(element.itertext()))

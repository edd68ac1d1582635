"""The text of one block of Medium's page, as it is read: its marks, its links, its line breaks; and code, exactly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from medium_archive.checks.completeness import blocks
from medium_archive.checks.completeness.blocks import CODE, EM, STRONG, Gathering

# lxml's stubs know nothing of a comment among the children; every walk here asks for the tag first.
Element: TypeAlias = Any

_MARKS = {"strong": STRONG, "b": STRONG, "em": EM, "i": EM, "code": CODE}
_AUTO_LINK = "Twitter profile for @"
# What these hold is for programs
_CODE_OF_PAGES = frozenset(("script", "style", "template"))
# Beside a figure's own text: what stands in these is for readers whose browser can't show them
UNSEEN = _CODE_OF_PAGES | {"iframe", "video", "audio", "object", "embed"}


def gathered(graf: Element) -> Gathering:
    """All that is read in an element."""
    gathering = Gathering()
    _gather_inside(graf, gathering, 0, "")
    return gathering


def gather(element: Element, into: Gathering, marks: int = 0, address: str = "") -> None:
    """Read one element of a line, with its own mark or link."""
    tag = element.tag
    if tag == "br":
        into.line_break()
    elif tag == "a":
        _gather_link(element, into, marks, address)
    elif isinstance(tag, str) and tag not in _CODE_OF_PAGES:
        _gather_inside(element, into, marks | _MARKS.get(tag, 0), address)


def _gather_inside(element: Element, into: Gathering, marks: int, address: str) -> None:
    if element.text:
        into.text(element.text, marks, address)
    for child in element:
        gather(child, into, marks, address)
        if child.tail:
            into.text(child.tail, marks, address)


def _gather_link(link: Element, into: Gathering, marks: int, address: str) -> None:
    if marks & CODE and is_auto_link(link):
        _gather_inside(link, into, marks, address)
        return
    target = blocks.same_address(link.get("href", ""))
    if target and not text_of(link) and link.find(".//img") is None and "mixtapeImage" not in link.get("class", ""):
        into.empty_link(target)
    _gather_inside(link, into, marks, target)


def is_auto_link(link: Element) -> bool:
    """Medium took `@State` in code for somebody's name on Twitter."""
    return str(link.get("title", "")).startswith(_AUTO_LINK)


def code_pieces(element: Element, marks: int = 0) -> Iterator[tuple[str, int]]:
    """The text of a code block in pieces with their marks."""
    if element.text:
        yield element.text, marks
    for child in element:
        if child.tag == "br":
            yield "\n", 0
        elif isinstance(child.tag, str) and child.tag not in _CODE_OF_PAGES:
            yield from code_pieces(child, marks | _MARKS.get(child.tag, 0))
        if child.tail:
            yield child.tail, marks


def text_of(element: Element) -> str:
    """The text on one line."""
    return " ".join("".join(element.itertext()).split())

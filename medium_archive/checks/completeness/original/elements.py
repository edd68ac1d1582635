"""Tells the block elements of Medium's page from the parts of a line."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeAlias

from medium_archive.checks.completeness.blocks import LINE_BREAK, Block
from medium_archive.checks.completeness.marks import BITS
from medium_archive.checks.completeness.original import inline, media

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Inside a line only these occur; any other element between two texts separates them
INLINE = frozenset(("a", "span", "br", *BITS))
LISTS = ("ul", "ol", "menu", "dir")
_NO_LINE = inline.BLOCKS | frozenset(media.MEDIA)
# A section in these is a box like any other
NO_SECTIONS = (*LISTS, "li", "table", "dl", "details", "blockquote", "figure", "p", *HEADINGS)
NO_FIGURES = inline.BLOCKS - {"figure"}


def is_line(element: Element) -> bool:
    """Whether an element is a part of a line, without a block or a picture in it."""
    return element.tag in INLINE and not (len(element) and holds(element, _NO_LINE))


def is_unknown(element: Element) -> bool:
    """Whether an element is none of those that HTML has for blocks, lines, pictures, frames and programs."""
    known = element.tag in _NO_LINE or element.tag in INLINE or element.tag in inline.CODE_OF_PAGES
    return isinstance(element.tag, str) and not known


def groups_definitions(box: Element) -> bool:
    """Whether a `div` in a `dl` only groups terms and definitions."""
    return box.find("dt") is not None or box.find("dd") is not None


def holds(element: Element, tags: Collection[str]) -> bool:
    """Whether an element contains an element with one of these tags."""
    # lxml itself takes longer to prepare a search for many names than to give all elements
    return any(one.tag in tags for one in element.iterdescendants())


def holds_blocks(element: Element) -> bool:
    """Whether an element has a block inside; figures do not count."""
    return len(element) > 0 and holds(element, NO_FIGURES)


def own_summary(details: Element) -> Element:
    """The summary of a `details`: the first that is right inside. None without one."""
    return details.find("summary")


def is_own_summary(summary: Element) -> bool:
    """Whether a `summary` is the summary of its `details`, and not a further one."""
    above = summary.getparent()
    return above.tag == "details" and own_summary(above) is summary


def is_out_of_place(element: Element) -> bool:
    """Whether only the words of an element can be kept, because of its place or its content."""
    match element.tag:
        case "rt" | "rp":
            return not inline.is_reading(element)
        case "ruby":
            return holds_blocks(element)
        case "summary":
            return not is_own_summary(element)
        case tag if tag in HEADINGS:
            return holds_blocks(element)
    return False


def section_of(element: Element) -> Element:
    """The section around an element; None without one."""
    return next(element.iterancestors("section"), None)


def joined(captions: Sequence[Block]) -> list[Block]:
    """The captions as one, a line each."""
    if len(captions) < 2:
        return list(captions)
    runs = [run for caption in captions for run in (LINE_BREAK, *caption.runs)][1:]
    values = tuple(value for caption in captions for value in caption.values)
    spaced = " ".join(caption.spaced for caption in captions)
    return [captions[0]._replace(runs=tuple(runs), spaced=spaced, values=values)]

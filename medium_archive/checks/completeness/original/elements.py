"""Which elements of Medium's page are blocks, and which are parts of a line."""

from __future__ import annotations

from typing import Any, TypeAlias

from medium_archive.checks.completeness.marks import BITS
from medium_archive.checks.completeness.original import media

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Inside a line only these occur; any other element between two texts separates them
INLINE = frozenset(("a", "span", "br", *BITS))
LISTS = ("ul", "ol", "menu", "dir")
BLOCKS = ("p", "div", "figure", "blockquote", "pre", *LISTS, "table", "details", "dl", "hr", *HEADINGS,
           "section", "article", "aside", "header", "footer", "main", "nav", "address", "center", "form", "fieldset",
           "hgroup", "li", "dt", "dd", "summary", "figcaption", "caption", "legend", "option", "optgroup", "select",
           "tr", "td", "th")  # fmt: skip
# A section in these is a box like any other
NO_SECTIONS = (*LISTS, "li", "table", "dl", "details", "blockquote", "figure", "p", *HEADINGS)
NO_FIGURES = tuple(name for name in BLOCKS if name != "figure")


def is_line(element: Element) -> bool:
    """Whether an element is a part of a line, without a block or a picture in it."""
    return element.tag in INLINE and next(element.iter(*BLOCKS, *media.MEDIA), None) is None


def is_in_definitions(part: Element) -> bool:
    """Whether a `dt` or `dd` is in a list of definitions, maybe in a `div` that groups its parts."""
    above = part.getparent()
    return above.tag == "dl" or (above.tag == "div" and above.getparent() is not None and above.getparent().tag == "dl")

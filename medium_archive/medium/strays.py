"""Text and elements where HTML allows neither: between the items of a list, outside the cells of a table."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from bs4.element import Comment, NavigableString, PageElement, Tag

from medium_archive import soup
from medium_archive.medium.marks import APART, MARKS
from medium_archive.medium.text import clean

INLINE = frozenset((*MARKS, *APART, "a", "span", "br", "ruby", "rt", "rp"))
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset((
    "p", "div", "figure", "blockquote", "pre", "ul", "ol", "menu", "dir", "table", "details", "dl", "hr", *HEADINGS,
    "section", "article", "aside", "header", "footer", "main", "nav", "address", "center", "form", "fieldset", "hgroup",
    "li", "dt", "dd", "summary", "figcaption", "caption", "legend", "option", "optgroup", "select", "tr", "td", "th",
))  # fmt: skip
MEDIA = frozenset(("img", "iframe", "video", "audio", "embed", "object", "script"))
_NOT_IN_LINES = BLOCKS | MEDIA


def is_inline(element: Tag) -> bool:
    """Whether an element and all its descendants are parts of a line."""
    return element.name in INLINE and element.find(_NOT_IN_LINES) is None


def has_words(node: PageElement) -> bool:
    """Whether a text or an element has visible text."""
    texts = node.descendants if isinstance(node, Tag) else [node]
    return any(
        isinstance(text, NavigableString) and not isinstance(text, Comment) and clean(str(text)).strip()
        for text in texts
    )


def grouped(nodes: Iterable[PageElement], expected: Container[str]) -> Iterator[tuple[Tag, bool]]:
    """The elements with the expected names. All others are in a `div`: one `div` for each line of text and inline
    elements, one for any other element. With each comes whether it is a line.
    """
    line: list[PageElement] = []
    for node in list(nodes):  # a list, because the loop moves nodes
        is_element = isinstance(node, Tag)
        if isinstance(node, Comment):
            continue
        if not is_element or (isinstance(node, Tag) and node.name not in expected and is_inline(node)):
            line.append(node)
            continue
        yield from _lines(line)
        line = []
        if isinstance(node, Tag) and node.name in expected:
            yield node, False
        else:
            yield _held([node]), False
    yield from _lines(line)


def _lines(nodes: list[PageElement]) -> Iterator[tuple[Tag, bool]]:
    if any(map(has_words, nodes)):
        yield _held(nodes), True


def _held(nodes: list[PageElement]) -> Tag:
    holder = soup.Element(name="div")
    nodes[0].insert_before(holder)
    for node in nodes:
        holder.append(node.extract())
    return holder

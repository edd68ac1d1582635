"""Elements of Medium's page that are nested too deeply for Markdown: only their words are kept (docs/markdown.md)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

import lxml.etree

from medium_archive.checks.completeness.characters import one_line
from medium_archive.checks.completeness.findings import Loss
from medium_archive.checks.completeness.marks import BITS
from medium_archive.checks.completeness.original import inline, media

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

_MOST_CONTAINERS, _MOST_OTHERS = 24, 48
_CONTAINERS = frozenset(("ul", "ol", "menu", "dir", "table", "dl", "details", "blockquote"))
# These count for nothing where HTML allows them
_ALLOWED = frozenset(
    (inner, outer)
    for outers, inners in (
        ("ul ol menu dir", "li"),
        ("table", "caption thead tbody tfoot tr td th"),
        ("thead tbody tfoot", "tr td th"),
        ("tr", "td th"),
        ("dl div", "dt dd"),
        ("details", "summary"),
    )
    for outer in outers.split()
    for inner in inners.split()
)
_LINE = frozenset(("a", "span", "br", *BITS))
# The words right inside each of these are a paragraph
_PARAGRAPHS = frozenset(
    ("p", "div", "section", "li", "td", "th", "caption", "dt", "dd", "summary", "pre", "blockquote",
     "figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6")
)  # fmt: skip


def flatten(body: Element) -> list[Loss]:
    """Replace the content of each element that is too deep by its words, pictures and frames. Returns these elements as
    known losses.
    """
    around = sum(1 for _ in body.iterancestors())
    if not _has_descendants(max(_MOST_CONTAINERS + 1 - around, 1))(body):  # a quick test: few pages are so deep
        return []
    losses: list[Loss] = []
    pending = [(child, 0, 0) for child in reversed(body)]
    while pending:
        element, containers, others = pending.pop()
        if not isinstance(element.tag, str):
            continue
        containers += element.tag in _CONTAINERS
        others += element.tag not in _CONTAINERS and (element.tag, element.getparent().tag) not in _ALLOWED
        if element.tag in media.MEDIA and not any(isinstance(child.tag, str) for child in element):
            continue  # a picture or a frame alone is kept at any depth
        if containers > _MOST_CONTAINERS or others > _MOST_OTHERS:
            words = one_line(" ".join(element.itertext()))
            losses.append(Loss("markup", f"<{element.tag}> {words}".strip(), why="no form"))
            _flatten(element)
        else:
            pending += [(child, containers, others) for child in reversed(element)]
    return losses


def text_of(element: Element) -> str:
    """The text of an element outside of the body on one line. It replaces what is too deep, as `flatten` does."""
    if len(element):
        flatten(element)
    return inline.text_of(element)


@cache
def _has_descendants(levels: int) -> lxml.etree.XPath:
    """Whether an element has a descendant so many levels below it."""
    return lxml.etree.XPath(f"boolean({'/'.join('*' * levels)})")


def _flatten(element: Element) -> None:
    if element.tag in media.MEDIA:
        element = _boxed(element)
    shown = list(element.iterdescendants(*media.MEDIA))
    paragraphs = list(_paragraphs(element))
    is_line = element.tag in _LINE and next(element.iterdescendants(*_PARAGRAPHS), None) is None
    for child in list(element):
        element.remove(child)
    element.text = "".join(paragraphs) if is_line else None
    if not is_line:
        element.tag = "div"
        element.attrib.clear()
        for words in paragraphs:
            lxml.etree.SubElement(element, "p").text = words
    for one in shown:
        _leave_tail(one)
        element.append(one)


def _boxed(element: Element) -> Element:
    """A new `div` around an element."""
    box = lxml.etree.Element("div")
    box.tail, element.tail = element.tail, None
    element.getparent().replace(element, box)
    box.append(element)
    return box


def _leave_tail(element: Element) -> None:
    """Give the text after an element to what is before it, as its words may be in a frame."""
    before, above = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = f"{before.tail or ''}{element.tail or ''}"
    elif above is not None:
        above.text = f"{above.text or ''}{element.tail or ''}"
    element.tail = None


def _paragraphs(element: Element) -> Iterator[str]:
    """The texts of the paragraphs in an element."""
    words, last = "", element
    for owner, text in _texts(element):
        if owner is not last:
            if words.strip():
                yield words
            words, last = "", owner
        words += text
    if words.strip():
        yield words


def _texts(element: Element) -> Iterator[tuple[Element, str]]:
    """The texts in an element, each with the paragraph that it belongs to, without those in frames and for programs."""
    pending: list[tuple[Element, Element, bool]] = [(element, element, False)]
    while pending:
        one, owner, is_end = pending.pop()
        if is_end:
            yield owner, one.tail or ""
            continue
        if one is not element:
            pending.append((one, owner, True))
        if one.tag == "br":
            yield owner, " "
        if not isinstance(one.tag, str) or one.tag in inline.CODE_OF_PAGES or one.tag in media.MEDIA:
            continue
        owner = one if one.tag in _PARAGRAPHS else owner
        yield owner, one.text or ""
        pending += [(child, owner, False) for child in reversed(one)]

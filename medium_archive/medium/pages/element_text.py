"""The text of an element with its marks, as the state of the page has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml.html import HtmlElement

from medium_archive.medium.pages.story import Mark, MarkKind, Paragraph

TEXTS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "label", "figure")
_MARKS: dict[str, MarkKind] = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code", "a": "a"}
_UNSEEN = frozenset(("script", "style", "noscript", "svg", "button", "template", "img", "iframe"))
_INTERFACE = frozenset(("speechify-ignore",))
_SPACES = re.compile(r"[ \t\n\r\f]+")
_TRACKING = re.compile(r"source=(?:(?:post|user)_[a-z_]+(?:-|\Z)|[^&]*-{3,})")
_MEDIUM = "https://medium.com/"


def classes(element: HtmlElement) -> frozenset[str]:
    return frozenset(element.get("class", "").split())


def is_interface(element: HtmlElement) -> bool:
    """Whether an element is in a part that Medium leaves out when it reads a story aloud."""
    return any(_INTERFACE & classes(one) for one in (element, *element.iterancestors()))


def read(element: HtmlElement, base: str, *, is_code: bool = False) -> tuple[str, tuple[Mark, ...]]:
    """The text, with `\\n` for each break, and the marks. In code, line ends and spaces are kept, and a mark over the
    whole text is left out.
    """
    reader = _Reader(base, is_code)
    reader.inside(element)
    text = "".join(reader.pieces)
    if not is_code and not text.strip():
        return "", ()  # a break keeps an empty paragraph open
    whole = [mark for mark in reader.marks if is_code and mark.kind == "code" and mark.end - mark.start == len(text)]
    return text, tuple(_joined(mark for mark in reader.marks if mark not in whole))


def _joined(marks: Iterable[Mark]) -> list[Mark]:
    """Marks in their order; equal ones that touch are one, as in a state."""
    joined: list[Mark] = []
    last: dict[tuple[str, str, str], int] = {}
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        same = mark.kind, mark.href, mark.title
        place = last.get(same, -1)
        if place >= 0 and joined[place].end >= mark.start:
            joined[place] = replace(joined[place], end=max(mark.end, joined[place].end))
        else:
            last[same] = len(joined)
            joined.append(mark)
    return joined


def card(words: list[str]) -> Paragraph:
    """A card from its title, its description and its host: one text with marks, as Medium keeps it."""
    title, *description, host = words if len(words) > 1 else (*words, "")
    middle = " ".join(description)
    text = f"{title}\n{middle}{host}"
    start = len(title) + 1
    marks = [Mark("strong", 0, len(title))] if title else []
    if middle:
        marks.append(Mark("em", start, start + len(middle)))
    return Paragraph("card", text, tuple(marks))


def target(anchor: HtmlElement, base: str) -> str:
    """The address that a link leads to, without what Medium adds to it to count its readers."""
    href = str(anchor.get("data-href") or anchor.get("href", ""))
    try:
        # A mention leads to Medium from all domains
        address = urljoin(_MEDIUM if href.startswith("/u/") else base, href) if href.startswith("/") else href
        parts = urlsplit(address)
    except ValueError:
        return href
    if "source=" not in parts.query:
        return address
    kept = [part for part in parts.query.split("&") if not _TRACKING.match(part)]
    return urlunsplit(parts._replace(query="&".join(kept)))


class _Reader:
    """Collects the pieces of a text and its marks. Recursion is as deep as the elements, of which lxml has 256 levels
    at most.
    """

    def __init__(self, base: str, is_code: bool) -> None:
        self.base, self.is_code = base, is_code
        self.pieces: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []

    def inside(self, element: HtmlElement) -> None:
        self._add(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child)
            self._add(child.tail)

    def _element(self, element: HtmlElement) -> None:
        if element.tag == "br":
            self._put("\n")
        elif element.tag in _UNSEEN or _INTERFACE & classes(element):
            return
        else:
            start = self.length
            self.inside(element)
            kind = _MARKS.get(str(element.tag))
            if kind and self.length > start:
                href = target(element, self.base) if kind == "a" else ""
                self.marks.append(Mark(kind, start, self.length, href, _title(element) if kind == "a" else ""))

    def _add(self, text: str | None) -> None:
        if text:
            self._put(text.replace("\r\n", "\n") if self.is_code else _SPACES.sub(" ", text))

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)


def _title(anchor: HtmlElement) -> str:
    return str(anchor.get("title", ""))

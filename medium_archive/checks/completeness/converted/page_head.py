"""The facts about a post that its page shows outside of the text: to readers, and to programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from medium_archive.checks.completeness.characters import one_line
from medium_archive.checks.completeness.converted import vocabulary

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

# The parts that readers see, by the class of their element (microformats2)
_SEEN = ("p-author", "dt-published", "u-url", "u-uid", "p-category", "p-name", "subtitle")


@dataclass(frozen=True)
class PageHead:
    """Each part of a page with all its values, in the order of the page: `description`, `og:title`, `p-author`. Parts
    of JSON-LD are `JSON-LD headline`; text that is not JSON has the value "". `h1` are the words of the headings of
    the whole page, `dates` the words of its date. `foreign` are elements and attributes that no page of a post has in
    its text, `foreign around` those around it.
    """

    values: Mapping[str, tuple[str, ...]]

    def of(self, part: str) -> tuple[str, ...]:
        return self.values.get(part, ())


class Reader:
    """Reads a page in two steps: first the facts for programs, which are hidden, then the visible parts."""

    def __init__(self, root: Element) -> None:
        self._found: list[tuple[str, str]] = [*_for_programs(root), *_foreign(root)]

    def read(self, root: Element) -> PageHead:
        """The head of a page whose hidden elements were removed."""
        values: dict[str, list[str]] = {}
        for part, value in (*self._found, *_for_readers(root)):
            values.setdefault(part, []).append(value)
        return PageHead({part: tuple(found) for part, found in values.items()})


def _for_programs(root: Element) -> Iterator[tuple[str, str]]:
    yield "lang", root.get("lang", "")
    yield "dir", root.get("dir", "")
    head = root.find("head")
    for element in head if head is not None else ():
        match element.tag:
            case "title":
                yield "title", one_line(element.text or "")
            case "meta" if element.get("content") is not None:
                yield element.get("property") or element.get("name") or "", element.get("content")
            case "link" if element.get("rel") == "canonical":
                yield "canonical", element.get("href", "")
            case "script" if element.get("type") == "application/ld+json":
                yield from _json_ld(element.text or "")


def _foreign(root: Element) -> Iterator[tuple[str, str]]:
    for content in root.iter("div"):
        if "e-content" in content.get("class", "").split():
            yield from (("foreign", words) for words in vocabulary.foreign_to_page(content))
    yield from (("foreign around", words) for words in vocabulary.foreign_around(root))


def _json_ld(text: str) -> Iterator[tuple[str, str]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        yield "JSON-LD", ""
        return
    for key, value in data.items():
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict):
                yield f"JSON-LD {key}", str(one)
                continue
            yield f"JSON-LD {key}", str(one.get("name", ""))
            yield from ((f"JSON-LD {key} {inner}", str(each)) for inner, each in one.items() if inner != "name")


def _for_readers(root: Element) -> Iterator[tuple[str, str]]:
    """The visible parts outside of the text, without those of related posts."""
    for heading in root.iter("h1"):
        yield "h1", one_line("".join(heading.itertext()))
    article = next((one for one in root.iter("article") if "h-entry" in one.get("class", "").split()), None)
    stack = list(reversed(article)) if article is not None else []
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or "e-content" in (names := element.get("class", "").split()):
            continue
        stack += reversed(element)
        for name in names:
            if name in _SEEN:
                yield name, _value(element, name)
        if "p-author" in names and (address := element.get("href")):
            yield "p-author address" if "://" in address else "p-author page", address
        if "dt-published" in names:
            yield "dates", one_line("".join(element.itertext()))


def _value(element: Element, name: str) -> str:
    if name == "dt-published":
        return str(element.get("datetime", ""))
    if name == "u-url":
        return str(element.get("href") or element.get("value") or "")
    return str(element.get("value") if element.tag == "data" else one_line("".join(element.itertext())))

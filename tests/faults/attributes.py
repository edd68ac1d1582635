"""Faults in the attributes that a text keeps: titles of abbreviations and links, moments, directions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from lxml.html import HtmlElement

from tests.faults import page_body
from tests.faults.kind import Kind
from tests.faults.markdown_blocks import alter

# Element, attribute, another value, the pattern of the attribute in an index.md
_PARTS = (
    ("abbr", "title", "planted", r'(?<=<abbr) title="(?P<value>[^"]+)"'),
    ("time", "datetime", "2001-01-01", r'(?<=<time) datetime="(?P<value>[^"]+)"'),
    ("bdo", "dir", "ltr", r'(?<=<bdo) dir="(?P<value>[^"]+)"'),
    ("a", "title", "planted", r'(?<=\S) "(?P<value>[^"]+)"(?=\))'),
)


def _of_text(tag: str, name: str, other: str, pattern: str) -> Iterator[Kind]:
    compiled = re.compile(pattern)
    part = f"attribute {tag} {name}"

    def has(block: str) -> bool:
        # A link with a title that is a whole paragraph is a card
        return not block.startswith(("```", "[", "!")) and compiled.search(block) is not None

    def without(block: str, random: Random) -> str | None:
        return compiled.sub("", block, count=1)

    def altered(block: str, random: Random) -> str | None:
        return compiled.sub(lambda match: match[0].replace(match["value"], other), block, count=1)

    yield alter(part, has, without, "delete")
    yield alter(part, has, altered)


def _of_page(tag: str, name: str, other: str) -> Iterator[Kind]:
    part, xpath = f"page attribute {tag} {name}", f"./p//{tag}[@{name}]"

    def without(element: HtmlElement, random: Random) -> bool:
        del element.attrib[name]
        return True

    def altered(element: HtmlElement, random: Random) -> bool:
        element.set(name, other)
        return True

    yield page_body.alter(part, xpath, without, "delete")
    yield page_body.alter(part, xpath, altered)


KINDS: tuple[Kind, ...] = tuple(
    kind
    for tag, name, other, pattern in _PARTS
    for kind in (*_of_text(tag, name, other, pattern), *_of_page(tag, name, other))
)

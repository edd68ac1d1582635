"""Where the parts of a Markdown text are: its first heading, and the addresses of its links and pictures."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any
from urllib.parse import unquote

import pyromark

from medium_archive.markdown.reader import OPTIONS

# A comment, or a tag of an element that begins
_TAG = re.compile(rb"""<!--.*?(?:-->|\Z)|<[a-z](?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^"'>])*""", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(rb"""(?<=[\s"'/])([^\s"'<>/=]++)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_LINE_END = re.compile(rb"\n")
_BEFORE_TARGET = re.compile(rb"\]\(\s*<?|\]:\s*<?")
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|#|www\.", re.IGNORECASE)
_MARKS_OF_HEADING = re.compile(r"^\s{0,3}#{1,6}(?:\s+|$)|\s+#+\s*$|\n\s{0,3}(?:=+|-+)\s*$")


@dataclass(frozen=True)
class Heading:
    """A heading: its inline Markdown, and the text without it. `is_first` says that the text begins with it."""

    markdown: str
    rest: str
    is_first: bool


@dataclass(frozen=True)
class _Address:
    """An address with its place in the bytes of a text; -1 where the place is not known."""

    address: str
    start: int
    near: int


def first_heading(text: str) -> Heading | None:
    """The first heading of a text that has words, None for a text without one."""
    source = text.encode("utf-8", "surrogatepass")
    for event, place in pyromark.events_with_range(text, options=OPTIONS):
        if not (isinstance(event, dict) and isinstance(start := event.get("Start"), dict) and "Heading" in start):
            continue
        found = source[place["start"] : place["end"]].decode("utf-8", "surrogatepass").strip("\n")
        markdown = " ".join(_MARKS_OF_HEADING.sub("", found).split())
        if markdown:
            before, after = source[: place["start"]], source[place["end"] :].lstrip(b"\r\n")
            rest = (before + after).decode("utf-8", "surrogatepass")
            return Heading(markdown, rest, is_first=not before.strip())
    return None


def lines(text: str) -> dict[str, int]:
    """The line in which each address of a link or a picture is first, counted from 1. Keys are decoded addresses."""
    source = text.encode("utf-8", "surrogatepass")
    ends = [end.start() for end in _LINE_END.finditer(source)]
    found: dict[str, int] = {}
    for one in _addresses(text, source):
        found.setdefault(unquote(one.address), bisect_left(ends, one.start if one.start >= 0 else one.near) + 1)
    return found


def from_folder(text: str, folder: str) -> str:
    """A text whose relative addresses lead from a folder below its own: each gets `folder` ("../") before it."""
    source = text.encode("utf-8", "surrogatepass")
    places = {one.start for one in _addresses(text, source) if one.start >= 0 and _is_relative(one.address)}
    begins = [0, *sorted(places)]
    parts = [source[begin:end] for begin, end in zip_longest(begins, begins[1:])]
    return folder.encode().join(parts).decode("utf-8", "surrogatepass")


def address_from(address: str, folder: str) -> str:
    """One address, with `folder` before it if it is relative."""
    return f"{folder}{address}" if _is_relative(address) else address


def _is_relative(address: str) -> bool:
    return bool(address) and not _ABSOLUTE.match(address)


def _addresses(text: str, source: bytes) -> Iterator[_Address]:
    """The address of each link and picture, of each definition of a link, and of those in HTML."""
    for definition in pyromark.reference_definitions(text, options=OPTIONS).values():
        start, end = definition["span"]["start"], definition["span"]["end"]
        yield _Address(definition["dest"], _target(source, start, end), start)
    opened: list[dict[str, Any]] = []
    ends = [0]  # where the last part inside each open link ends
    for event, place in pyromark.events_with_range(text, options=OPTIONS):
        start, end = place["start"], place["end"]
        link = _opened_link(event)
        if link is not None:
            opened.append(link)
            ends.append(start)
            continue
        if isinstance(event, dict) and event.get("End") in ("Link", "Image"):
            closed, inner_end = opened.pop(), ends.pop()
            is_inline = closed["link_type"] == "Inline"
            yield _Address(closed["dest_url"], _target(source, inner_end, end) if is_inline else -1, start)
        elif isinstance(event, dict) and (event.get("Start") == "HtmlBlock" or "InlineHtml" in event):
            yield from _in_html(source, start, end)
        ends[-1] = max(ends[-1], end)


def _in_html(source: bytes, start: int, end: int) -> Iterator[_Address]:
    for tag in _TAG.finditer(source, start, end):
        for found in _ATTRIBUTE.finditer(source, tag.start(), tag.end()) if not tag[0].startswith(b"<!--") else ():
            if found[1].lower() in (b"href", b"src"):
                place = next(number for number in (2, 3, 4) if found[number] is not None)
                yield _Address(found[place].decode("utf-8", "replace"), found.start(place), tag.start())


def _opened_link(event: object) -> dict[str, Any] | None:
    """What a link or a picture that begins is, None for any other event."""
    start = event.get("Start") if isinstance(event, dict) else None
    if not isinstance(start, dict):
        return None
    found: dict[str, Any] | None = start.get("Link") or start.get("Image")
    return found


def _target(source: bytes, start: int, end: int) -> int:
    """Where the address begins in a link or a definition, after its words; -1 if it has none."""
    match = _BEFORE_TARGET.search(source, start, end)
    return match.end() if match else -1

"""One paragraph, in the form in which those of a state and those of elements can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

_COUNTING = re.compile(r"source=[^&]*")  # Medium's own readers' counts
_CORE = re.compile(r"\d[*_]?([\w-]{6,})")
_MARKS = ("strong", "em", "code")


class Line(NamedTuple):
    """`text` is the text, or a caption. `strong`, `em` and `code` are its words with that mark, `links` the places that
    its words lead to. `picture` is Medium's id, `target` the place that a card leads to or the id of an embed.
    """

    name: str
    kind: str
    text: str
    strong: str = ""
    em: str = ""
    code: str = ""
    links: tuple[str, ...] = ()
    picture: str = ""
    target: str = ""
    rest: str = ""  # what elements do not show: layout, language and the like


class Run(NamedTuple):
    """Characters with the same marks; `href` is "" without a link."""

    text: str
    marks: frozenset[str]
    href: str = ""


def line(name: str, kind: str, runs: Iterable[Run], **facts: str) -> Line:
    """A line from its text. White space counts as one space, and none at the ends."""
    found = list(runs)
    marked = {mark: _words(one.text for one in found if mark in one.marks) for mark in _MARKS}
    links: list[str] = []
    for one in found:
        if one.href and not one.text.isspace() and (not links or links[-1] != one.href):
            links.append(one.href)
    return Line(name, kind, _words(one.text for one in found), **marked, links=tuple(map(place, links)), **facts)


def _words(texts: Iterable[str]) -> str:
    return " ".join("".join(texts).split())


def place(address: str) -> str:
    """Where a link leads: without what Medium adds to it to count readers, and as all browsers write it."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return address
    kept = "&".join(one for one in parts.query.split("&") if one and not _COUNTING.match(one))
    return unquote(urlunsplit(("", parts.netloc.lower(), parts.path or "/", kept, parts.fragment)))


def core(picture: str) -> str:
    """The part of a picture's id that is the same in all its spellings, "" if it has none."""
    found = _CORE.match(picture)
    return found[1] if found else ""

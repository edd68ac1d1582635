"""One page of Medium's export: the facts about the post, and the blocks that its readers saw."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

import lxml.etree

from medium_archive.checks.completeness.blocks import Block
from medium_archive.checks.completeness.characters import decoded, is_invalid
from medium_archive.checks.completeness.findings import Loss
from medium_archive.checks.completeness.original import inline, unknown
from medium_archive.checks.completeness.original.body import BodyReader

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

_REFERENCE = re.compile(r"&#(?:x(?P<hex>[0-9a-f]+)|(?P<decimal>[0-9]+));?", re.IGNORECASE)


@dataclass(frozen=True)
class Original:
    """`title` is the one Medium shows in lists; the title on the page is a block of form "title" among the others.
    `date` and `url` are as the page has them, "" if they are missing.
    """

    title: str
    summaries: tuple[str, ...]
    date: str
    url: str
    blocks: tuple[Block, ...]
    known_losses: tuple[Loss, ...]


def read(page: bytes) -> Original:
    """Read a page, given as the bytes of its file."""
    root = parse(page)
    title, date, url, summaries, reader = "", "", "", [], BodyReader()
    for element in root.iter("h1", "section", "time", "a"):
        name = element.get("class", "")
        match element.tag:
            case "h1" if name == "p-name":
                title = title or inline.text_of(element)
            case "section" if "p-summary" in name:
                summaries.append(inline.text_of(element))
            case "section" if "e-content" in name and not reader.found:
                reader.read_inside(element)
                reader.known_losses += unknown.losses(element)
            case "time" if name == "dt-published":
                date = element.get("datetime", "")
            case "a" if name == "p-canonical":
                url = element.get("href", "")
    return Original(title, tuple(summaries), date, url, tuple(reader.finished()), tuple(reader.known_losses))


def parse(page: bytes) -> Element:
    """The tree of a page, without characters that no reader can see."""
    parser = lxml.etree.HTMLParser(huge_tree=True)
    root = lxml.etree.fromstring(_REFERENCE.sub(_without_invalid, decoded(page)) or "<p>", parser)
    return root if root is not None else lxml.etree.fromstring("<html></html>")


def _without_invalid(reference: re.Match[str]) -> str:
    """A character reference; "" for a character that is as invisible as one in the file itself."""
    digits = reference["decimal"] or reference["hex"]
    if len(digits) > 12:
        return reference[0]
    code = int(digits, 10 if reference["decimal"] else 16)
    return "" if is_invalid(code) else reference[0]

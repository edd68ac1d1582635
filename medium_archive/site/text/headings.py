"""Headings and ids: one outline for each page, and an id for each heading, so that a link can lead to it."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from medium_archive import names
from medium_archive.folder import pickles
from medium_archive.site.text import plain_text

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PAGE_IDS = frozenset({"text", "top"})  # ids that the templates use


@pickles.by_position
@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text: its id on the page, its words, its level (2 is right under the title)."""

    id: str
    words: str
    level: int


def remove_repeated_ids(root: HtmlElement) -> None:
    """Keep each id once, as HTML wants it, and none that the page itself uses."""
    used = set(_PAGE_IDS)
    for element in root.xpath(".//*[@id]"):
        name = element.get("id", "")
        if not name or name in used or name.split() != [name]:
            del element.attrib["id"]
        used.add(name)


def level_headings(root: HtmlElement) -> tuple[Heading, ...]:
    """Make headings begin right under the page's h1 and skip no level, and give each an id made from its words.

    Returns the headings of the text itself: one within a quote or a list item is no part of the outline.
    """
    outline: list[Heading] = []
    used = set(_PAGE_IDS) | set(root.xpath(".//@id"))
    last_numbers: dict[str, int] = {}
    above: list[int] = []
    for heading in root.iter(*_HEADINGS):
        if not heading.get("id"):
            heading.set("id", unique(names.slug(plain_text.line(heading), 80) or "section", used, last_numbers))
        level = int(heading.tag[1])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        new_level = min(1 + len(above), 6)
        if new_level < level and level > 2:
            heading.set("class", f"{heading.get('class', '')} minor".strip())
        heading.tag = f"h{new_level}"
        if heading.getparent() is root and (words := plain_text.line(heading)):
            outline.append(Heading(heading.get("id", ""), words, new_level))
    return tuple(outline)


def unique(name: str, used: set[str], last_numbers: dict[str, int]) -> str:
    """The name, with a number if it is used already; `last_numbers` holds the last number of each name."""
    number, found = last_numbers.get(name, 1), name
    while found in used:
        number += 1
        found = f"{name}-{number}"
    used.add(found)
    last_numbers[name] = number
    return found

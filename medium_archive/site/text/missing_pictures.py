"""A picture that is not in the archive: one quiet line in its place, which says what is known of it. Figures that touch
and show nothing else share a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement

from medium_archive import links
from medium_archive.site.translations import Translation

_MEDIUM = "Medium"


@dataclass(frozen=True)
class MissingPicture:
    """What is known of a picture. `address` is "" if there is none, or if it is private; `problem` is why it could not
    be fetched, `size` its width and height in pixels as the export gives them.
    """

    address: str
    alt: str = ""
    size: tuple[int, int] | None = None
    problem: str = ""


def replace(picture: HtmlElement, known: MissingPicture, words: Translation) -> None:
    """Put a line in the place of an `img`."""
    line = lxml.html.Element("span", {"class": "missing added"})
    parts = [_span("note", _note(known, words))]
    if known.size:
        parts[0].set("data-size", f"{known.size[0]} × {known.size[1]}")
    if known.alt:
        parts.append(_span("alt", known.alt))
    if known.address:
        is_linked = any(element.tag == "a" for element in picture.iterancestors())
        if not known.address.startswith(("http://", "https://")):
            parts.append(_span("address", known.address))
        elif is_linked:
            line.set("data-address", known.address)  # there is no link in a link: `gather` puts one after it
        else:
            parts.append(_link("address", known.address, words))
    for part in parts:
        part.tail = " "  # feeds and readers' modes show the words without the stylesheet
        line.append(part)
    parts[-1].tail = None
    line.tail = picture.tail
    parent = picture.getparent()
    if parent is not None:
        parent.replace(picture, line)


def gather(root: HtmlElement, words: Translation) -> None:
    """Put each figure that shows only missing pictures into a division, together with such figures right after it. If
    these are several pictures, the division says so once, and each has a number.
    """
    figures = {figure: lines for figure in root.iter("figure") if (lines := _lines_of(figure))}
    gathered: set[HtmlElement] = set()
    for first in figures:
        if first in gathered:
            continue
        run = [first, *_touching(first, figures)]
        gathered.update(run)
        around = lxml.html.Element("div", {"class": "absent"})
        first.addprevious(around)
        around.tail = run[-1].tail
        for figure in run:
            figure.tail = " " if figure is not run[-1] else None
            around.append(figure)
        lines = [line for figure in run for line in figures[figure]]
        for line in lines:
            if address := line.get("data-address"):
                link = line.getparent()
                link.addnext(_link("address added", address, words))
                link.tail = " "
        if len(lines) > 1:
            note = lxml.html.Element("p", {"class": "added"})
            note.text = words.pictures_missing.format(n=len(lines))
            note.tail = " "
            around.insert(0, note)
            _number(lines, words)


def _number(lines: list[HtmlElement], words: Translation) -> None:
    """Replace the note of each line, and the words of its link, by a number. A note about a problem stays."""
    for number, line in enumerate(lines, start=1):
        note, link = line[0], line.find("a")
        if note.text != words.picture_missing:
            note.text = f"{number}. {note.text}"
        elif link is None:
            note.text = str(number)
        else:
            link.set("aria-label", f"{number}: {link.text}")
            link.text = str(number)
            if size := note.get("data-size"):
                link.set("data-size", size)
            line.remove(note)
            line.insert(0, link)
            link.tail = " "
            line[-1].tail = None


def _touching(first: HtmlElement, figures: dict[HtmlElement, list[HtmlElement]]) -> Iterator[HtmlElement]:
    here = first
    while not (here.tail or "").strip():
        after = here.getnext()
        if after is None or after not in figures:
            return
        yield after
        here = after


def _lines_of(figure: HtmlElement) -> list[HtmlElement]:
    """The lines in a figure that has nothing else but a caption; [] for any other."""
    lines = []
    for child in figure:
        line = child[0] if child.tag == "a" and len(child) == 1 and not (child.text or "").strip() else child
        if "missing" in line.get("class", "").split():
            lines.append(line)
        elif child.tag != "figcaption":
            return []
    return lines


def _note(known: MissingPicture, words: Translation) -> str:
    if known.problem:
        return words.picture_refused.format(problem=known.problem.rstrip("."))
    return words.picture_missing


def _place(address: str) -> str:
    """Where a picture can be seen: Medium, or the name of another host."""
    host = links.host(address)
    return _MEDIUM if links.is_of_medium(host) else host or address


def _link(names: str, address: str, words: Translation) -> HtmlElement:
    """The link to a picture where it can be seen."""
    link = lxml.html.Element("a", {"class": names, "href": address})
    link.text = words.picture_view.format(host=_place(address))
    return link


def _span(name: str, text: str) -> HtmlElement:
    element = lxml.html.Element("span", {"class": name})
    element.text = text
    return element

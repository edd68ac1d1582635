"""Footnotes at the end of a text, numbered as the text refers to them, wherever a person wrote them."""

from __future__ import annotations

from typing import cast
from urllib.parse import unquote

import lxml.etree
from lxml.etree import _Element as Element

_NOTES = lxml.etree.XPath(".//div[@class='footnote-definition'][@id]")
_REFERENCES = lxml.etree.XPath(".//sup[@class='footnote-reference']/a[@href]")
_LABELS = lxml.etree.XPath("./sup[@class='footnote-definition-label']")


def gather(root: Element) -> None:
    """Move the footnotes below `root` to its end: first those to which the text refers, in this order, then those to
    which only other footnotes refer, then the others. Each number follows the new order.
    """
    notes = cast("list[Element]", _NOTES(root))
    by_name = {note.get("id", ""): note for note in reversed(notes)}  # the first with a name counts
    in_notes = {link for note in notes for link in _names_of(note)}
    order = list(dict.fromkeys(name for link, name in _names_of(root).items() if link not in in_notes))
    seen = set(order)
    for name in order:  # it grows
        found = _names_of(by_name[name]).values() if name in by_name else ()
        order += [one for one in dict.fromkeys(found) if one not in seen]
        seen.update(found)
    order += [name for name in dict.fromkeys(note.get("id", "") for note in notes) if name not in seen]
    numbers = {name: str(number) for number, name in enumerate((name for name in order if name in by_name), 1)}
    for link, name in _names_of(root).items():
        link.text = numbers.get(name, link.text)
    for note in sorted(notes, key=lambda note: int(numbers[note.get("id", "")])):
        for label in cast("list[Element]", _LABELS(note)):
            label.text = numbers[note.get("id", "")]
        _keep_tail(note)
        root.append(note)


def _names_of(element: Element) -> dict[Element, str]:
    """The references in an element with the names of their footnotes."""
    links = cast("list[Element]", _REFERENCES(element))
    return {link: unquote(link.get("href", "").removeprefix("#")) for link in links}


def _keep_tail(note: Element) -> None:
    """Leave the text behind a footnote where it is."""
    parent, before = note.getparent(), note.getprevious()
    if note.tail and before is not None:
        before.tail = (before.tail or "") + note.tail
    elif note.tail and parent is not None:
        parent.text = (parent.text or "") + note.tail
    note.tail = None

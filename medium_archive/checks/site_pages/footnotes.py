"""The footnotes of a page: each reference leads to its footnote, and each footnote back to its first reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.tree import Element

_NAME = re.compile(r"\[\^([^\]\n]+)\]:")
_PLAIN = re.compile(r"(?!(?:text|top)$)[\w-]+")  # a page has two ids of its own


def at_end(text: Element) -> None:
    """Put the footnotes of a rendered text where its page has them: at the end, in the order in which the text refers
    to them. References in footnotes count after those in the text, and notes without a reference are last.
    """
    notes = [one for one in text.iter("div") if one.get("class") == "footnote-definition" and one.get("id")]
    named = {one.get("id"): one for one in notes[::-1]}
    for one in notes:
        one.drop_tree()
    waiting, numbers = _references(text), dict[str, int]()
    for link in waiting:  # it grows
        name = unquote(link.get("href", "").removeprefix("#"))
        if name in named and name not in numbers:
            numbers[name] = len(numbers) + 1
            waiting += _references(named[name])
        link.text = str(numbers.get(name, link.text))
    for one in notes:
        numbers.setdefault(one.get("id"), len(numbers) + 1)
    for one in sorted(notes, key=lambda note: numbers[note.get("id")]):
        for label in one.findall("sup[@class='footnote-definition-label']"):
            label.text = str(numbers[one.get("id")])
        text.append(one)


def _references(element: Element) -> list[Element]:
    return [one for sup in element.iter("sup") if sup.get("class") == "footnote-reference" for one in sup.findall("a")]


def wrong(content: Element, markdown: str) -> Iterator[str]:
    """The references and footnotes of a text that lead elsewhere. A name that the text gives twice, or one with spaces
    or signs, may have another id on the page, so then nothing is compared.
    """
    names = [name.casefold() for name in _NAME.findall(markdown)]
    if len({*names}) < len(names) or not all(map(_PLAIN.fullmatch, names)) or "footnote-" in markdown:
        return
    notes = {one.get("id", ""): one for one in content.iter("div") if tree.classes(one) == ["footnote-definition"]}
    first: dict[str, Element] = {}
    for sup in content.iter("sup"):
        if tree.classes(sup) != ["footnote-reference"]:
            continue
        link, number = sup.find("a"), tree.words(sup)
        name = "" if link is None else unquote(link.get("href", "").removeprefix("#"))
        if name not in notes or number != _number(notes[name]):
            yield f"a reference “{number}” that leads to {name or 'no footnote'}"
        elif name not in first:
            first[name] = link
            if unquote(link.get("id", "")) != f"to-{name}":
                yield f"a first reference “{number}” with the id “{link.get('id', '')}”, not “to-{name}”"
    for name, note in notes.items():
        added = [link for link in note.iter("a") if tree.classes(link) == ["added"] and link.text == "↩"]
        backs = [unquote(link.get("href", "")) for link in added]
        if backs != [f"#to-{name}"] * (name in first):
            yield f"a footnote “{_number(note)}” with a link back to {', '.join(backs) or 'no place'}"


def _number(note: Element) -> str:
    return tree.words(note[0]) if len(note) and note[0].tag == "sup" else ""

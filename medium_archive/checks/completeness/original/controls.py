"""Words in attributes that a page shows: values of fields, names of options, links of maps."""

from __future__ import annotations

from typing import Any, TypeAlias

import lxml.etree

from medium_archive.checks.completeness.characters import one_line
from medium_archive.checks.completeness.findings import Loss

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

_SILENT = frozenset(("hidden", "checkbox", "radio", "color", "file", "image", "password", "range"))


def spell_out(body: Element) -> list[Loss]:
    """Put these words into the text. Returns the elements as known losses, because only their words are kept."""
    losses = []
    for element in list(body.iter("input", "area", "optgroup", "option")):
        tag = element.tag
        if tag == "optgroup" and element.get("label"):
            label = lxml.etree.Element("div")
            label.text, label.tail, element.text = element.get("label"), element.text, None
            element.insert(0, label)
        elif tag == "option" and not "".join(element.itertext()).strip():
            element.text = element.get("label")
        elif tag == "area" or (tag == "input" and element.get("type", "").lower() not in _SILENT):
            words = element.get("value" if tag == "input" else "alt", "")
            kept = one_line(words) or (element.get("href", "") if tag == "area" else "")
            losses.append(Loss("markup", f"<{tag}> {kept}".strip(), why="no form" if kept else "no words"))
            element.tag = "a" if tag == "area" and element.get("href") else "span"
            element.text, element.tail = words, f" {element.tail or ''}"
            _add_space_before(element)
    return losses


def _add_space_before(element: Element) -> None:
    before = element.getprevious()
    if before is not None:
        before.tail = f"{before.tail or ''} "
    else:
        above = element.getparent()
        above.text = f"{above.text or ''} "

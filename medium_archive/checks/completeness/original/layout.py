"""The layout of a block of Medium's page, as hints (docs/markdown.md, "Hints")."""

from __future__ import annotations

from typing import Any, TypeAlias

from medium_archive.checks.completeness import hints
from medium_archive.checks.completeness.findings import Loss
from medium_archive.checks.completeness.structure import layout_of_cell

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

_OF_FIGURES = {
    "graf--layoutOutsetCenter": "wide",
    "graf--layoutFillWidth": "full width",
    "graf--layoutOutsetLeft": "left",
    "graf--layoutInsetLeft": "left",
}
_SIDES = ("left", "center", "right")


def of_text(graf: Element, name: str) -> frozenset[str]:
    """The hints of a paragraph, a heading or a quote; `name` is its class. The caption of a cover has none."""
    side = graf.get("data-align")
    if (side is None and "graf--" not in name) or "graf--sectionCaption" in name:
        return hints.NONE
    found = {side} & hints.ALIGNMENTS
    if graf.tag == "p" and "graf--hasDropCap" in name.split():
        found.add("drop cap")
    if graf.tag[0] == "h" and "graf--kicker" in name:
        found.add("kicker")
    return frozenset(found)


def of_figure(name: str) -> frozenset[str]:
    """The hint of a figure by its class."""
    return next((frozenset((hint,)) for word, hint in _OF_FIGURES.items() if word in name), hints.NONE)


def of_cell(cell: Element) -> frozenset[str]:
    """The hints of a cell: its alignment, and the cells that it is the heading of (`scope`)."""
    found = layout_of_cell(cell)
    side = cell.get("align", "").lower()
    if side in _SIDES and not any(hint.startswith("align ") for hint in found):
        return found | {f"align {side}"}
    return found


def lost(hint: str, words: str) -> Loss:
    """A known loss: a text that can't have the hint."""
    return Loss("layout", f"{hint}: {words}", why="no attribute")

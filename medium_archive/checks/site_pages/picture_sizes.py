"""Compares the sizes of covers and of the preview picture, which a page states, with the files of the pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.facts import Facts
from medium_archive.checks.site_pages.tree import Element

if TYPE_CHECKING:
    from medium_archive.articles.picture_file import Measures

_SIDES = ("width", "height")


def of_covers(main: Element, file: str, facts: Facts, measures: Measures) -> Iterator[str]:
    """What is wrong with the sizes of the covers in lists on the page `file`."""
    for link in main.iter("a"):
        for picture in link.iter("img") if "cover" in tree.classes(link) else ():
            name = tree.own_file(picture.get("src", ""), file, facts.root) or ""
            for side, wanted in _size(name, facts, measures):
                if picture.get(side) != wanted:
                    yield f"<img {side}=“{picture.get(side, '')}”> of {name}, not “{wanted}”"


def of_preview(root: Element, facts: Facts, measures: Measures) -> Iterator[str]:
    """What is wrong with the size of the picture that other sites show with a link to the page."""
    stated = {one.get("property"): one.get("content", "") for one in root.iter("meta")}
    name = unquote(stated.get("og:image", "").removeprefix(facts.address("")))
    for side, wanted in _size(name, facts, measures):
        if stated.get(f"og:image:{side}", wanted) != wanted:
            yield f"og:image:{side} “{stated[f'og:image:{side}']}” of {name}, not “{wanted}”"


def _size(name: str, facts: Facts, measures: Measures) -> Iterator[tuple[str, str]]:
    """Width and height of a file of the site, nothing if it has no size or is not there, which is named elsewhere."""
    size = measures.of(name).size if name in facts.files else None
    yield from zip(_SIDES, map(str, size), strict=True) if size else ()

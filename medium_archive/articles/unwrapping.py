"""Takes many elements out of a tree at once.

lxml's own `drop_tag` and `drop_tree` look for an element among those before it, and copy the text before it: for the
hundred thousand parts of one paragraph this takes minutes.
"""

from __future__ import annotations

from collections.abc import Iterable

import lxml.etree
from lxml.html import HtmlElement

_MARK = "taken-out"  # no name of an element in HTML


def unwrap(root: HtmlElement, elements: Iterable[HtmlElement]) -> None:
    """Put the content of each of these elements below `root` in its place."""
    _mark(elements)
    lxml.etree.strip_tags(root, _MARK)


def remove(root: HtmlElement, elements: Iterable[HtmlElement]) -> None:
    """Remove these elements below `root`; the text behind each stays."""
    _mark(elements)
    lxml.etree.strip_elements(root, _MARK, with_tail=False)


def _mark(elements: Iterable[HtmlElement]) -> None:
    for element in list(elements):
        element.tag = _MARK

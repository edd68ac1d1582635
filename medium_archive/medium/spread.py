"""An inline element around blocks, which HTML forbids and browsers show: its mark is put around the text in each."""

from __future__ import annotations

from collections.abc import Collection

from bs4.element import Comment, NavigableString, PageElement, Tag

from medium_archive import soup
from medium_archive.medium.marks import APART, MARKS
from medium_archive.medium.strays import INLINE


def spread(element: Tag, blocks: Collection[str]) -> None:
    """Put a copy of a mark, a link or an element that stays apart around each text inside. `blocks` are the names of
    the elements that are not text. A picture keeps the link around it as its ancestor.
    """
    if element.name == "a" or element.name in MARKS or element.name in APART:
        _wrap(element, element, blocks)


def _wrap(node: Tag, mark: Tag, blocks: Collection[str]) -> None:
    texts: list[PageElement] = []
    for child in list(node.children):
        if isinstance(child, NavigableString) or (isinstance(child, Tag) and _is_text(child, blocks)):
            texts.append(child)
            continue
        _put_around(texts, mark)
        texts = []
        if isinstance(child, Tag) and child.name not in ("pre", "figure"):
            _wrap(child, mark, blocks)
    _put_around(texts, mark)


def _is_text(element: Tag, blocks: Collection[str]) -> bool:
    return element.name in INLINE and element.find(blocks) is None


def _put_around(texts: list[PageElement], mark: Tag) -> None:
    if any(not isinstance(node, Comment) and node.get_text().strip() for node in texts):
        holder = soup.Element(name=mark.name, attrs=dict(mark.attrs))
        texts[0].insert_before(holder)
        for node in texts:
            holder.append(node.extract())

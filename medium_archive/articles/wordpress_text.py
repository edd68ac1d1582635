"""The text of a post as WordPress reads it: HTML in which its filters find nothing to change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml.html import fragment_fromstring

from medium_archive.articles import sanitiser
from medium_archive.markdown import reader

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# WordPress runs a shortcode also in code, and in attributes
_SHORTCODE = re.compile(r"\[(?=\[?/?[a-zA-Z_])")
_LINE_ENDS = re.compile(r"\s*\n\s*")
# WordPress closes a paragraph that it did not open where these hold text beside a paragraph
_MIXED = ("div", "td", "th")


def html(root: HtmlElement) -> str:
    """A text in HTML. A line end outside code would become a line break, and a blank line a paragraph."""
    for figure in list(root.iter("figure")):
        _show_embed(figure)
    for element in root.iter():
        if element.text and not _is_code(element):
            element.text = _LINE_ENDS.sub(" ", element.text)
        if element.tail and not _is_code(element.getparent()):
            element.tail = _LINE_ENDS.sub(" ", element.tail)
    for container in [one for one in root.iter(_MIXED) if one is not root and one.find("p") is not None]:
        _wrap_loose_text(container)
    for block in root:
        block.tail = f"{(block.tail or '').strip()}\n\n"
    return _SHORTCODE.sub("&#91;", reader.inner(root).strip())


def _show_embed(figure: HtmlElement) -> None:
    """An embed without a caption becomes its address alone in a paragraph: WordPress shows the player there."""
    parent = figure.getparent()
    if parent is None or len(figure) != 1 or "embed" not in figure[0].get("class", "").split():
        return
    paragraph = _paragraph(figure[0].get("href"))
    paragraph.tail = figure.tail
    parent.replace(figure, paragraph)


def _wrap_loose_text(container: HtmlElement) -> None:
    """Put the text beside the blocks of a container into paragraphs."""
    made: list[HtmlElement] = []
    loose = _paragraph(container.text)
    for child in list(container):
        if child.tag in sanitiser.BLOCKS:
            made += loose, child
            loose, child.tail = _paragraph(child.tail), None
        else:
            loose.append(child)
    container.text = None
    container[:] = [one for one in (*made, loose) if one.tag != "p" or len(one) or (one.text or "").strip()]


def _paragraph(text: str | None) -> HtmlElement:
    paragraph = fragment_fromstring("<p></p>")
    paragraph.text = text
    return paragraph


def _is_code(element: HtmlElement | None) -> bool:
    while element is not None and element.tag != "pre":
        element = element.getparent()
    return element is not None

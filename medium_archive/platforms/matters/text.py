"""The HTML of an article as the editor of Matters keeps it.

Matters rebuilds the text from the forms that its editor knows. All else loses its form, and a picture in another form
is lost without a word: it has to be a `figure` whose class is exactly `image`, with a caption of plain text.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, cast

import lxml.html

from medium_archive.markdown import reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_BLOCKS = ("p", "h2", "h3", "li", "ul", "ol", "blockquote", "pre", "td", "th", "dt", "dd", "summary", "caption")
_SAME = {"del": "s", "u": "strong", "b": "strong", "i": "em"}  # elements that Matters writes in another way


def rewritten(html: str) -> str:
    """The resolved HTML of an article, with pictures, embeds, cards and tables in forms that Matters keeps."""
    root = _parsed(html)
    for figure in list(root.iter("figure")):
        _replace(figure, list(_figure(figure)))
    for image in [image for image in root.iter("img") if image.getparent().get("class") != "image"]:
        _lift(image)
    for table in list(root.iter("table")):
        _replace(table, list(_rows(table)))
    return reader.inner(root).strip()


def outline(html: str) -> list[tuple[str, str, str]]:
    """What of a text is the same before and after Matters rebuilds it: elements, addresses, words."""
    root = _parsed(html)
    return [
        (_SAME.get(one.tag, one.tag), one.get("href") or one.get("src") or "", "".join(one.text_content().split()))
        for one in root.iter()
        if one.tag != "p" or one.getparent().tag != "li"
    ]


def _parsed(html: str) -> HtmlElement:
    parser = lxml.html.HTMLParser(huge_tree=True)
    return cast("HtmlElement", lxml.html.fragment_fromstring(html, create_parent="div", parser=parser))


def _figure(figure: HtmlElement) -> Iterator[HtmlElement]:
    """The pictures of a figure, the last of them with its caption. A caption with links follows as a paragraph, because
    Matters keeps only the words of a caption. A link around a picture is left out; an embed and a card become links.
    """
    caption = figure.find("figcaption")
    is_apart = caption is not None and caption.find(".//a[@href]") is not None
    words = " ".join(caption.text_content().split()) if caption is not None and not is_apart else ""
    pictures = list(figure.iter("img"))
    for picture in pictures:
        yield _picture(picture, words if picture is pictures[-1] else "")
    for link in [] if pictures else figure.findall("a"):
        paragraph = _element("p")
        paragraph.append(_element("a", link.text_content(), href=link.get("href", "")))
        yield paragraph
    if caption is not None and (is_apart or (words and not pictures)):
        caption.tag = "p"
        yield caption


def _picture(image: HtmlElement, caption: str) -> HtmlElement:
    figure = _element("figure", **{"class": "image"})
    figure.append(_element("img", src=image.get("src", "")))
    figure.append(_element("figcaption", caption))
    return figure


def _lift(image: HtmlElement) -> None:
    """Move a picture that stands in a text behind its block."""
    block = next((one for one in image.iterancestors(*_BLOCKS)), image)
    figure = _picture(image, "")
    if block is image:
        _replace(image, [figure])
        return
    if block.tag in ("p", "h2", "h3"):
        figure.tail, block.tail = block.tail, None
        block.addnext(figure)
    else:
        block.append(figure)
    image.drop_tree()


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """Each row of a table as a paragraph, with strokes between its cells; then its pictures."""
    for row in table.iter("caption", "tr"):
        paragraph = _element("p")
        pictures = [deepcopy(figure) for figure in row.iter("figure")]
        for number, cell in enumerate([row] if row.tag == "caption" else row.findall("*")):
            words = deepcopy(cell)
            for figure in list(words.iter("figure")):
                figure.drop_tree()
            for block in list(words.iterdescendants(*_BLOCKS)):
                block.drop_tag()
            _append(paragraph, (" | " if number else "") + (words.text or ""))
            paragraph.extend(words)
        yield paragraph
        yield from pictures


def _append(element: HtmlElement, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _element(tag: str, text: str = "", **attributes: str) -> HtmlElement:
    element = lxml.html.Element(tag, attributes)
    element.text = text or None
    return element


def _replace(element: HtmlElement, others: list[HtmlElement]) -> None:
    """Put the others in the place of an element. The text behind it stays."""
    for other in others:
        other.tail = None
        element.addprevious(other)
    element.drop_tree()

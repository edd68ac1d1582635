"""Texts and slugs in forms that Ghost does not change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import combining, normalize
from urllib.parse import unquote

from lxml.html import builder

from medium_archive.markdown import reader

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# The longest texts that Ghost takes, in characters; it refuses the whole post otherwise
TITLE, EXCERPT, DESCRIPTION = 255, 300, 500
_SLUG, _TAG = 185, 185
RESERVED = frozenset(("amp", "ghost", "rss"))  # slugs to which Ghost adds a word

_SAME = {"b": "strong", "del": "s", "i": "em", "ins": "u"}
_UNKNOWN = frozenset(
    ("abbr", "bdi", "bdo", "cite", "dfn", "kbd", "mark", "samp", "small", "span", "time", "var", "wbr")
)
_NOT_QUOTED = frozenset(("dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "pre", "table", "ul"))
_WIDTHS = {"wide": "kg-width-wide", "full": "kg-width-full"}


def html(root: HtmlElement) -> str:
    """A text in HTML. Ghost converts it to its own form, and drops what it does not know."""
    for element in list(root.iter()):
        _rename(element)
    for block in list(root.iter("li", "dl")):
        _part(block)
    for quote in list(root.iter("blockquote")):
        _lift(quote)
    for figure in list(root.iter("figure")):
        _show_bookmark(figure)
        _split_row(figure)
        _widen(figure)
    return reader.inner(root).strip()


def slug(text: str) -> str:
    """A slug that Ghost does not change, without accents; "" for a text with letters of another script."""
    text = "".join(sign for sign in normalize("NFKD", unquote(text).lower()) if not combining(sign))
    if any(sign.isalpha() and not sign.isascii() for sign in text):
        return ""
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:_SLUG].strip("-")


def tag(name: str) -> str:
    """A tag that Ghost shows as it is: it hides one with `#`."""
    return name.lstrip("#").replace(",", " ")[:_TAG].strip() or "tag"


def _rename(element: HtmlElement) -> None:
    """Write an inline element as one that Ghost knows. Around others it drops spaces; it drops the targets of links
    within the page.
    """
    if element.tag in _SAME:
        element.tag = _SAME[element.tag]
    elif element.tag == "q":
        element.text = f"“{element.text or ''}"
        if len(element):
            element[-1].tail = f"{element[-1].tail or ''}”"
        else:
            element.text += "”"
        element.drop_tag()
    elif element.tag in _UNKNOWN or (element.tag == "a" and element.get("href", "").startswith("#")):
        element.drop_tag()


def _part(block: HtmlElement) -> None:
    """Put a break between the parts of an item, and make paragraphs of a list of terms: Ghost joins their words."""
    if block.tag == "dl":
        for part in block:
            part.tag = "p"
        block.drop_tag()
        return
    for paragraph in block.findall("p"):
        if paragraph.getprevious() is not None or (block.text or "").strip():
            paragraph.addprevious(builder.BR())
        paragraph.drop_tag()


def _lift(quote: HtmlElement) -> None:
    """Put blocks that Ghost can't have in a quote after its part before them."""
    while (block := next((one for one in quote if one.tag in _NOT_QUOTED), None)) is not None:
        rest = builder.BLOCKQUOTE(*block.itersiblings(), {})
        rest.text, rest.tail, quote.tail = block.tail, quote.tail, None
        block.tail = None
        quote.addnext(rest)
        quote.addnext(block)
        if not quote.text_content().strip():
            quote.drop_tree()
        quote = rest
    if not quote.text_content().strip() and not len(quote):
        quote.drop_tree()


def _widen(figure: HtmlElement) -> None:
    """Give a picture the width that it has in the text."""
    if (width := _WIDTHS.get(figure.get("class", ""))) and figure.find(".//img") is not None:
        figure.set("class", f"kg-card kg-image-card {width}")


def _show_bookmark(figure: HtmlElement) -> None:
    """Replace a card or an embed with the HTML that Ghost reads as a bookmark; the caption stays."""
    link = figure.find("a[@class]")
    if link is None or not {"card", "embed"} & set(link.get("class", "").split()):
        return
    address, title, about = link.get("href", ""), link.text_content(), link.get("title", "")
    caption = figure.find("figcaption")
    inside = [builder.DIV(title or address, {"class": "kg-bookmark-title"})]
    inside += [builder.DIV(about, {"class": "kg-bookmark-description"})] if about else []
    content = builder.DIV(*inside, {"class": "kg-bookmark-content"})
    tail = figure.tail
    figure.clear()
    figure.tail = tail
    figure.set("class", "kg-card kg-bookmark-card")
    figure.append(builder.A(content, {"class": "kg-bookmark-container", "href": address}))
    if caption is not None:
        figure.append(caption)


def _split_row(figure: HtmlElement) -> None:
    """Give each picture of a row its own figure, because Ghost takes only the first picture of a figure."""
    pictures = [child for child in figure if child.tag != "figcaption"]
    for picture in pictures[:-1] if all(next(one.iter("img"), None) is not None for one in pictures) else ():
        figure.addprevious(builder.FIGURE(picture))

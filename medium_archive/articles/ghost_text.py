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


def html(root: HtmlElement) -> str:
    """A text in HTML. Ghost converts it to its own form, and drops what it does not know."""
    for figure in list(root.iter("figure")):
        _show_bookmark(figure)
        _split_row(figure)
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

"""The HTML of an article for an export: sanitised, with the addresses that links and pictures have there."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import lxml.html

from medium_archive.articles import box_titles, footnotes, sanitiser, tasks
from medium_archive.articles.unwrapping import remove, unwrap

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from medium_archive.articles.destinations import PostDestinations


def parse(html: str) -> HtmlElement:
    """The sanitised HTML below a `div`."""
    parser = lxml.html.HTMLParser(huge_tree=True)
    return cast("HtmlElement", lxml.html.fragment_fromstring(sanitiser.clean(html), create_parent="div", parser=parser))


def resolve(root: HtmlElement, to: PostDestinations) -> HtmlElement:
    """The same tree, with the addresses of the export in links and pictures. A link without a destination loses its
    address, and a picture is replaced with its description.
    """
    lacking: list[HtmlElement] = []
    for element in root.iter("a", "img"):
        if element.tag == "img":
            if address := to.picture(element.get("src", ""), in_html=True):
                element.set("src", address)
            else:
                element.text = element.get("alt", "")
                lacking.append(element)
        elif there := to.link(element.get("href", "")):
            element.set("href", there)
        else:
            element.attrib.pop("href", None)
    unwrap(root, lacking)
    return root


def tree(to: PostDestinations) -> HtmlElement:
    """The plain HTML of a post below a `div`, for a page that may show several posts. An embed that Medium's export has
    emptied is left out.
    """
    root = resolve(parse(to.entry.article.html), to)
    box_titles.show(root, box_titles.of(to.entry.article.lang))
    tasks.show_as_signs(root)
    footnotes.set_apart(root, to.entry.article.id or to.entry.name)
    remove(root, (figure for figure in root.find_class("lost") if figure.find("figcaption") is None))
    return root

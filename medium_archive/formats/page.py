"""The HTML of an article for an export: sanitised, with the addresses that links and pictures have there."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import lxml.html

from medium_archive.articles import sanitiser

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from medium_archive.formats.destinations import PostDestinations


def parse(html: str) -> HtmlElement:
    """The sanitised HTML below a `div`."""
    parser = lxml.html.HTMLParser(huge_tree=True)
    return cast("HtmlElement", lxml.html.fragment_fromstring(sanitiser.clean(html), create_parent="div", parser=parser))


def resolve(root: HtmlElement, to: PostDestinations) -> HtmlElement:
    """The same tree, with the addresses of the export in links and pictures. A link without a destination loses its
    address.
    """
    for element in root.iter("a", "img"):
        if element.tag == "img":
            element.set("src", to.picture(element.get("src", ""), in_html=True))
        elif (address := to.link(element.get("href", ""))) is not None:
            element.set("href", address)
        else:
            del element.attrib["href"]
    return root


def tree(to: PostDestinations) -> HtmlElement:
    """The plain HTML of a post below a `div`. An embed that Medium's export has emptied is left out."""
    root = resolve(parse(to.entry.article.html), to)
    for figure in root.find_class("lost"):
        if figure.find("figcaption") is None:
            figure.drop_tree()
    return root

"""The text of a gist on a page: its files and its embed in one figure, with the file's name and author under each."""

from __future__ import annotations

import lxml.html
from lxml.html import HtmlElement

from medium_archive import links

_HOST = "gist.github.com"
_NAME = "GitHub Gist"


def frame_gists(root: HtmlElement) -> None:
    """Move the files of each gist into the figure of its embed, and the embed's link to the end of the line under the
    first file. A file without an embed before it gets its own figure.
    """
    for block in [block for block in root.iter("pre") if block.get("class") == "gist"]:
        file, author, address = (block.attrib.pop(f"data-{name}", "") for name in ("file", "author", "address"))
        if links.host(address) == _HOST and address.startswith(("https://", "http://")):
            _frame(block, file, author, address)
        else:
            del block.attrib["class"]


def _frame(block: HtmlElement, file: str, author: str, address: str) -> None:
    figure = _figure_before(block, address)
    block.set("class", "added")
    block.tail = None
    frame = lxml.html.Element("div", {"class": "file"})
    line = lxml.html.Element("p", {"class": "whose added"})
    link = figure.find("a[@class='embed']")
    caption = figure.find("figcaption")
    if link is not None:
        # The link is part of the post: only the text before it is added
        line.set("class", "whose")
        link.clear(keep_tail=False)
        link.set("class", "embed")
    else:
        link = lxml.html.Element("a")
    link.set("href", address)
    link.set("rel", "noopener")
    link.text = _NAME
    if caption is None:
        figure.append(frame)
    else:
        caption.addprevious(frame)
    line.append(_source(file, author))
    line.append(link)
    frame.append(block)
    frame.append(line)


def _figure_before(block: HtmlElement, address: str) -> HtmlElement:
    """The figure of the block's embed, or a new one in the place of the block."""
    before = block.getprevious()
    if before is not None and before.tag == "figure":
        links_there = [link.get("href") for link in before.iter("a") if link.getparent().tag != "figcaption"]
        if address in links_there and before.find(".//a[@class='embed']") is not None:
            names = before.get("class", "").split()  # the hint of its layout stays
            before.set("class", " ".join((*(name for name in names if name != "gist"), "gist")))
            return before
    figure = lxml.html.Element("figure", {"class": "gist"})
    block.addprevious(figure)
    return figure


def _source(file: str, author: str) -> HtmlElement:
    """`file · author · `, as text that the site adds."""
    words = lxml.html.Element("span", {"class": "added"})
    name = lxml.html.Element("bdi", {"class": "name"})
    name.text = file
    name.tail = f" · {author} · " if author else " · "
    words.append(name)
    return words

"""llms.txt and llms-full.txt, for language models: a list of the posts, and all their texts (llmstxt.org).

Both are Markdown. In the second, each post begins with its title as a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import lxml.html
from lxml.html import HtmlElement

from medium_archive import markdown
from medium_archive.articles import sanitiser
from medium_archive.articles.unwrapping import unwrap
from medium_archive.markdown import reader
from medium_archive.site.content import SiteInfo
from medium_archive.site.feeds.items import Item

INDEX, FULL = "llms.txt", "llms-full.txt"
_BOXES = ("address", "article", "aside", "div", "footer", "header", "section")
_BRACKETS = re.compile(r"[\\\[\]]")


def index(site: SiteInfo, items: Iterable[Item]) -> bytes:
    """The title of the site, and a link to each post with its summary."""
    lines = [f"# {_line(site.title)}", "", f"> {_line(site.author.name or site.title)}", "", "## Posts", ""]
    for item in items:
        title = _BRACKETS.sub(r"\\\g<0>", _line(item.post.title))
        about = f": {_line(item.post.excerpt)}" if item.post.excerpt else ""
        lines.append(f"- [{title}]({item.link}){about}" if item.link else f"- {title}{about}")
    return "\n".join([*lines, ""]).encode()


def full(items: Iterable[Item]) -> bytes:
    """Each post: its title, address and date, then its text."""
    return "\n".join(map(_post, items)).encode()


def _post(item: Item) -> str:
    day = item.post.date
    facts = filter(None, (item.link, f"{day.moment:%Y-%m-%d}" if day else ""))
    parts = (f"# {_line(item.post.title)}", " · ".join(facts), _text(item))
    return "\n\n".join(filter(None, parts)) + "\n"


def _text(item: Item) -> str:
    """The text as Markdown. Its code has the languages that the page of the post names: feeds have no classes."""
    root = lxml.html.fragment_fromstring(item.html)
    page = lxml.html.fragment_fromstring(str(item.post.body), create_parent="div")
    for code, shown in zip(root.iterfind(".//pre/code"), page.iterfind(".//pre/code"), strict=True):
        if name := shown.get("class"):
            code.set("class", name)
    unwrap(root, root.iterfind(".//figure//div"))  # a row of pictures
    for box in (root, *root.iter(*_BOXES)):
        _put_in_paragraphs(box)
    html = reader.inner(root)
    try:
        return markdown.write(html)
    except RecursionError:  # the text is too deep for the converter; HTML is Markdown, too
        return html


def _put_in_paragraphs(box: HtmlElement) -> None:
    """Put the words between the blocks of a box into paragraphs: elsewhere the converter reads no words."""
    paragraph = lxml.html.Element("p")
    paragraph.text, box.text = box.text, None
    for child in [*box, None]:
        if child is not None and child.tag not in sanitiser.BLOCKS:
            paragraph.append(child)
            continue
        if paragraph.text_content().strip() or len(paragraph):
            box.insert(len(box) if child is None else box.index(child), paragraph)
        if child is not None:
            paragraph = lxml.html.Element("p")
            paragraph.text, child.tail = child.tail, None


def _line(text: str) -> str:
    return " ".join(text.split())

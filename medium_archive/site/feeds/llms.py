"""llms.txt and llms-full.txt, for language models: a list of the posts, and all their texts (llmstxt.org).

Both are Markdown. In the second, each post begins with its title as a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import lxml.html

from medium_archive import markdown
from medium_archive.markdown import reader
from medium_archive.site.content import SiteInfo
from medium_archive.site.feeds.items import Item

INDEX, FULL = "llms.txt", "llms-full.txt"
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
    for box in list(root.iterfind(".//figure//div")):  # a row of pictures
        box.drop_tag()
    html = reader.inner(root)
    try:
        return markdown.write(html)
    except RecursionError:  # the text is too deep for the converter; HTML is Markdown, too
        return html


def _line(text: str) -> str:
    return " ".join(text.split())

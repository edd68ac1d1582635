"""Link cards (Medium's "mixtape" embeds): a title, a description, the host, maybe a thumbnail.

`<div class="…mixtapeEmbed"><a href title><strong>T</strong><br><em>D</em>host</a><a class="mixtapeImage"></a></div>`;
the description may be unmarked, and after some edits a part of the title is unmarked too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from bs4.element import Comment, NavigableString, Tag

from medium_archive import links
from medium_archive.medium import pictures
from medium_archive.medium.strays import BLOCKS
from medium_archive.medium.text import attribute, clean, one_line
from medium_archive.post import Picture


@dataclass(frozen=True)
class Card:
    """`html` is the plain HTML of its link. The title attribute is the description, or the host without one."""

    html: str
    thumbnail: Picture | None = None


def read(div: Tag) -> Card | None:
    """The card; None without an address."""
    anchors = [a for a in div.find_all("a") if a.has_attr("href")]
    if not anchors:
        return None
    href = links.target(str(anchors[0]["href"]))
    host = links.host(href)
    title, rest = _words([part for node in div.children for part in (" ", node, " ")], host)
    description = _without_host(rest, host)
    title = title or description or href
    shown = (description if description != title else "") or host or href
    html = f'<a class="card" href="{attribute(href)}" title="{attribute(shown)}">{escape(title, quote=False)}</a>'
    thumbnail = next((pictures.read_thumbnail(a, href) for a in anchors if _is_thumbnail(a)), None)
    return Card(html, thumbnail)


def _words(nodes: list[object], host: str) -> tuple[str, str]:
    """The text in `<strong>`, and the rest with its line ends. The host is a word of its own."""
    title: list[str] = []
    rest: list[str] = []
    pending = list(nodes)
    while pending:
        node = pending.pop(0)
        if isinstance(node, NavigableString):
            text = clean(str(node)).replace("\n", " ")
            rest.append(f" {text} " if host and text.strip().lower().removeprefix("www.") == host else text)
        elif isinstance(node, Tag) and node.name == "br":
            rest.append("\n")
        elif isinstance(node, Tag) and node.name == "strong" and not title:
            title.append(one_line("".join(_spaced(node))))
        elif isinstance(node, Tag):
            pending[:0] = [" ", *node.children, " "] if node.name in BLOCKS else list(node.children)
        elif isinstance(node, str):
            rest.append(node)
    lines = (one_line(line) for line in "".join(rest).split("\n"))
    return "".join(title), "\n".join(line for line in lines if line)


def _spaced(element: Tag) -> Iterator[str]:
    """The text of an element; breaks and borders of blocks are spaces."""
    for node in element.descendants:
        if isinstance(node, Tag):
            yield " " if node.name == "br" or node.name in BLOCKS else ""
        elif isinstance(node, NavigableString) and not isinstance(node, Comment):
            before = node.previous_sibling
            yield " " if isinstance(before, Tag) and before.name in BLOCKS else ""
            yield str(node)


def _without_host(text: str, host: str) -> str:
    """The text without the host at its end, which the address has too."""
    for name in (f"www.{host}", host):
        if name and text.lower().endswith(name):
            return text[: -len(name)].rstrip()
    return text


def _is_thumbnail(node: object) -> bool:
    return isinstance(node, Tag) and "mixtapeImage" in str(node.get("class", "")).split()

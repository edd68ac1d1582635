"""Plain HTML in a zip file: one page per post, which needs no other file, for programs that import HTML.

Pictures are in the page itself, as `data:` addresses, so that a page shows them wherever it is. Some programs import
only pictures from the web: for these there is `--linked-pictures`.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from medium_archive.articles.selection import Selection, drafts_as, kinds
from medium_archive.formats.values import File, Target

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lxml.html import HtmlElement

    from medium_archive.articles import Article, Library
    from medium_archive.articles.destinations import PostDestinations
    from medium_archive.articles.entries import Entry

__all__ = ["EXAMPLE", "NAME", "SUMMARY", "TARGET", "Settings", "files", "kinds"]

NAME = "html"
SUMMARY = "Write your posts as a zip file of plain HTML pages, which contain their pictures, for other importers."
EXAMPLE = "archive export html ~/posts.zip"
TARGET = Target("FILE", "The zip file to write.", outside=True, zip=True, mark=b"archive export html")

_TYPES = {
    "avif": "avif", "gif": "gif", "jpeg": "jpeg", "jpg": "jpeg", "png": "png", "svg": "svg+xml", "webp": "webp",
}  # fmt: skip
_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
{head}<style>body {{ max-width: 42em; margin: auto; padding: 1em; }} img {{ max-width: 100%; }}</style>
</head>
<body>
<article dir="auto">
<header>
<h1>{title_html}</h1>
{lead}</header>
{body}
{tags}</article>
</body>
</html>
"""


@dataclass(frozen=True)
class Settings(Selection):
    """The options of the command."""

    drafts: bool = drafts_as("pages in the folder drafts/")
    linked_pictures: bool = field(
        default=False,
        metadata={"help": "Show each picture from its address on the web, if it has one, and not from the page."},
    )


class _Zip:
    """The places of pages, and of the files that they link to."""

    public: None = None

    def picture(self, entry: Entry, name: str) -> str:
        return f"{entry.path}/{unquote(name)}"

    def shown(self, entry: Entry, name: str) -> str:
        return f"{quote(entry.name)}/{name}"

    def link(self, entry: Entry, other: Entry) -> str:
        return quote(f"{other.name}.html" if other.folder == entry.folder else f"../{other.path}.html")


def files(library: Library, settings: Settings) -> Iterator[File]:
    """A page for each post, and the files to which it links."""
    from medium_archive.articles import entries, resolved_html
    from medium_archive.articles.destinations import Destinations, PostDestinations
    from medium_archive.markdown import reader

    found = entries.read(library)
    destinations = Destinations.of(library, found)
    places = _Zip()
    for entry in found.values():
        to = PostDestinations(entry, places, destinations, prefers_web=settings.linked_pictures)
        root = resolved_html.tree(to)
        linked = _embed_pictures(root, to)
        content = _page(entry.article, reader.inner(root).strip())
        yield File(f"{entry.path}.html", content.encode(), counts={"posts": 1}, issues=to.issues)
        for path, source in linked.items():
            yield File(path, source=source)


def _embed_pictures(root: HtmlElement, to: PostDestinations) -> Mapping[str, Path]:
    """Put the pictures into the page. Returns the other files, to which it links."""
    by_address = {to.places.shown(to.entry, quote(path.rpartition("/")[2])): path for path in to.files}
    for image in root.iter("img"):
        address = image.get("src", "")
        extension = address.rpartition(".")[2].lower()
        if address in by_address and extension in _TYPES:
            data = b64encode(to.files[by_address[address]].read_bytes()).decode()
            image.set("src", f"data:image/{_TYPES[extension]};base64,{data}")
    wanted = {link.get("href", "") for link in root.iter("a")} | {image.get("src", "") for image in root.iter("img")}
    return {path: to.files[path] for address, path in by_address.items() if address in wanted}


def _page(article: Article, body: str) -> str:
    names = {
        "author": article.author.name,
        "description": article.description,
        "keywords": ", ".join(article.tags),
        "date": article.published.isoformat() if article.published else "",
    }
    head = [f'<meta name="{name}" content="{escape(value)}">\n' for name, value in names.items() if value]
    if article.canonical:
        head.append(f'<link rel="canonical" href="{escape(article.canonical)}">\n')
    lead = [f'<p class="subtitle">{escape(article.subtitle)}</p>\n'] if article.subtitle else []
    if article.published:
        lead.append(f'<p><time datetime="{names["date"]}">{article.published:%Y-%m-%d}</time></p>\n')
    tags = ", ".join(f'<a rel="tag">{escape(tag)}</a>' for tag in article.tags)
    title = escape(article.title or article.path.rpartition("/")[2])
    return _PAGE.format(
        lang=escape(article.lang),
        title=title,
        head="".join(head),
        title_html=_title(article) or title,
        lead="".join(lead),
        body=body,
        tags=f"<footer>{tags}</footer>\n" if tags else "",
    )


def _title(article: Article) -> str:
    """The title with its emphasis, without links, which would lead nowhere."""
    from medium_archive.articles import sanitiser

    return sanitiser.clean(escape(article.title, quote=False) if "<a" in article.title_html else article.title_html)

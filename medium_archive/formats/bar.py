"""Blog Archive Format (.bar): a zip file that Micro.blog imports, and that any browser shows once it is unpacked.

From its description at book.micro.blog/blog-archive-format: index.html has the posts as an h-feed, feed.json as a JSON
Feed, and pictures are files to which both refer by relative addresses. The format has no drafts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from medium_archive.articles.selection import Published as Settings
from medium_archive.articles.selection import kinds
from medium_archive.formats.values import File, Target

if TYPE_CHECKING:
    from medium_archive.articles import Article, Library
    from medium_archive.articles.entries import Entry
    from medium_archive.report import Issue

__all__ = ["EXAMPLE", "NAME", "SUMMARY", "TARGET", "Settings", "files", "kinds"]

NAME = "bar"
SUMMARY = (
    "Write your posts in the Blog Archive Format (.bar), for Micro.blog: an HTML page and a JSON Feed in a zip file."
)
EXAMPLE = "archive export bar ~/my-blog.bar"
TARGET = Target("FILE", "The .bar file to write.", outside=True, zip=True, mark=b"archive export bar")

_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body {{ max-width: 42em; margin: auto; padding: 1em; }} img {{ max-width: 100%; }}</style>
</head>
<body class="h-feed">
<h1 class="p-name">{title}</h1>
{entries}</body>
</html>
"""
_ENTRY = """<article class="h-entry" id="{id}" lang="{lang}" dir="auto">
<h2 class="p-name">{title}</h2>
{date}<div class="e-content">
{body}
</div>
{tags}</article>
"""


class _Bar:
    """The places of files in the zip file, and of posts on the web."""

    public: None = None

    def __init__(self, site: str) -> None:
        self._site = site

    def picture(self, entry: Entry, name: str) -> str:
        return f"uploads/{entry.path}/{unquote(name)}"

    def shown(self, entry: Entry, name: str) -> str:
        return f"uploads/{quote(entry.path)}/{name}"

    def link(self, _entry: Entry, other: Entry) -> str:
        return other.address(self._site) or f"#{quote(other.path)}"


def files(library: Library, _settings: Settings) -> Iterator[File]:
    """The two lists of posts, then the files that they show."""
    from medium_archive.articles import entries, resolved_html
    from medium_archive.articles.destinations import Destinations, PostDestinations
    from medium_archive.markdown import reader

    found = entries.read(library)
    destinations = Destinations.of(library, found)
    site = library.settings.site
    places = _Bar(site.url)
    title = site.title or library.settings.author.name
    items: list[dict[str, Any]] = []
    ids: set[str] = set()
    articles: list[str] = []
    shown: list[File] = []
    issues: list[Issue] = []
    for entry in found.values():
        to = PostDestinations(entry, places, destinations)
        body = reader.inner(resolved_html.tree(to)).strip()
        cover = to.picture(entry.article.cover.reference) if entry.article.cover is not None else ""
        address = entry.address(site.url)
        # A copy of a post has the address of the other at Medium
        item_id = address if address and address not in ids else entry.article.path
        ids.add(item_id)
        items.append(_item(entry, item_id, address, body, cover))
        articles.append(_entry(entry, address, body))
        shown += [File(path, source=source, counts={"pictures": 1}) for path, source in to.files.items()]
        issues += to.issues
    whole = _PAGE.format(lang=escape(site.language), title=escape(title), entries="".join(articles))
    yield File("index.html", whole.encode(), counts={"posts": len(items)}, issues=tuple(issues))
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": title, "language": site.language, "items": items}
    if site.url:
        feed["home_page_url"] = f"{site.url}/"
    yield File("feed.json", json.dumps(feed, ensure_ascii=False, indent=1).encode())
    yield from shown


def _item(entry: Entry, item_id: str, address: str, body: str, cover: str) -> dict[str, Any]:
    """The post in the JSON Feed, without empty values. Each item needs an id and content."""
    article = entry.article
    values = {
        "url": address,
        "title": article.title,
        "summary": article.description or article.subtitle,
        "image": cover,
        "date_published": article.published.isoformat() if article.published else "",
        "date_modified": article.updated.isoformat() if article.updated else "",
        "tags": list(article.tags),
        "authors": [{"name": one.name} for one in (article.author, *article.coauthors) if one.name],
        "language": article.lang,
    }
    return {
        "id": item_id,
        **{key: value for key, value in values.items() if value},
        "content_html": body,
    }


def _entry(entry: Entry, address: str, body: str) -> str:
    """The post in the h-feed."""
    article = entry.article
    return _ENTRY.format(
        id=escape(entry.path),
        lang=escape(article.lang),
        title=escape(article.title or entry.name),
        date=_date(article, address or f"#{quote(entry.path)}"),
        body=body,
        tags="".join(f'<span class="p-category">{escape(tag)}</span>\n' for tag in article.tags),
    )


def _date(article: Article, address: str) -> str:
    """The link to the post, with its date if it has one."""
    date = "Link"
    if article.published:
        date = (
            f'<time class="dt-published" datetime="{article.published.isoformat()}">{article.published:%Y-%m-%d}</time>'
        )
    return f'<p><a class="u-url" href="{escape(address)}">{date}</a></p>\n'

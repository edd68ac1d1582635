"""JSON Lines: one line per post, for search engines, language models and scripts.

A line has the text twice: as Markdown without the archive's hints, and as plain text with a paragraph for each block.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from medium_archive.articles.selection import Selection, drafts_as, kinds
from medium_archive.formats.values import File, Target

if TYPE_CHECKING:
    from medium_archive.articles import Library
    from medium_archive.articles.destinations import PostDestinations
    from medium_archive.articles.entries import Entry
    from medium_archive.report import Issue

__all__ = ["EXAMPLE", "NAME", "SUMMARY", "TARGET", "Settings", "files", "kinds"]

NAME = "jsonl"
SUMMARY = "Write your posts as JSON Lines: one line per post, with its metadata, Markdown and plain text."
EXAMPLE = "archive export jsonl ~/posts.jsonl"
_TEXT = rb'"(?:[^"\\\n]|\\.)*"'
TARGET = Target(
    "FILE",
    "The file to write.",
    outside=True,
    # The first keys of `_values`
    beginning=re.compile(rb'\{"path": %b, "id": %b, "kind": "(?:story|response|draft)", "title": "' % (_TEXT, _TEXT)),
)


@dataclass(frozen=True)
class Settings(Selection):
    """The options of the command."""

    drafts: bool = drafts_as("lines of the kind “draft”")


class _Web:
    """The places of posts on the web: on the archive's site, if that has an address, else at Medium."""

    public: None = None

    def __init__(self, site: str) -> None:
        self._site = site

    def picture(self, entry: Entry, name: str) -> str:
        return f"{entry.path}/{name}"

    def shown(self, entry: Entry, name: str) -> str:
        return f"{self._site}/{quote(entry.path)}/{name}" if self._site else f"{quote(entry.path)}/{name}"

    def link(self, _entry: Entry, other: Entry) -> str:
        return other.address(self._site) or f"{quote(other.path)}/"


def files(library: Library, _settings: Settings) -> Iterator[File]:
    """The one file, newest post first."""
    from medium_archive.articles import entries
    from medium_archive.articles.destinations import Destinations, PostDestinations

    found = entries.read(library)
    destinations = Destinations.of(library, found)
    site = library.settings.site.url
    places = _Web(site)
    lines: list[str] = []
    issues: list[Issue] = []
    for entry in library.progress("Writing posts", found.values(), len(found)):
        to = PostDestinations(entry, places, destinations, prefers_web=True)
        lines.append(json.dumps(_values(to, site), ensure_ascii=False) + "\n")
        issues += to.issues
    yield File("", "".join(lines).encode(), counts={"posts": len(lines)}, issues=tuple(issues))


def _values(to: PostDestinations, site: str) -> dict[str, Any]:
    """The keys that every post has, in this order; docs/commands.md explains them."""
    from medium_archive.articles import plain_text, resolved_html, resolved_markdown
    from medium_archive.articles.engine import Engine

    article = to.entry.article
    root = resolved_html.tree(to)
    pictures = [{"address": image.get("src", ""), "alt": image.get("alt", "")} for image in root.iter("img")]
    return {
        "path": article.path,
        "id": article.id,
        "kind": article.kind,
        "title": article.title,
        "subtitle": article.subtitle,
        "description": article.description,
        "date": article.published.isoformat() if article.published else None,
        "updated": article.updated.isoformat() if article.updated else None,
        "language": article.lang,
        "tags": list(article.tags),
        "authors": [one.name or one.username for one in (article.author, *article.coauthors)],
        "address": to.entry.address(site),
        "canonical": article.canonical,
        "medium": article.url,
        "pictures": pictures,
        "markdown": resolved_markdown.render(article.markdown, Engine(figures="markdown"), to),
        "text": plain_text.words(root),
    }

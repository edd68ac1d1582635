"""Ghost: a zip file for its importer, with the posts as JSON and their pictures. From the source of Ghost 6's importer.

- Ghost does not know the posts of an earlier import: a second import of the file adds each post again. The report
  warns.
- Ghost writes slugs in Latin letters by rules of its own, so a slug in another script is replaced by the id of the
  post: links between posts lead to it.
- An author needs an e-mail address, which is private here, so all posts belong to the user who imports them.
- Ghost converts the HTML, and drops what it does not know. A link card becomes a bookmark.
- Ghost keeps the id of a post as the id of its comments, with at most 50 characters, and refuses the post otherwise.
- Redirects from old addresses are in a file of their own, redirects.yaml, which the user uploads in Ghost's settings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from medium_archive.articles.selection import Selection as Settings
from medium_archive.articles.selection import kinds
from medium_archive.formats.values import File, Target
from medium_archive.report import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from medium_archive.articles import Library
    from medium_archive.articles.destinations import PostDestinations
    from medium_archive.articles.entries import Entry

__all__ = ["EXAMPLE", "NAME", "SUMMARY", "TARGET", "Settings", "files", "kinds"]

NAME = "ghost"
SUMMARY = "Write your posts as a zip file for the importer of Ghost, with their pictures and tags."
EXAMPLE = "archive export ghost ~/for-ghost.zip"
TARGET = Target("FILE", "The zip file to write.", outside=True, zip=True, mark=b"archive export ghost")

_LOCALE = 6  # characters: Ghost refuses a post with a longer one
_PICTURES = frozenset(("avif", "gif", "ico", "jpeg", "jpg", "png", "svg", "webp"))
_TWICE = Issue(
    "",
    "ghost-import-once",
    "Import this file only once: Ghost does not recognise the posts of an earlier import, and adds each of them again. "
    "Before another import, delete them in Ghost.",
    "note",
)


class _Blog:
    """The places of posts and files in Ghost."""

    public: None = None

    def __init__(self, entries: Iterable[Entry]) -> None:
        from medium_archive.articles import ghost_text

        self.slugs = _unique(
            (
                entry.article.path,
                ghost_text.slug(entry.article.slug) or ghost_text.slug(f"post {entry.article.id or entry.name}"),
            )
            for entry in entries
        )

    def picture(self, entry: Entry, name: str) -> str:
        return f"{_folder(name)}/{entry.path}/{unquote(name)}"

    def shown(self, entry: Entry, name: str) -> str:
        return f"/{_folder(name)}/{quote(entry.path)}/{name}"

    def link(self, _entry: Entry, other: Entry) -> str:
        return f"/{self.slugs[other.article.path]}/"


def _folder(name: str) -> str:
    """Where Ghost takes a file from."""
    return f"content/{'images' if name.rpartition('.')[2].lower() in _PICTURES else 'files'}"


def files(library: Library, _settings: Settings) -> Iterator[File]:
    """The posts, the pictures, and redirects from old addresses."""
    from medium_archive.articles import entries
    from medium_archive.articles.destinations import Destinations, PostDestinations

    found = entries.read(library)
    destinations = Destinations.of(library, found)
    blog = _Blog(reversed(found.values()))  # the oldest first: a new post changes no slug
    posts: list[dict[str, Any]] = []
    pictures: list[File] = []
    issues: list[Issue] = [_TWICE]
    for entry in found.values():
        to = PostDestinations(entry, blog, destinations)
        posts.append(_post(to, blog.slugs[entry.article.path]))
        pictures += [File(path, source=source, counts={"pictures": 1}) for path, source in to.files.items()]
        issues += to.issues
    newest = max((post["published_at"] for post in posts if post["published_at"]), default="1970-01-01T00:00:00+00:00")
    content = json.dumps(_document(found.values(), posts, newest), ensure_ascii=False, indent=1)
    yield File("ghost.json", content.encode(), counts={"posts": len(posts)}, issues=tuple(issues))
    yield from pictures
    yield File("redirects.yaml", _redirects(found.values(), blog.slugs).encode())


def _post(to: PostDestinations, slug: str) -> dict[str, Any]:
    from medium_archive.articles import ghost_text, resolved_html

    article = to.entry.article
    root = resolved_html.tree(to)
    published = _date(article.published)
    return {
        "id": _id(article.path),
        "title": article.title[: ghost_text.TITLE] or "(Untitled)",
        "slug": slug,
        "html": ghost_text.html(root),
        "feature_image": (to.picture(article.cover.reference) or None) if article.cover is not None else None,
        "type": "post",
        "status": "draft" if to.entry.is_draft else "published",
        "visibility": "public",
        "custom_excerpt": (article.subtitle or article.description)[: ghost_text.EXCERPT] or None,
        "meta_description": article.description[: ghost_text.DESCRIPTION] or None,
        "canonical_url": article.canonical or None,
        "locale": (article.lang if len(article.lang) <= _LOCALE else article.lang.partition("-")[0]) or None,
        "created_at": published,
        "updated_at": _date(article.updated) or published,
        "published_at": None if to.entry.is_draft else published,
    }


def _document(entries: Iterable[Entry], posts: list[dict[str, Any]], newest: str) -> dict[str, Any]:
    """The whole file. Each tag is in it once; its relations to posts give the order."""
    from medium_archive.articles import ghost_text

    tags: dict[str, str] = {}
    relations: list[dict[str, Any]] = []
    for entry in entries:
        for position, tag in enumerate(entry.article.tags):
            name = ghost_text.tag(tag)
            tags.setdefault(name.casefold(), name)
            relations.append({"post_id": _id(entry.article.path), "tag_id": name.casefold(), "sort_order": position})
    slugs = _unique((key, ghost_text.slug(key) or f"tag-{number}") for number, key in enumerate(tags, 1))
    named = [{"id": key, "name": name, "slug": slugs[key]} for key, name in tags.items()]
    data = {"posts": posts, "tags": named, "posts_tags": relations}
    milliseconds = int(datetime.fromisoformat(newest).timestamp() * 1000)
    return {"db": [{"meta": {"exported_on": milliseconds, "version": "6.0.0"}, "data": data}]}


def _redirects(entries: Iterable[Entry], slugs: Mapping[str, str]) -> str:
    """Ghost's own file of redirects: patterns of old paths, and the new ones."""
    lines = ["301:\n"]
    for entry in entries:
        olds = () if entry.is_draft else entry.article.old_addresses
        for old in olds:
            pattern = f"^/{re.escape(quote(old, safe='/@'))}/?$"
            lines.append(f"  {json.dumps(pattern)}: {json.dumps(f'/{slugs[entry.article.path]}/')}\n")
    return "".join(lines) if len(lines) > 1 else ""


def _id(path: str) -> str:
    """The id of a post in the form of Ghost's own."""
    return sha256(path.encode()).hexdigest()[:24]


def _unique(wanted: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A slug for each key. If two keys want the same slug, the later one gets a number."""
    from medium_archive.articles import ghost_text

    slugs: dict[str, str] = {}
    taken = set(ghost_text.RESERVED)
    for key, slug in wanted:
        free, number = slug or "post", 2
        while free in taken:
            free, number = f"{slug or 'post'}-{number}", number + 1
        taken.add(free)
        slugs[key] = free
    return slugs


def _date(date: datetime | None) -> str | None:
    return date.astimezone(UTC).isoformat(timespec="milliseconds") if date else None

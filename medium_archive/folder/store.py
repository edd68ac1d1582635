"""Posts as they lie on the disk: read from their folders, tolerant of what a person wrote there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.markdown import front_matter
from medium_archive.post import Kind
from medium_archive.report import Issue


@dataclass(frozen=True)
class StoredPost:
    """One index.md. `path` is its folder relative to the archive, and its address in the site; `text` is Markdown."""

    folder: Path
    path: str
    kind: Kind
    text: str
    id: str = ""
    url: str = ""
    title: str = ""
    title_markdown: str = ""
    subtitle: str = ""
    description: str = ""
    date: datetime | None = None
    updated: datetime | None = None
    slug: str = ""
    lang: str = ""
    tags: tuple[str, ...] = ()
    cover: str = ""


def read_posts(layout: Layout, *, drafts: bool) -> tuple[list[StoredPost], list[Issue]]:
    """Every post, newest first, those without a date last. What can't be read is an issue; the others go on."""
    posts: list[StoredPost] = []
    issues: list[Issue] = []
    for kind, name in FOLDER_OF.items():
        if kind == "draft" and not drafts:
            continue
        for file in sorted((layout.root / name).glob("*/index.md")):
            path = f"{name}/{file.parent.name}"
            try:
                post = read_post(file, path, kind)
            except (front_matter.FrontMatterWrong, UnicodeDecodeError) as error:
                issues.append(
                    Issue(f"{path}/index.md", "front-matter", f"The front matter can't be read: {error}", "error")
                )
                continue
            if post.kind == "draft" and not drafts:
                continue
            posts.append(post)
    posts.sort(key=lambda post: (-post.date.timestamp() if post.date else float("inf"), post.path))
    return posts, issues


def read_about(layout: Layout) -> StoredPost | None:
    """about.md, None when there is none."""
    return read_post(layout.about, "about", "story") if layout.about.is_file() else None


def read_post(file: Path, path: str, kind: Kind) -> StoredPost:
    """Raises FrontMatterWrong, UnicodeDecodeError."""
    values, text = front_matter.split(file.read_text("utf-8"))
    medium = values.get("medium")
    if not isinstance(medium, dict):
        medium = {}
    tags = values.get("tags")
    return StoredPost(
        folder=file.parent,
        path=path,
        kind="draft" if values.get("draft") is True else kind,
        text=text,
        id=_text(medium, "id"),
        url=_text(medium, "url"),
        title=_text(values, "title"),
        title_markdown=_text(values, "title_markdown"),
        subtitle=_text(values, "subtitle"),
        description=_text(values, "description"),
        date=front_matter.moment(values.get("date")),
        updated=front_matter.moment(values.get("updated")),
        slug=_text(values, "slug"),
        lang=_text(values, "lang"),
        tags=tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
        cover=_text(values, "cover"),
    )


def _text(values: dict[str, Any], key: str) -> str:
    """A value as text: a person may write `title: 1984`, which YAML takes for a number."""
    value = values.get(key)
    return "" if value is None or isinstance(value, (dict, list)) else str(value)

"""The titles of posts, for pages that know only their paths."""

from __future__ import annotations

from medium_archive.errors import ArchiveError
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.markdown import front_matter


def of(layout: Layout, path: str) -> str:
    """The title of the post at this path of the archive; the path if it has none, or can't be read."""
    place = layout.root / path
    try:
        text = (place / TEXT if place.is_dir() else place).read_text("utf-8")
        title = front_matter.split(text)[0].get("title", "")
    except (ArchiveError, OSError, ValueError):
        return path
    return " ".join(str(title).split()) or path

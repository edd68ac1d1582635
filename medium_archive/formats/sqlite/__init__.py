"""The whole archive, private parts too, as one SQLite database with full-text search (docs/database.md)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medium_archive.errors import UnsafeTarget
from medium_archive.formats.values import Target, Written
from medium_archive.report import Progress, step

if TYPE_CHECKING:
    from medium_archive.folder.layout import Layout

NAME = "sqlite"
SUMMARY = "Write the whole archive, private parts too, as one SQLite database with full-text search, for Datasette."
EXAMPLE = "archive export sqlite"
TARGET = Target("FILE", "The database. Default: private/medium.sqlite in the archive.", "private/medium.sqlite")

_ELSEWHERE = "Name a file elsewhere. Without a name it is written to private/ in the archive, which git ignores."


@dataclass(frozen=True)
class Settings:
    """It has no options."""


def write(layout: Layout, out: Path, _settings: Settings, progress: Progress) -> Written:
    """Write the database to `out`. One that an earlier export wrote is replaced.

    Raises UnsafeTarget for a place where others would see it or where another file is, FolderUnwritable,
    RecordsDamaged, SearchUnsupported.
    """
    from medium_archive.folder import files
    from medium_archive.folder.posts import read_posts
    from medium_archive.formats.sqlite import file, tables

    with files.disk_errors(out):
        _check_place(layout, out)
    posts, issues = step(progress, "Reading posts", partial(read_posts, layout, drafts=True))
    gathered = step(progress, "Reading records", partial(tables.gather, layout, posts))
    files.write(out, step(progress, "Writing the database", partial(file.compose, gathered)))
    return Written(
        counts={table.name: len(table.rows) for table in gathered},
        facts={
            "privacy": "it contains drafts, addresses, sessions, payments, and everything that you read",
            "database": str(out),
            "open_with": f'datasette "{out}"',
        },
        issues=tuple(issues),
    )


def _check_place(layout: Layout, out: Path) -> None:
    """Raises UnsafeTarget for a place that would be published, or that another file has."""
    from medium_archive.formats.sqlite import file

    place = out.parent.resolve() / out.name
    if place.is_dir():
        raise UnsafeTarget(f"{out} is a folder.", "Name a file.")
    if place.exists() and not file.is_from_export(place):
        raise UnsafeTarget(f"{out} exists already, and `archive export sqlite` did not write it.", _ELSEWHERE)
    root = layout.root.resolve()
    if place.is_relative_to(root):
        if not place.is_relative_to(root / "private"):
            raise UnsafeTarget(f"The database is private, and in {out.parent} it could be published.", _ELSEWHERE)
    elif any((folder / ".git").exists() for folder in place.parents):
        raise UnsafeTarget(f"The database is private, and {out} is in a git repository.", _ELSEWHERE)

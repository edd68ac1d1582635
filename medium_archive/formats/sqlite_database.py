"""`archive export sqlite`: everything in the archive, private parts and all, as one database."""

from __future__ import annotations

from pathlib import Path

from medium_archive.errors import PlaceRefused
from medium_archive.folder import files, lock
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import read_posts
from medium_archive.formats.sqlite import file as database
from medium_archive.formats.sqlite import tables
from medium_archive.report import Report

NAME = "medium.sqlite"
_ELSEWHERE = "Name another file, or none: it is then written into private/ of the archive, which git leaves alone."


def export(layout: Layout, target: Path | None = None) -> Report:
    """Write the database to `target`, `private/medium.sqlite` if None. One that we wrote before is replaced.

    Raises PlaceRefused for a place where others would see it or where something else lies, SettingsWrong,
    NewerArchive, ArchiveInUse, FolderUnwritable, RecordsDamaged, SearchUnsupported.
    """
    settings_file.read(layout.settings)
    target = (target or layout.private / NAME).absolute()
    with files.disk_errors(target):
        _check_place(layout, target)
    with lock.held_for_reading(layout):
        posts, issues = read_posts(layout, drafts=True)
        gathered = tables.gather(layout, posts)
        files.write(target, database.compose(gathered))
    return Report(
        command="export sqlite",
        counts={table.name.replace("_", " "): len(table.rows) for table in gathered},
        facts={
            "keep it to yourself": "it holds drafts, addresses, sessions, payments, all that you read",
            "database": str(target),
            "look into it with": f'datasette "{target}"',
        },
        issues=tuple(issues),
    )


def _check_place(layout: Layout, target: Path) -> None:
    """Raises PlaceRefused for what would be published, or overwritten."""
    place = target.parent.resolve() / target.name
    if place.is_dir():
        raise PlaceRefused(f"{target} is a folder.", "Name a file.")
    if place.exists() and not database.is_ours(place):
        raise PlaceRefused(f"{target} is there already, and not from `archive export sqlite`.", _ELSEWHERE)
    root = layout.root.resolve()
    if place.is_relative_to(root):
        if not place.is_relative_to(root / "private"):
            raise PlaceRefused(f"In {target.parent} the database could be published: it is private.", _ELSEWHERE)
    elif any((folder / ".git").exists() for folder in place.parents):
        raise PlaceRefused(f"{target} is in a folder that git keeps, and the database is private.", _ELSEWHERE)

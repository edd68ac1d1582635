"""`archive new TITLE`: a post of one's own."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from medium_archive import names
from medium_archive.errors import SettingsWrong
from medium_archive.folder import bare_texts, files, forgotten, lock
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import FOLDER_OF, TEXT, Layout
from medium_archive.markdown import front_matter
from medium_archive.report import Report

_NO_SLUG = "post"  # the name of a post whose title has no letter


def create_post(layout: Layout, title: str, *, draft: bool = False, now: datetime | None = None) -> Report:
    """Make the folder of a new post, or of a draft, with an index.md that has its front matter alone. The report has
    the path of the file as its text. A folder that is there is never used, unless it is empty, nor
    one to which a forgotten post returns.

    Raises SettingsWrong for a title without a word, NewerArchive, ArchiveInUse, FolderUnwritable, RecordsDamaged.
    """
    settings_file.read(layout.settings)
    title = " ".join(title.split())
    if not title:
        raise SettingsWrong("The title is empty.", 'Write it in quotes: `archive new "A Walk to the Mole"`')
    now = (now or datetime.now(UTC)).replace(microsecond=0)
    with lock.held(layout):
        path = _free(layout, title, "" if draft else now.date().isoformat(), FOLDER_OF["draft" if draft else "story"])
        values = {"title": title, "date": None if draft else now, "draft": True if draft else None}
        text = front_matter.join(values, "")
        files.write(layout.root / path / TEXT, f"{text}\n".encode())
    file = layout.root / path / TEXT
    return Report("new", details={"text": str(file), "post": path})


def _free(layout: Layout, title: str, day: str, folder: str) -> str:
    """A path for the post that no folder and no single file has, and no forgotten post had, ignoring case."""
    place = layout.root / folder
    there = [path for path in place.iterdir() if not _is_empty(path)] if place.is_dir() else []
    taken = {names.same_name(path.name.removesuffix(bare_texts.ENDING)) for path in there}
    kept = [one.path.rpartition("/") for one in forgotten.read(layout).values()]
    taken |= {names.same_name(name) for parent, _, name in kept if parent == folder}
    first = names.folder_name(title, day, _NO_SLUG)
    every = (first if number == 1 else f"{first}-{number}" for number in count(1))
    return f"{folder}/{next(name for name in every if names.same_name(name) not in taken)}"


def _is_empty(path: Path) -> bool:
    """Whether a path is an empty folder, as a killed run may leave it."""
    return path.is_dir() and not any(path.iterdir())

"""The paths in an archive folder (docs/format.md), and how a command finds the folder."""

from __future__ import annotations

import os
import shlex
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from medium_archive.errors import FolderUnwritable, NotAnArchive
from medium_archive.folder import location, regular_files
from medium_archive.folder.location import DEFAULT_NAME, SETTINGS_NAME
from medium_archive.post import Kind

TEXT = "index.md"
CACHE = ".cache"  # a folder that may be deleted
BUILD_MEMORY = "private/.cache/build.memory"  # below private/, because it names drafts
BUILD_CONTENTS = "private/.cache/build.contents"  # the same
# Records that pages of the site show; others change without a build
SHOWN_RECORDS = ("catalog.jsonl", "pictures.jsonl", "history.jsonl", "imports.jsonl", "published.jsonl", "proof.json")
_OWN_FOLDERS = ("posts", "responses", "drafts", "records", "theme", "themes", "site")  # none of them may be a link
OWN_THEMES = ("theme", "themes")  # folders of a person's own templates and themes
INCOMING = "index.incoming.md"  # Medium's version of a text, where the person's version differs (edits.py)

# The folders for originals of posts, and of drafts, which git ignores: pages of exports, posts of feeds, of saved pages
_ORIGINALS = (
    ("original/posts", "private/original"),
    ("original/feed", "private/feed"),
    ("original/pages", "private/pages"),
)

# Folders of a home for which macOS asks a person before a program may look into them
_PROTECTED = ("Desktop", "Documents", "Downloads", "Library", "Movies", "Music", "Pictures")

FOLDER_OF: dict[Kind, str] = {"story": "posts", "response": "responses", "draft": "drafts"}


@dataclass(frozen=True)
class Layout:
    """The paths of one archive. `root` is absolute; nothing here reads the disk."""

    root: Path

    @property
    def settings(self) -> Path:
        return self.root / SETTINGS_NAME

    @property
    def readme(self) -> Path:
        return self.root / "README.md"

    @property
    def about(self) -> Path:
        return self.root / "about.md"

    def about_of(self, author: str) -> Path:
        """The page about an author of an archive of several; "" is the main one."""
        return self.root / f"about-{author}.md" if author else self.about

    @property
    def gitignore(self) -> Path:
        return self.root / ".gitignore"

    @property
    def posts(self) -> Path:
        return self.root / "posts"

    @property
    def responses(self) -> Path:
        return self.root / "responses"

    @property
    def drafts(self) -> Path:
        return self.root / "drafts"

    @property
    def originals(self) -> Path:
        return self.root / "original" / "posts"

    @property
    def exports(self) -> Path:
        return self.root / "exports"

    @property
    def private(self) -> Path:
        return self.root / "private"

    @property
    def records(self) -> Path:
        return self.root / "records"

    @property
    def checksums(self) -> Path:
        return self.root / "SHA256SUMS"

    @property
    def site(self) -> Path:
        return self.root / "site"


def original_at(path: str, original: str) -> str:
    """The path for the original of a post whose folder is `path`."""
    folder, _, name = original.rpartition("/")
    places = next((places for places in _ORIGINALS if folder in places), (folder, folder))
    return f"{places[path.startswith('drafts/')]}/{name}"


def find(explicit: Path | None, start: Path) -> Layout:
    """The archive that a command works on: `explicit` or `medium-archive` in it, else the nearest folder from `start`
    upward that holds an archive.toml, else `start/medium-archive`. Raises NotAnArchive if it has no archive.toml.
    """
    layout = find_or_new(explicit, start)
    if not location.is_archive(os.fspath(layout.root)):
        reason = f"{explicit} has no {SETTINGS_NAME}" if explicit else f"no {SETTINGS_NAME} here or in a folder above"
        raise NotAnArchive(f"This is not an archive: {reason}.", _way_there(explicit or start))
    return layout


def _way_there(folder: Path) -> str:
    """What to do where there is no archive: go to the one that is in this folder, or to the one that a person has."""
    found = ""
    with suppress(OSError):
        found = next((one.name for one in sorted(folder.iterdir()) if location.is_archive(os.fspath(one))), "")
    if found:
        return f"There is one in {folder / found}: go to that folder, or name it with `--archive FOLDER`."
    with suppress(OSError, RuntimeError):  # RuntimeError: nobody knows where home is
        home = Path.home()
        if found := _archive_of(home):
            return (
                f"There is one in {home / found}. Type: `cd {shlex.quote(str(home / found))}`, then the command again."
            )
    return (
        f"Go to the folder in which you typed `archive import` (the one that holds {DEFAULT_NAME}/), or name it with "
        "`--archive FOLDER`. If you have no archive yet, make one: `archive import ~/Downloads`"
    )


def _archive_of(home: Path) -> str:
    """The first folder in a person's home from which a command finds an archive, "" for none."""
    for name in sorted(one.name for one in home.iterdir()):
        if not name.startswith(".") and name not in _PROTECTED:
            place = location.find_or_new(os.fspath(home / name), os.fspath(home))
            if location.is_archive(place):
                return name
    return ""


def find_or_new(explicit: Path | None, start: Path) -> Layout:
    """The same path, whether it holds an archive yet or not."""
    place = None if explicit is None else os.fspath(explicit)
    layout = Layout(Path(location.find_or_new(place, os.fspath(start))))
    for name in _OWN_FOLDERS:
        path = os.path.join(layout.root, name)  # noqa: PTH118  # every command looks, and a Path takes longer
        if regular_files.is_link(path):
            raise FolderUnwritable(
                f"{path} is a link to another folder. Texts, records, themes and the site are read and written only in "
                "the archive itself.",
                "Move that folder here in place of the link. The archive as a whole may lie behind a link.",
            )
    return layout

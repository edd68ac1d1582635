"""Folders of saved pages, on the disk and in a zip: their files, and the folders in them."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from medium_archive.medium.member_kinds import is_left_behind
from medium_archive.medium.pages.containers.saved_file import SavedFile
from medium_archive.medium.safe_names import shown
from medium_archive.report import Issue

_LEVELS = 2  # of folders in the folder of a page
_NOT_FOLLOWED = "Move a copy of what it leads to into the folder."


class Folder(Protocol):
    """A folder: its files and folders, sorted by name, and the issues about what is neither."""

    @property
    def where(self) -> str: ...
    @property
    def files(self) -> tuple[SavedFile, ...]: ...
    @property
    def folders(self) -> Mapping[str, Folder]: ...
    @property
    def issues(self) -> tuple[Issue, ...]: ...


@dataclass(frozen=True)
class _Listed:
    where: str
    files: tuple[SavedFile, ...] = ()
    folders: Mapping[str, Folder] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()


class OnDisk:
    """A folder of the disk, listed when it is asked for. Links are not followed, and nothing is opened."""

    def __init__(self, path: Path, where: str, root: str = "") -> None:
        self.where = where
        self._path = path
        self._root = root or os.path.realpath(path)
        self._found: _Listed | None = None

    @property
    def files(self) -> tuple[SavedFile, ...]:
        return self._listed().files

    @property
    def folders(self) -> Mapping[str, Folder]:
        return self._listed().folders

    @property
    def issues(self) -> tuple[Issue, ...]:
        return self._listed().issues

    def _listed(self) -> _Listed:
        if self._found is None:
            self._found = self._list()
        return self._found

    def _list(self) -> _Listed:
        files: list[SavedFile] = []
        folders: dict[str, Folder] = {}
        issues: list[Issue] = []
        try:
            paths = sorted(path for path in self._path.iterdir() if not is_left_behind(path.name))
        except OSError as error:
            message = f"The folder can't be read: {error.strerror}. Check its permissions."
            return _Listed(self.where, issues=(Issue(self.where, "save-unreadable", message, "error"),))
        for path in paths:
            name = os.fsencode(path.name).decode("utf-8", "replace")  # on Linux a name may be any bytes
            where = f"{self.where}/{shown(name)}"
            try:
                mode = path.lstat()
            except OSError:  # it was deleted just now
                continue
            # A junction of Windows is a link, but not a symbolic one
            if stat.S_ISLNK(mode.st_mode) or (stat.S_ISDIR(mode.st_mode) and not self._is_inside(path)):
                if not self._is_inside(path):
                    message = f"This is a link that leads out of the folder; it was not followed. {_NOT_FOLLOWED}"
                    issues.append(Issue(where, "save-unsafe", message))
            elif stat.S_ISDIR(mode.st_mode):
                folders[unicodedata.normalize("NFC", name)] = OnDisk(path, where, self._root)
            elif stat.S_ISREG(mode.st_mode):
                files.append(SavedFile(where, path, mode.st_size))
            else:
                message = "This is a device, a pipe or a socket; it was not read. Remove it from the folder."
                issues.append(Issue(where, "save-unsafe", message))
        return _Listed(self.where, tuple(files), folders, tuple(issues))

    def _is_inside(self, path: Path) -> bool:
        return Path(os.path.realpath(path)).is_relative_to(self._root)


def in_zip(where: str, files: Iterable[SavedFile], prefix: str = "") -> Folder:
    """The root folder of a zip, or the folder with this prefix, from the files in it."""
    own: list[SavedFile] = []
    deeper: dict[str, list[SavedFile]] = {}
    for file in files:
        name, slash, _ = file.inner.removeprefix(prefix).partition("/")
        if is_left_behind(name):
            continue
        if slash:
            deeper.setdefault(name, []).append(file)
        else:
            own.append(file)
    folders = {
        name: in_zip(f"{where}/{shown(name)}", inner, f"{prefix}{name}/") for name, inner in sorted(deeper.items())
    }
    return _Listed(where, tuple(sorted(own, key=lambda one: one.inner)), folders)


class FoldersBeside:
    """The folders beside a page, whose files are listed when a page asks for them."""

    def __init__(self, folders: Mapping[str, Folder]) -> None:
        self._folders = folders

    def __bool__(self) -> bool:
        return bool(self._folders)

    def __contains__(self, name: object) -> bool:
        return name in self._folders

    def __getitem__(self, name: str) -> tuple[SavedFile, ...]:
        return tuple(_below(self._folders[name], _LEVELS))


class OnDiskBeside:
    """The folders beside a file that was given by itself: only those that it names are looked for, because it may lie
    among thousands of other files.
    """

    def __init__(self, path: Path) -> None:
        self._folder = path.parent

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._path(name) is not None

    def __getitem__(self, name: str) -> tuple[SavedFile, ...]:
        path = self._path(name)
        if path is None:
            raise KeyError(name)
        where = f"{shown(self._folder.name) or '.'}/{shown(name)}"
        return tuple(_below(OnDisk(path, where, os.path.realpath(self._folder)), _LEVELS))

    def _path(self, name: str) -> Path | None:
        """A folder of this name, and not a link to one; None without."""
        if name in {"", ".", ".."} or re.search(r"[/\\\0]", name):
            return None
        for form in (name, unicodedata.normalize("NFD", name)):  # as macOS writes it
            path = self._folder / form
            try:
                is_folder = stat.S_ISDIR(path.lstat().st_mode)
            except (OSError, ValueError):
                continue
            if is_folder:
                return path
        return None


def _below(folder: Folder, levels: int) -> Iterator[SavedFile]:
    yield from folder.files
    if levels:
        for inner in folder.folders.values():
            yield from _below(inner, levels - 1)

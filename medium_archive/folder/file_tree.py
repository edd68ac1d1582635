"""The files of a folder. Symbolic links are followed: `exports/` may be on another disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path

from medium_archive.errors import FolderUnwritable
from medium_archive.folder import lock

# Made from the other files, or of use only during a run, so not part of a backup; git copies its own folder
TEMPORARY = frozenset(("site", ".cache", ".git", lock.NAME))
_PRIVATE_CACHE = "private/.cache"  # the same for files made from drafts


def of(root: Path, *, leave: Callable[[str], bool] = TEMPORARY.__contains__) -> Iterator[tuple[str, Path]]:
    """Every file below `root` with its path from there, with `/`, sorted in each folder. Names in `root` for which
    `leave` is true are left out, and temporary files. Raises FolderUnwritable for a folder that can't be read.
    """
    return ((name, Path(place)) for name, place in places(root, leave=leave))


def places(root: Path, *, leave: Callable[[str], bool] = TEMPORARY.__contains__) -> Iterator[tuple[str, str]]:
    """The same as `of`, with strings, because making thousands of Paths takes longer than finding the files."""
    return _below(os.fspath(root), "", leave, frozenset())


def _below(
    folder: str, start: str, leave: Callable[[str], bool], above: frozenset[object]
) -> Iterator[tuple[str, str]]:
    try:
        status = os.stat(folder)  # noqa: PTH116  # as above
        with os.scandir(folder) as found:
            entries = sorted(found, key=attrgetter("name"))
    except OSError as error:
        raise FolderUnwritable(
            f"{folder} can't be read: {error.strerror or error}.",
            "Check the permissions of the folder, then run this again: nothing was changed.",
        ) from error
    here = (status.st_dev, status.st_ino) if status.st_ino else Path(folder).resolve()
    if here in above:
        return  # a link to a folder above
    for entry in entries:
        name = entry.name
        if (not start and leave(name)) or (name.startswith(".") and name.endswith(".tmp")):
            continue
        path = start + name
        if path == _PRIVATE_CACHE:
            continue
        if entry.is_dir():
            yield from _below(entry.path, f"{path}/", leave, above | {here})
        elif entry.is_file():
            yield path, entry.path

"""The files of a folder. A link could lead to any file of this machine, so of links only these are followed: a folder
that may be on another disk (docs/format.md, "Links and special files"), and a file in the same folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path

from medium_archive.errors import FolderUnwritable
from medium_archive.folder import lock

# Made from the other files, or of use only during a run, so not part of a backup; git copies its own folder
TEMPORARY = frozenset(("site", ".cache", ".git", lock.NAME))
_MAY_BE_LINKS = frozenset(("exports", "original", "private"))
_PRIVATE_CACHE = "private/.cache"  # the same for files made from drafts


def of(
    root: Path, *, leave: Callable[[str], bool] = TEMPORARY.__contains__, left: Callable[[str], object] = len
) -> Iterator[tuple[str, Path]]:
    """Every file below `root` with its path from there, with `/`, sorted in each folder. Names in `root` for which
    `leave` is true are left out, and temporary files. `left` gets the path of each link and special file that is left
    out. Raises FolderUnwritable for a folder that can't be read.
    """
    return ((name, Path(place)) for name, place in _below(os.fspath(root), "", leave, left))


def places(root: Path, *, leave: Callable[[str], bool] = TEMPORARY.__contains__) -> Iterator[tuple[str, str]]:
    """The same as `of`, with strings, because making thousands of Paths takes longer than finding the files."""
    return _below(os.fspath(root), "", leave, len)


def _below(
    folder: str, start: str, leave: Callable[[str], bool], left: Callable[[str], object]
) -> Iterator[tuple[str, str]]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=attrgetter("name"))
    except OSError as error:
        raise FolderUnwritable(
            f"{folder} can't be read: {error.strerror or error}.",
            "Check the permissions of the folder, then run this again: nothing was changed.",
        ) from error
    for entry in entries:
        name = entry.name
        if (not start and leave(name)) or (name.startswith(".") and name.endswith(".tmp")):
            continue
        path = start + name
        if path == _PRIVATE_CACHE:
            continue
        if entry.is_symlink() and path not in _MAY_BE_LINKS and not _is_beside(entry.path):
            left(path)
        elif entry.is_dir():
            yield from _below(entry.path, f"{path}/", leave, left)
        elif entry.is_file():
            yield path, entry.path
        else:
            left(path)


def _is_beside(link: str) -> bool:
    """Whether a link leads to a file in the same folder."""
    target = os.path.realpath(link)
    return os.path.dirname(target) == os.path.realpath(os.path.dirname(link)) and os.path.isfile(target)  # noqa: PTH113, PTH120  # as above

"""The files of a folder. A link could lead to any file of this machine, so of links only these are followed: a folder
that may be on another disk (docs/format.md, "Links and special files"), and one to a file below the same root.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
    return ((name, Path(place)) for name, place in _below(_Tree(root, leave, left), os.fspath(root), ""))


def places(root: Path, *, leave: Callable[[str], bool] = TEMPORARY.__contains__) -> Iterator[tuple[str, str]]:
    """The same as `of`, with strings, because making thousands of Paths takes longer than finding the files."""
    return _below(_Tree(root, leave, len), os.fspath(root), "")


@dataclass(frozen=True)
class _Tree:
    """A root, and what `of` was asked for."""

    root: Path
    leave: Callable[[str], bool]
    left: Callable[[str], object]

    def has(self, link: str) -> bool:
        """Whether a link leads to a file below the root."""
        target = os.path.realpath(link)
        return target.startswith(f"{os.path.realpath(self.root)}{os.sep}") and os.path.isfile(target)  # noqa: PTH113  # a str


def _below(tree: _Tree, folder: str, start: str) -> Iterator[tuple[str, str]]:
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
        if (not start and tree.leave(name)) or (name.startswith(".") and name.endswith(".tmp")):
            continue
        path = start + name
        if path == _PRIVATE_CACHE:
            continue
        if entry.is_symlink() and path not in _MAY_BE_LINKS and not tree.has(entry.path):
            tree.left(path)
        elif entry.is_dir():
            yield from _below(tree, entry.path, f"{path}/")
        elif entry.is_file():
            yield path, entry.path
        else:
            tree.left(path)

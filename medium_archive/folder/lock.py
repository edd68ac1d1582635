"""One writer at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from filelock import FileLock, Timeout

from medium_archive.errors import ArchiveInUse, FolderUnwritable
from medium_archive.folder import files
from medium_archive.folder.layout import Layout

NAME = ".lock"
WAIT = 2.0  # seconds: a build that `archive serve` began is over by then, as a rule
_ANYBODY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@contextmanager
def held_for_reading(layout: Layout) -> Iterator[None]:
    """The same for a run that only reads: where nobody can write it needs no lock."""
    with nullcontext() if _is_read_only(layout.root) else held(layout):
        yield


def _is_read_only(folder: Path) -> bool:
    """Whether it lies on a file system that takes nothing, as a CD, or may be written to by nobody."""
    with files.disk_errors(folder):
        on_disk = bool(os.statvfs(folder).f_flag & os.ST_RDONLY) if hasattr(os, "statvfs") else False
        return on_disk or not folder.stat().st_mode & _ANYBODY_WRITES


@contextmanager
def held(layout: Layout) -> Iterator[None]:
    """Hold the archive for writing. Raises ArchiveInUse when another run does so for longer than a moment, and
    FolderUnwritable where no lock can be made.
    """
    with files.disk_errors(layout.root / NAME):
        layout.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(layout.root / NAME, timeout=WAIT)
        try:
            lock.acquire()
        except Timeout as error:
            raise ArchiveInUse(
                f"Another run is writing to {layout.root}.",
                "Wait until it has ended. If none runs any more, this goes away by itself: the lock ends with its run.",
            ) from error
        except NotImplementedError as error:  # filelock's word for a file system without flock (ENOSYS)
            raise FolderUnwritable(
                f"The file system of {layout.root} knows no locks.",
                "Copy the archive to a disk of this computer, and work there.",
            ) from error
    try:
        yield
    finally:
        lock.release()

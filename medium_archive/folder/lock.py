"""One writer at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from medium_archive.errors import ArchiveInUse, FolderUnwritable
from medium_archive.folder import files
from medium_archive.folder.layout import Layout

NAME = ".lock"
WAIT = 2.0  # seconds, in which a build of `archive serve` usually ends
_ANY_WRITE_PERMISSION = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@contextmanager
def held_for_reading(layout: Layout) -> Iterator[bool]:
    """Hold the archive for reading: the same lock, but none if the folder is read-only. Gives whether it is held."""
    can_write = not _is_read_only(layout.root)
    with held(layout) if can_write else nullcontext():
        yield can_write


def _is_read_only(folder: Path) -> bool:
    """Whether a folder is on a read-only file system, such as a CD, or its permissions forbid writing."""
    with files.disk_errors(folder):
        on_disk = bool(os.statvfs(folder).f_flag & os.ST_RDONLY) if hasattr(os, "statvfs") else False
        return on_disk or not folder.stat().st_mode & _ANY_WRITE_PERMISSION


@contextmanager
def held(layout: Layout) -> Iterator[None]:
    """Hold the archive for writing. Raises ArchiveInUse if another run holds it for longer than `WAIT`,
    FolderUnwritable if the lock can't be made.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  # slow to import, and `NAME` needs none of it

    with files.disk_errors(layout.root / NAME):
        layout.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(layout.root / NAME, timeout=WAIT)
        try:
            lock.acquire()
        except Timeout as error:
            raise ArchiveInUse(
                f"Another run is writing to {layout.root}.",
                "Wait until that run ends. If it is killed, the lock ends too.",
            ) from error
        except NotImplementedError as error:  # raised by filelock for a file system without flock (ENOSYS)
            raise FolderUnwritable(
                f"The file system of {layout.root} does not support locks.",
                "Copy the archive to a disk of this computer and run the command there.",
            ) from error
    try:
        yield
    finally:
        lock.release()

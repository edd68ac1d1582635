"""One writer at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from medium_archive.errors import ArchiveInUse
from medium_archive.folder import files
from medium_archive.folder.layout import Layout

NAME = ".lock"


@contextmanager
def held(layout: Layout) -> Iterator[None]:
    """Hold the archive for writing; raises ArchiveInUse at once when another run does."""
    with files.disk_errors(layout.root / NAME):
        layout.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(layout.root / NAME, timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise ArchiveInUse(
                f"Another run is writing to {layout.root}.",
                "Wait until it has ended. If none runs any more, this goes away by itself: the lock ends with its run.",
            ) from error
    try:
        yield
    finally:
        lock.release()

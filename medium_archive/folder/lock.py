"""One writer at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from medium_archive.errors import ArchiveInUse, FolderUnwritable
from medium_archive.folder import files
from medium_archive.folder.layout import Layout

NAME = ".lock"
WAIT = 2.0  # seconds: a build that `archive serve` began is over by then, as a rule


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

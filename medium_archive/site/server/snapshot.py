"""A snapshot of files, by which the server sees that one has changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

Snapshot = dict[str, tuple[int, int]]  # by path: time of the last change in nanoseconds, size in bytes


def snapshot(watched: Iterable[Path]) -> Snapshot:
    """The files at and below the watched paths."""
    found: Snapshot = {}
    waiting: list[Path | os.DirEntry[str]] = list(watched)
    while waiting:
        place = waiting.pop()
        try:
            status = place.stat()
            if stat.S_ISDIR(status.st_mode):
                with os.scandir(place) as entries:
                    waiting += [one for one in entries if one.is_file() or one.is_dir(follow_symlinks=False)]
            elif stat.S_ISREG(status.st_mode) and not os.fspath(place).endswith(".tmp"):
                found[os.fspath(place)] = (status.st_mtime_ns, status.st_size)
        except OSError:
            continue  # it was removed between the listing and the look
    return found

"""The signature of a file: its times, size and inode, which stand for its content.

They prove little about a file that was changed a moment ago, because disks count time in steps. So the signature of
such a file also has a checksum of its content.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from pathlib import Path
from typing import NamedTuple

_RECENT = 2_000_000_000  # nanoseconds: the coarsest step in which a disk counts time is the two seconds of FAT


class Signature(NamedTuple):
    """Times in nanoseconds, the size in bytes, and the checksum of a file that had just been changed, else ""."""

    modified: int
    changed: int
    size: int
    inode: int
    sha256: str = ""


def of(file: Path | os.DirEntry[str] | str, sha256: str = "") -> Signature | None:
    """The signature of a file, None if it is missing or can't be read; `sha256` is its checksum if known."""
    try:
        status = os.stat(file) if isinstance(file, str) else file.stat()  # noqa: PTH116  # a Path takes longer
        if not stat.S_ISREG(status.st_mode):
            return None  # reading a pipe would wait for ever
        is_recent = max(status.st_mtime_ns, status.st_ctime_ns) >= time.time_ns() - _RECENT
        checksum = (sha256 or _checksum(file)) if is_recent else ""
    except OSError:
        return None
    return Signature(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, checksum)


def is_same(file: Path | str, before: Signature | None, now: Signature | None) -> bool:
    """Whether the file has the content that it had before, by its signature then and now. A file that is missing or
    can't be read is never the same.
    """
    if before is None or now is None or before[:4] != now[:4]:
        return False
    if not before.sha256:
        return True
    try:
        return before.sha256 == (now.sha256 or _checksum(file))
    except OSError:
        return False


def _checksum(file: Path | os.DirEntry[str] | str) -> str:
    with open(file, "rb") as opened:  # noqa: PTH123  # as above
        return hashlib.file_digest(opened, "sha256").hexdigest()

"""Files written whole: to a temporary name beside the place, then renamed. Foreign errors of the disk end here."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from medium_archive.errors import FolderUnwritable


def write(path: Path, content: bytes) -> bool:
    """Make `path` hold `content`; True if it did not already. Never leaves half a file under that name."""
    if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
        return False
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = _temporary(path)
        try:
            with temporary.open("wb") as file:
                file.write(content)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    return True


def copy(source: Path, path: Path) -> bool:
    """Like `write`, with the bytes of another file, a piece at a time: exports can be large."""
    if path.is_file() and checksum(path) == checksum(source):
        return False
    with disk_errors(path), source.open("rb") as reading:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = _temporary(path)
        try:
            with temporary.open("wb") as file:
                while piece := reading.read(1 << 20):
                    file.write(piece)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    return True


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove_temporary(root: Path) -> None:
    """Remove what a killed run left half written."""
    for path in root.rglob(".*.tmp"):
        if path.is_file():
            path.unlink()


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """The one door for the disk's errors: a full disk or a read-only folder becomes one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise FolderUnwritable(
                f"The disk is full: {path.name} could not be written.",
                "Make room and run this again: it goes on where it stopped, and nothing was damaged.",
            ) from error
        raise FolderUnwritable(
            f"{path} could not be written: {error.strerror or error}.",
            "Check that the folder may be written to, then run this again: nothing was damaged.",
        ) from error


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.tmp")

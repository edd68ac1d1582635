"""The bytes of a file that may hold saved pages: on the disk, in a zip, or in a zip that is in a zip."""

from __future__ import annotations

import io
import os
import tempfile
import unicodedata
import weakref
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, cast

from medium_archive.errors import MemberDamaged
from medium_archive.medium import zip_entries, zip_safety
from medium_archive.medium.zip_entries import STORED, Entry
from medium_archive.medium.zip_safety import PAGE

START = 64 * 1024  # bytes that are enough to recognise a file
CONTAINER = 2 * PAGE  # a page with its pictures in one file, where it must be read at once
TEMPORARY = 4 * 1024**3  # bytes of a packed file in a zip that are unpacked to the disk
_SAVE_AGAIN = "Save it again, or copy it again from where it comes from."


@dataclass(frozen=True)
class SavedFile:
    """A file: `where` is its name in messages, which may be shortened; `entries` lead from the file at `path` through a
    zip, or two.
    """

    where: str
    path: Path
    size: int
    entries: tuple[Entry, ...] = ()

    @property
    def inner(self) -> str:
        """Its path in the zip that it is in."""
        return self.entries[-1].name

    @property
    def name(self) -> str:
        """Its own name, in NFC: macOS writes the same name in other characters."""
        return self.inner.rpartition("/")[2] if self.entries else unicodedata.normalize("NFC", self.path.name)

    def open(self) -> AbstractContextManager[BinaryIO]:
        """The bytes as a stream that can seek. Raises MemberDamaged and OSError."""
        if not self.entries:
            return self.path.open("rb")
        entry = self.entries[-1]
        if entry.start is None:
            raise zip_entries.damaged(entry)
        if entry.method == STORED:
            return cast(BinaryIO, io.BufferedReader(_Section(self.outer().open, entry.start, entry.size)))
        if entry.size <= PAGE:
            with self.outer().open() as stream:
                return io.BytesIO(zip_safety.content(stream, entry))
        return _unpacked(self.path, self.entries).path.open("rb")

    def read(self, limit: int = PAGE) -> bytes:
        """All bytes. Raises MemberDamaged for a file that is damaged or larger than the limit."""
        if self.size > limit:
            raise too_large(self.where, limit)
        return self.part(0, limit, self.size)

    def part(self, offset: int, limit: int, length: int) -> bytes:
        """`length` bytes from an offset on, at most `limit`. Raises MemberDamaged."""
        if length > limit:
            raise too_large(self.where, limit)
        try:
            if self.entries and offset == 0 and length == self.size and length <= PAGE:
                with self.outer().open() as stream:
                    return zip_safety.content(stream, self.entries[-1])  # with its checksum
            with self.open() as stream:
                stream.seek(offset)
                content = stream.read(length)
        except OSError as error:
            raise unreadable(self.where, error) from error
        if len(content) != length:
            raise MemberDamaged(f"{self.where} ends too early.", _SAVE_AGAIN)
        return content

    def start(self) -> bytes:
        """The first bytes. Raises MemberDamaged."""
        try:
            if self.entries and self.entries[-1].method != STORED:
                with self.outer().open() as stream:
                    return b"".join(zip_entries.pieces(stream, self.entries[-1], START))
            with self.open() as stream:
                return stream.read(START)
        except zlib.error as error:
            raise zip_entries.damaged(self.entries[-1]) from error
        except OSError as error:
            raise unreadable(self.where, error) from error

    def outer(self) -> SavedFile:
        """The file on the disk or the zip that this one is in."""
        inner = self.entries[:-1]
        return SavedFile(self.where, self.path, inner[-1].size if inner else 0, inner)


class _Section(io.RawIOBase):
    """A part of another stream, `size` bytes from `start` on, or all that follows."""

    def __init__(self, opened: Callable[[], AbstractContextManager[BinaryIO]], start: int, size: int = -1) -> None:
        self._context = opened()
        self._stream = self._context.__enter__()
        self._start = start
        self._size = size if size >= 0 else self._stream.seek(0, io.SEEK_END) - start
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(0, base + offset)
        return self._place

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # bytearray or memoryview: both are buffers
        self._stream.seek(self._start + self._place)
        data = self._stream.read(max(0, min(len(view), self._size - self._place)))
        view[: len(data)] = data
        self._place += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._context.__exit__(None, None, None)
        super().close()


class _Spare:
    """A temporary file that is deleted when nothing refers to it any more, at the latest at the end of the process."""

    def __init__(self) -> None:
        number, name = tempfile.mkstemp(prefix="medium-archive-")
        os.close(number)
        self.path = Path(name)
        weakref.finalize(self, _delete, self.path)


def _delete(path: Path) -> None:
    with suppress(OSError):  # Windows keeps an open file
        path.unlink()


@lru_cache(maxsize=1)  # its pages and pictures are read one after another
def _unpacked(path: Path, entries: tuple[Entry, ...]) -> _Spare:
    """A packed file of a zip, unpacked to the disk, because it is too large for the memory."""
    entry = entries[-1]
    if entry.size > TEMPORARY:
        raise too_large(entry.name, TEMPORARY)
    spare = _Spare()
    length, crc = 0, 0
    try:
        with SavedFile(entry.name, path, 0, entries).outer().open() as stream, spare.path.open("wb") as file:
            for piece in zip_entries.pieces(stream, entry, entry.size + 1):
                file.write(piece)
                length, crc = length + len(piece), zlib.crc32(piece, crc)
    except zlib.error as error:
        raise zip_entries.damaged(entry) from error
    if length != entry.size or crc != entry.crc:
        raise zip_entries.damaged(entry)
    return spare


def too_large(where: str, limit: int) -> MemberDamaged:
    return MemberDamaged(
        f"{where} has more than {limit // 1024**2:,} MiB, too much for saved pages.",
        "If it is a zip, unpack it and import the folder; else save the page again.",
    )


def unreadable(where: str, error: OSError) -> MemberDamaged:
    return MemberDamaged(f"{where} can't be read: {error.strerror or error}.", "Check its permissions.")

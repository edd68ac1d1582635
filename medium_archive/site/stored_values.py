"""Values that may be on the disk instead of in memory. A build loads only the few of them that it needs.

The values are in one file of the cache, `build.contents`, one after another. A build adds each new value at the end as
soon as it is made, so the number of values does not matter for the memory. If most of the file is no longer needed, it
is written anew. A `Stored` is the position of a value in the file, with its checksum. The first line of the file has a
token, so that positions in another file of this name are not taken for positions in this one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar
from weakref import finalize

from medium_archive.errors import FolderUnwritable
from medium_archive.folder import files, pickles, regular_files

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_HEAD = b"medium_archive contents "
_SMALL = 1 << 20  # bytes: a file of this size is not written anew
_WASTE = 3  # a file that is so many times larger than the needed values is written anew


class ContentLost(Exception):
    """The file of values is damaged or gone. Everything must be made again."""


class Content(Protocol[T_co]):
    """A value that can be loaded."""

    def load(self) -> T_co:
        """Raises ContentLost."""
        ...

    def read(self) -> bytes:
        """The value as bytes. Raises ContentLost."""
        ...


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """A value in memory."""

    value: T

    def load(self) -> T:
        return self.value

    def read(self) -> bytes:
        return pickles.dump(self.value)


@dataclass(frozen=True, slots=True)
class Dumped(Generic[T]):
    """A value as bytes, a form in which it is sent between processes."""

    data: bytes

    @classmethod
    def of(cls, value: T) -> Dumped[T]:
        return cls(pickles.dump(value))

    def load(self) -> T:
        value: T = pickles.load(self.data)
        return value

    def read(self) -> bytes:
        return self.data


@dataclass(frozen=True)
class Store:
    """A file of values, with the token in its first line."""

    path: str
    token: str

    @property
    def size(self) -> int:
        """The size of the file in bytes, 0 if it is missing or has another token."""
        try:
            with regular_files.opened(self.path) as file:
                return os.fstat(file.fileno()).st_size if file.readline() == _head(self.token) else 0
        except OSError:
            return 0


@pickles.by_position
@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A value on the disk: its position and length in the file, in bytes, and its checksum."""

    store: Store
    start: int
    length: int
    checksum: bytes

    def load(self) -> T:
        try:
            value: T = pickles.load(self.read())
        except pickles.FAILURES as error:
            raise ContentLost from error
        return value

    def read(self) -> bytes:
        """The value as bytes. Raises ContentLost."""
        try:
            with regular_files.opened(self.store.path) as file:
                if file.readline() != _head(self.store.token):
                    raise ContentLost
                file.seek(self.start)
                found = file.read(self.length)
        except OSError as error:
            raise ContentLost from error
        if _checksum(found) != self.checksum:
            raise ContentLost
        return found


class Spool:
    """Adds values to the file at `path`. If `contents` are stored in that file, it keeps them; else it makes a new
    file. Without a path, or if the file can't be written, the values stay in memory.
    """

    def __init__(self, path: Path | None = None, contents: Iterable[Content[Any]] = ()) -> None:
        self._path = path
        self._there = next((one.store for one in contents if isinstance(one, Stored)), None)
        self._file: FileIO | None = None
        self._is_open = True
        self._end = 0

    def add(self, value: Dumped[T]) -> Dumped[T] | Stored[T]:
        """Write a value. Returns its position in the file, or the value itself if it could not be written."""
        if self._is_open and self._file is None:
            self._open()
        if self._file is None or self._there is None:
            return value
        try:
            written = self._file.write(value.data)
        except OSError:
            written = -1
        if written != len(value.data):  # the disk is full
            self.close()
            return value
        self._end += written
        return Stored(self._there, self._end - written, written, _checksum(value.data))

    def close(self) -> None:
        """Close the file. Values that are added later stay in memory."""
        self._is_open = False
        if self._file is not None:
            self._file.close()
            self._file = None

    def remove(self) -> None:
        """Close the file and remove it, also one that a killed build left."""
        self.close()
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _open(self) -> None:
        if self._path is None:
            self._is_open = False
            return
        try:
            there = self._there
            if there is None or there.path != os.fspath(self._path) or not there.size:
                there = _new(self._path)
            self._file, self._there, self._end = FileIO(self._path, "ab"), there, there.size
            finalize(self, self._file.close)
        except (OSError, FolderUnwritable):
            self._is_open = False


def store(path: Path, contents: Sequence[Content[T]]) -> list[Stored[T]]:
    """Write the values that are not yet in the file at `path`. Returns the positions of all `contents`, in their order.
    Raises FolderUnwritable, OSError, ContentLost.
    """
    there = next((one.store for one in contents if isinstance(one, Stored)), None)
    needed = sum(one.length for one in contents if isinstance(one, Stored))
    size = there.size if there is not None and there.path == os.fspath(path) else 0
    if there is None or not size or size > max(_SMALL, needed * _WASTE):
        return _store_anew(path, contents)
    with path.open("ab") as file:
        return [
            one if isinstance(one, Stored) and one.store == there else _append(file, there, one) for one in contents
        ]


def _store_anew(path: Path, contents: Iterable[Content[T]]) -> list[Stored[T]]:
    """Write a new file, while values in the old one can still be read."""
    there = Store(os.fspath(path), os.urandom(16).hex())
    temporary = path.with_name(f".{path.name}.tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    with temporary.open("wb") as file:
        file.write(_head(there.token))
        stored = [_append(file, there, one) for one in contents]
    temporary.replace(path)
    return stored


def _append(file: BufferedWriter, there: Store, one: Content[T]) -> Stored[T]:
    data = one.read()
    start = file.tell()
    file.write(data)
    return Stored(there, start, len(data), _checksum(data))


def _new(path: Path) -> Store:
    there = Store(os.fspath(path), os.urandom(16).hex())
    # Git ignores every file below, whatever the archive's own .gitignore says
    files.write(path.with_name(".gitignore"), b"*\n")
    files.write(path, _head(there.token))
    return there


def _head(token: str) -> bytes:
    return _HEAD + token.encode() + b"\n"


def _checksum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()

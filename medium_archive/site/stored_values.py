"""Values that may be on the disk: a build loads the few that it needs of thousands.

They are in one file of the cache, `build.contents`, one after another. New ones are added at its end; if most of it is
not needed any more, it is written anew. Its first line has a token, so that places in another file of that name are not
mistaken for places in this one. Each place has the checksum of its value.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from medium_archive.folder import files
from medium_archive.site import pickles

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_HEAD = b"medium_archive contents "
_SMALL = 1 << 20  # bytes: a file of this size is not written anew
_WASTE = 3  # a file that is so many times larger than what is needed is written anew


class ContentLost(Exception):
    """The file of values is damaged or gone. Everything must be made again."""


class Content(Protocol[T_co]):
    """A value that can be loaded."""

    def load(self) -> T_co:
        """Raises ContentLost."""
        ...


@dataclass(frozen=True)
class Held(Generic[T]):
    """A value in memory."""

    value: T

    def load(self) -> T:
        return self.value


@dataclass(frozen=True)
class Store:
    """A file of values, with the token in its first line."""

    path: str
    token: str

    @property
    def size(self) -> int:
        """The bytes of the file, 0 if it is gone or another one is there."""
        try:
            with open(self.path, "rb") as file:  # noqa: PTH123  # a Path takes longer
                return os.fstat(file.fileno()).st_size if file.readline() == _head(self.token) else 0
        except OSError:
            return 0


@dataclass(frozen=True)
class Stored(Generic[T]):
    """A value on the disk: its place in the file, and its checksum."""

    store: Store
    start: int
    length: int
    checksum: str

    def load(self) -> T:
        try:
            value: T = pickles.load(self.read())
        except pickles.FAILURES as error:
            raise ContentLost from error
        return value

    def read(self) -> bytes:
        """The value as bytes. Raises ContentLost."""
        try:
            with open(self.store.path, "rb") as file:  # noqa: PTH123  # as above
                if file.readline() != _head(self.store.token):
                    raise ContentLost
                file.seek(self.start)
                found = file.read(self.length)
        except OSError as error:
            raise ContentLost from error
        if _checksum(found) != self.checksum:
            raise ContentLost
        return found


def store(path: Path, contents: Sequence[Content[T]]) -> list[Stored[T]]:
    """Write the values that are not in the file yet; returns all, in the same order. Raises FolderUnwritable, OSError,
    ContentLost.
    """
    there = next((one.store for one in contents if isinstance(one, Stored)), None)
    needed = sum(one.length for one in contents if isinstance(one, Stored))
    size = there.size if there is not None and there.path == os.fspath(path) else 0
    if there is None or not size or size > max(_SMALL, needed * _WASTE):
        there = Store(os.fspath(path), os.urandom(16).hex())
        files.write(path, _head(there.token))
    stored: list[Stored[T]] = []
    with path.open("ab") as file:
        for one in contents:
            if isinstance(one, Stored) and one.store == there:
                stored.append(one)
                continue
            data = one.read() if isinstance(one, Stored) else pickles.dump(one.load())
            stored.append(Stored(there, file.tell(), len(data), _checksum(data)))
            file.write(data)
    return stored


def _head(token: str) -> bytes:
    return _HEAD + token.encode() + b"\n"


def _checksum(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()

"""What a person drops on the page: files that the browser sends one by one, written to a temporary folder as they come.

A browser tells no page where a file is, so a file that is dropped is copied. A path that is typed is not.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path, PurePosixPath

from medium_archive.errors import FolderUnwritable
from medium_archive.folder import files

_MOST_FILES = 100_000  # of one drop: a folder of saved pages has tens of thousands
_MOST_DROPS = 100
_MOST_SOURCES = 50  # Windows takes 32,767 characters for a whole command
_MOST_NAME = 255  # bytes of a part of a path, as file systems take
_LEAST_FREE = 200 * 1000**2  # bytes that stay free on the disk
_PIECE = 1 << 20
_ODD = re.compile(r"[\x00-\x1f\x7f\\]")  # no name of a file that somebody means to have
_REPLACED = re.compile(r'[<>:"|?*]|[. ]$')  # not in names on Windows


class Refused(Exception):
    """A file that is not taken: its name, or too many of them."""


class Drops:
    """The drops of this run, each a folder of `root`, by their names."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, int] = {}

    def begin(self) -> str:
        """The name of a new drop. Raises Refused."""
        if len(self._files) >= _MOST_DROPS:
            raise Refused
        name = secrets.token_hex(8)
        with files.disk_errors(self._root):
            (self._root / name).mkdir(mode=0o700)
        self._files[name] = 0
        return name

    async def add(self, drop: str, path: str, body: AsyncIterator[bytes], size: int) -> None:
        """Write one file of a drop. `path` is where it was in the folder that was dropped, `size` what it is said to
        have. Raises Refused; FolderUnwritable for a full disk, which leaves nothing of the file.
        """
        target = self._target(drop, path)
        with files.disk_errors(target):
            if shutil.disk_usage(self._root).free < size + _LEAST_FREE:
                raise FolderUnwritable(
                    f"The disk of the temporary folder {self._root.parent} has too little space for {target.name}.",
                    "Free some space; or type the path of the file instead of dropping it: then nothing is copied.",
                )
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                raise Refused
            self._files[drop] += 1
            try:
                await _write(target, body)
            except BaseException:  # also when the page is closed: nothing half-written stays
                target.unlink(missing_ok=True)
                raise

    def remove(self, drop: str) -> None:
        """Remove what was dropped, which an import has copied."""
        if self._files.pop(drop, None) is not None:
            shutil.rmtree(self._root / drop, ignore_errors=True)

    def sources(self, drop: str) -> Sequence[Path]:
        """What was dropped: files, and folders with what is in them; nothing for a drop that is not known. Many loose
        files are given as one folder, because a command takes only so many arguments.
        """
        if drop not in self._files:
            return []
        found = sorted((self._root / drop).iterdir())
        return found if len(found) <= _MOST_SOURCES else [self._root / drop]

    def _target(self, drop: str, path: str) -> Path:
        parts = PurePosixPath(path).parts
        if self._files.get(drop, _MOST_FILES) >= _MOST_FILES or not parts:
            raise Refused
        odd = any(part in ("/", ".", "..") or _ODD.search(part) for part in parts)
        if odd or any(len(part.encode("utf-8", "replace")) > _MOST_NAME for part in parts):
            raise Refused
        return self._root.joinpath(drop, *(_REPLACED.sub("_", part) for part in parts))


async def _write(target: Path, body: AsyncIterator[bytes]) -> None:
    """Write the pieces as they come, in another thread, so that other pages are answered meanwhile."""
    with target.open("xb") as file:
        waiting = bytearray()
        async for piece in body:
            waiting += piece
            if len(waiting) >= _PIECE:
                await asyncio.to_thread(file.write, bytes(waiting))
                waiting.clear()
        await asyncio.to_thread(file.write, bytes(waiting))

"""The site's folder on disk: writes what changed, removes what an earlier build wrote and this one not."""

from __future__ import annotations

import hashlib
import os
from io import FileIO
from pathlib import Path
from weakref import finalize

from medium_archive.folder import files, manifest
from medium_archive.report import Issue

MANIFEST = manifest.NAME


class Output:
    """One build's way to the disk. `finish` must be called last.

    The manifest lists what builds wrote, with its checksum. A name is added, alone, before its file is written, so
    that a build that was killed leaves no file that the next one takes for a person's. What isn't in it and stood
    there before is never touched.
    """

    def __init__(self, folder: Path, list_name: str = MANIFEST) -> None:
        self.folder = folder
        self._place = os.fspath(folder)
        self.issues: list[Issue] = []
        self._list = list_name
        self._before = manifest.read(folder, list_name)
        self._now: dict[str, str] = {}
        self._lines: FileIO | None = None

    def write(self, name: str, content: bytes) -> None:
        """Make the file `name` of the site hold `content`."""
        path = f"{self._place}/{name}"
        size = files.size_of(path)
        if name not in self._before and size is not None and not _holds(Path(path), content):
            self._leave(name)
            return
        self._claim(name)
        files.put(path, content, size)
        self._now[name] = hashlib.sha256(content).hexdigest()

    def checksum(self, name: str) -> str:
        """The checksum of a file that this build wrote, "" if a person's file was left in its place."""
        return self._now.get(name, "")

    def keep(self, name: str, sha256: str) -> None:
        """Leave the file `name` as an earlier build wrote it, with this checksum."""
        self._claim(name)
        self._now[name] = sha256

    def is_edited(self, name: str, source: Path | None = None) -> bool:
        """Whether a file was changed since an earlier run wrote it. A copy with the size and time of its source was
        not, so that it need not be read.
        """
        path, before = self.folder / name, self._before.get(name, "")
        with files.disk_errors(path):
            if not before or not path.is_file() or (source is not None and _is_copy(path, source.stat())):
                return False
            return files.checksum(path) != before

    def keep_edited(self, name: str) -> None:
        """Leave the file `name` as somebody edited it. The list keeps its earlier checksum."""
        self.keep(name, self._before[name])

    def copy(self, name: str, source: Path) -> None:
        """Make the file `name` of the site a copy of `source`, unless it is one already."""
        path = self.folder / name
        with files.disk_errors(source):
            wanted = source.stat()
        if path.is_file() and _is_copy(path, wanted):
            self._claim(name)
            with files.disk_errors(path):
                self._now[name] = self._before[name] or files.checksum(path)
            return
        if name not in self._before and path.exists() and not _holds(path, source.read_bytes()):
            self._leave(name)
            return
        self._claim(name)
        files.copy(source, path)
        with files.disk_errors(path):
            os.utime(path, ns=(wanted.st_atime_ns, wanted.st_mtime_ns))
            self._now[name] = files.checksum(path)

    def outdated(self) -> list[str]:
        """The files that `finish` will remove."""
        return sorted(self._before.keys() - self._now.keys(), reverse=True)

    def finish(self, keep: tuple[str, ...] = ()) -> None:
        """Remove what earlier builds wrote and this one did not, and folders that this leaves empty; but not what
        begins with one of `keep`.
        """
        if self._lines is not None:
            self._lines.close()
        self._now |= {name: sha256 for name, sha256 in self._before.items() if name.startswith(keep)}
        for name in self.outdated():
            path = self.folder / name
            with files.disk_errors(path):
                path.unlink(missing_ok=True)
                for parent in path.parents:
                    if parent == self.folder or not parent.is_dir() or any(parent.iterdir()):
                        break
                    parent.rmdir()
        manifest.write(self.folder, self._now, self._list)

    def _claim(self, name: str) -> None:
        self._now[name] = ""
        if name not in self._before:
            self._before[name] = ""
            path = self.folder / self._list
            with files.disk_errors(path):
                if self._lines is None:
                    self.folder.mkdir(parents=True, exist_ok=True)
                    # Open until `finish`, without a buffer: a name is in the list before its file is written
                    self._lines = FileIO(path, "ab")
                    finalize(self, self._lines.close)
                self._lines.write(f"{name}\n".encode())

    def _leave(self, name: str) -> None:
        self.issues.append(
            Issue(
                f"{self.folder.name}/{name}",
                "site-file-kept",
                "No earlier build wrote this file, so it was not replaced. Move it away, then build again.",
            )
        )


def _is_copy(path: Path, source: os.stat_result) -> bool:
    """Whether a file has the size and time of its source: a copy keeps the time, so that it need not be read again."""
    there = path.stat()
    return (there.st_size, there.st_mtime_ns) == (source.st_size, source.st_mtime_ns)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content

"""The site's folder on disk: writes what changed, removes what an earlier build wrote and this one not."""

from __future__ import annotations

import os
from pathlib import Path

from medium_archive.folder import files
from medium_archive.report import Issue

MANIFEST = ".archive-files"


class Output:
    """One build's way to the disk. `finish` must be called last.

    The manifest lists what builds wrote. A name is added before its file is written, so that a build that was
    killed leaves no file that the next one takes for a person's. What isn't in it and stood there before is
    never touched.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.issues: list[Issue] = []
        self._before = self._read_manifest()
        self._now: set[str] = set()

    def write(self, name: str, content: bytes) -> None:
        """Make the file `name` of the site hold `content`."""
        path = self.folder / name
        if name not in self._before and path.exists() and not _holds(path, content):
            self._leave(name)
            return
        self._claim(name)
        files.write(path, content)

    def keep(self, name: str) -> None:
        """Leave the file `name` as an earlier build wrote it."""
        self._claim(name)

    def copy(self, name: str, source: Path) -> None:
        """Make the file `name` of the site a copy of `source`, unless it is one already."""
        path = self.folder / name
        with files.disk_errors(source):
            wanted = source.stat()
        if path.is_file():
            there = path.stat()
            # A copy keeps its source's time, so that a second build need not read it again.
            if (there.st_size, there.st_mtime_ns) == (wanted.st_size, wanted.st_mtime_ns):
                self._claim(name)
                return
        if name not in self._before and path.exists() and not _holds(path, source.read_bytes()):
            self._leave(name)
            return
        self._claim(name)
        files.copy(source, path)
        with files.disk_errors(path):
            os.utime(path, ns=(wanted.st_atime_ns, wanted.st_mtime_ns))

    def finish(self, keep: tuple[str, ...] = ()) -> None:
        """Remove what earlier builds wrote and this one did not, and folders that this leaves empty; but not what
        begins with one of `keep`.
        """
        self._now |= {name for name in self._before if name.startswith(keep)}
        for name in sorted(self._before - self._now, reverse=True):
            path = self.folder / name
            with files.disk_errors(path):
                path.unlink(missing_ok=True)
                for parent in path.parents:
                    if parent == self.folder or not parent.is_dir() or any(parent.iterdir()):
                        break
                    parent.rmdir()
        files.write(self.folder / MANIFEST, "".join(f"{name}\n" for name in sorted(self._now)).encode())

    def _claim(self, name: str) -> None:
        self._now.add(name)
        if name not in self._before:
            self._before.add(name)
            path = self.folder / MANIFEST
            with files.disk_errors(path):
                self.folder.mkdir(parents=True, exist_ok=True)
                with path.open("a", encoding="utf-8", newline="\n") as manifest:
                    manifest.write(f"{name}\n")

    def _leave(self, name: str) -> None:
        self.issues.append(
            Issue(
                f"{self.folder.name}/{name}",
                "site-file-kept",
                "This file is from no earlier build, so it was left as it is. Remove it to have the page there.",
            )
        )

    def _read_manifest(self) -> set[str]:
        """The names in the manifest. One that would lead out of the folder was not written by a build."""
        path = self.folder / MANIFEST
        if not path.is_file():
            return set()
        lines = path.read_text("utf-8", errors="replace").split("\n")
        return {line for line in lines if line and not line.startswith("/") and ".." not in line.split("/")}


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content

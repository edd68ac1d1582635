"""The folder of a site or an export: writes what changed, removes what an earlier run wrote and this one not."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from io import FileIO
from pathlib import Path
from weakref import finalize

from medium_archive.folder import files, manifest
from medium_archive.report import Issue

MANIFEST = manifest.NAME
_AT_ONCE = 1 << 20  # bytes: a larger file is copied in pieces


class Output:
    """One run's way to the disk. `finish` must be called last.

    The manifest lists what runs wrote, with its checksum. The line of a file is added before the file is written, so
    that a run that was killed leaves no file that the next one takes for a person's. What isn't in the list and stood
    there before is never touched. `accounts` are the user names of the archive, for its list. With `is_dry`, nothing is
    written.
    """

    def __init__(
        self, folder: Path, list_name: str = MANIFEST, *, accounts: Collection[str] = (), is_dry: bool = False
    ) -> None:
        self.folder = folder
        self._place = os.fspath(folder)
        self.issues: list[Issue] = []
        self._list = list_name
        self._is_dry = is_dry
        listed = manifest.load(folder, list_name)
        self._sums = dict(listed.sums)
        self._posts = dict(listed.posts)
        self._accounts = accounts or listed.accounts
        self._now: dict[str, str] = {}
        self._lines: FileIO | None = None
        self._post_of_lines = ""

    def write(self, name: str, content: bytes, post: str = "") -> bool:
        """Make the file `name` hold `content`; False if it can't, because a person's file is in its place, or because
        this run only counts. `post` is the post that it was made from.
        """
        path = f"{self._place}/{name}"
        size = files.size_of(path)
        if name not in self._sums and size is not None and not _holds(Path(path), content):
            self._leave(name)
            return False
        self._claim(name, hashlib.sha256(content).hexdigest(), post)
        if not self._is_dry:
            files.put(path, content, size)
        return not self._is_dry

    def checksum(self, name: str) -> str:
        """The checksum of a file that this build wrote, "" if a person's file was left in its place."""
        return self._now.get(name, "")

    def keep(self, name: str, sha256: str) -> None:
        """Leave the file `name` as an earlier build wrote it, with this checksum."""
        self._claim(name, sha256)

    def keep_as_it_is(self, name: str) -> None:
        """Leave the file `name` of the list, also if somebody edited it. The list keeps its earlier checksum."""
        self._claim(name, manifest.last_sum(self._sums[name]), self.post_of(name))

    def post_of(self, name: str) -> str:
        """The post that a file of the list was made from, "" if it is unknown or there is none."""
        return self._posts.get(name, "")

    def is_edited(self, name: str, wanted: bytes | Path | None = None) -> bool:
        """Whether a file was changed since an earlier run wrote it. A file that is as it should be, with the content
        `wanted` or that of this file, was not; nor was a copy with the size and time of its source, which is not read.
        """
        path = self.folder / name
        with files.disk_errors(path):
            if name not in self._sums or not path.is_file():
                return False
            if isinstance(wanted, Path) and _is_copy(path, wanted.stat()):
                return False
            there = files.checksum(path)
            return there not in self._sums[name] and there != _checksum(wanted)

    def copy(self, name: str, source: Path, post: str = "") -> None:
        """Make the file `name` a copy of `source`, unless it is one already."""
        path = self.folder / name
        with files.disk_errors(source):
            wanted = source.stat()
        with files.disk_errors(path):
            if path.is_file() and _is_copy(path, wanted):
                known = self._sums.get(name, "")
                self._claim(name, known if known and " " not in known else files.checksum(path), post)
                return
        if wanted.st_size > _AT_ONCE:
            is_written = self._copy_in_pieces(name, source, post)
        else:
            with files.disk_errors(source):
                content = source.read_bytes()
            is_written = self.write(name, content, post)
        if is_written:
            with files.disk_errors(path):
                os.utime(path, ns=(wanted.st_atime_ns, wanted.st_mtime_ns))

    def _copy_in_pieces(self, name: str, source: Path, post: str) -> bool:
        """The same as `write`, with the content of a file that may be large."""
        path = self.folder / name
        with files.disk_errors(source):
            sha256 = files.checksum(source)
        with files.disk_errors(path):
            if name not in self._sums and path.exists() and not (path.is_file() and files.checksum(path) == sha256):
                self._leave(name)
                return False
        self._claim(name, sha256, post)
        if not self._is_dry:
            files.copy(source, path)
        return not self._is_dry

    def outdated(self) -> list[str]:
        """The files that `finish` will remove."""
        return sorted(self._sums.keys() - self._now.keys(), reverse=True)

    def finish(self, keep: tuple[str, ...] = ()) -> None:
        """Remove what earlier runs wrote and this one did not, and folders that this leaves empty; but not what begins
        with one of `keep`.
        """
        if self._is_dry:
            return
        if self._lines is not None:
            self._lines.close()
        for name in self.outdated():
            if name.startswith(keep):
                self._now[name] = manifest.last_sum(self._sums[name])
                continue
            path = self.folder / name
            with files.disk_errors(path):
                path.unlink(missing_ok=True)
                files.temporary(path).unlink(missing_ok=True)
                for parent in path.parents:
                    if parent == self.folder or not parent.is_dir() or any(parent.iterdir()):
                        break
                    parent.rmdir()
        manifest.write(self.folder, self._now, self._list, self._posts, self._accounts)

    def _claim(self, name: str, sha256: str, post: str = "") -> None:
        self._now[name] = sha256
        if post:
            self._posts[name] = post
        else:
            self._posts.pop(name, None)  # most files of a site belong to no post
        known = self._sums.get(name)
        if known is not None and (not sha256 or sha256 in known):
            return
        self._sums[name] = manifest.with_sum(known or "", sha256)
        if not self._is_dry:
            self._add_line(name, sha256, post)

    def _add_line(self, name: str, sha256: str, post: str) -> None:
        path = self.folder / self._list
        with files.disk_errors(path):
            if self._lines is None:
                self.folder.mkdir(parents=True, exist_ok=True)
                # Open until `finish`, without a buffer: a file is in the list before it is written
                self._lines = FileIO(path, "ab")
                finalize(self, self._lines.close)
                # The last line may be half a line, and may belong to a post
                head = "\n/\n" if self._lines.tell() else "".join(map(manifest.account_line, sorted(self._accounts)))
                self._lines.write(head.encode())
            head = manifest.post_line(post) if post != self._post_of_lines else ""
            self._post_of_lines = post
            self._lines.write(f"{head}{manifest.file_line(name, sha256)}".encode())

    def _leave(self, name: str) -> None:
        self.issues.append(
            Issue(
                f"{self.folder.name}/{name}",
                "site-file-kept",
                "No earlier build wrote this file, so it was not replaced. Move it away, then build again.",
            )
        )


def _checksum(wanted: bytes | Path | None) -> str:
    if isinstance(wanted, Path):
        return files.checksum(wanted)
    return "" if wanted is None else hashlib.sha256(wanted).hexdigest()


def _is_copy(path: Path, source: os.stat_result) -> bool:
    """Whether a file has the size and time of its source: a copy keeps the time, so that it need not be read again."""
    there = path.stat()
    return (there.st_size, there.st_mtime_ns) == (source.st_size, source.st_mtime_ns)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content

"""The state that the last build left. With it the next build proves that nothing changed, and has nothing to do.

`build.state` has the signatures of all files that a build may read, then those of the files that the build wrote, then
the checksum of the record of the build (build_record.py). A signature is the path, size, times in nanoseconds, inode
and mode of a file. The content is only compared: with other options, another program or another folder it is another
one.

A build may read: the archive without the originals and what is made from it; the program with its themes; the folders
that hold its libraries; the fonts of the system. This module imports nothing that is slow to load, such as pathlib,
json or hashlib: `archive build` asks it before it imports anything else.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from binascii import crc32
from collections.abc import Callable, Iterator
from operator import attrgetter

from medium_archive.articles.font_folders import font_folders
from medium_archive.folder import regular_files
from medium_archive.folder.location import BUILD_RECORD, BUILD_STATE

_FORMAT = 1
_GAP, _END = "\0", b"\0\0"  # between paths, and behind them
_RECENT = 2_000_000_000  # nanoseconds: the coarsest step in which a disk counts time is the two seconds of FAT
_PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120  # no pathlib here
_BATCH = 10_000  # files of which the signatures are held as numbers
_VALUES = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino", "st_mode")
_WITHOUT_REFERENCES = 2  # a version of marshal's format in which equal values always have the same bytes
_MOST_LINKS = 64  # symbolic links that one follows on the way to a file
# In the archive's folder: made by builds, kept for the proof, or used only by other programs
_NOT_READ = ("site", ".cache", "private/.cache", "original", "private/original", "exports", ".git", ".lock")


class Unknown(Exception):
    """A folder or a file can't be looked at, so nothing can be compared."""


class Seen:
    """Files as they were at one moment: their signatures as bytes, and those that had changed just before."""

    def __init__(self, about: str, paths: list[str], status: Callable[[str], os.stat_result]) -> None:
        """`status` gives the status of a file; `about` is what else is compared. Raises Unknown."""
        moment = time.time_ns() - _RECENT
        parts = [about.encode(), os.fsencode(_GAP.join(paths))]
        self.recent: list[str] = []
        try:
            for start in range(0, len(paths), _BATCH):
                batch = paths[start : start + _BATCH]
                values = list(map(_VALUES, map(status, batch)))
                parts.append(marshal.dumps(values, _WITHOUT_REFERENCES))
                changed = ((path, max(one[1], one[2])) for path, one in zip(batch, values, strict=True))
                self.recent += [path for path, last in changed if last >= moment]
        except OSError as error:
            raise Unknown from error
        self.signatures = _END.join(parts)


class Unchanged:
    """What the last build left, if a build now would change nothing: its record and its exit code. The content of the
    files that had changed just before that build must be compared first if there `are_recent` ones: the signature of
    such a file proves little, because disks count time in steps.
    """

    def __init__(self, record: bytes, outputs: Seen, tail: bytes) -> None:
        """`tail` is the end of `build.state`. Raises ValueError if it does not belong to the record."""
        code, recent, _ = tail.decode().split()
        self.record, self.outputs = record, outputs
        self.exit_code, self.are_recent = int(code), recent != "0"
        if tail != _tail(record, self.exit_code, int(recent)):
            raise ValueError


def unchanged(root: str, inputs: Seen) -> Unchanged | None:
    """What the last build of the archive left, if it read these inputs and its files are as it left them."""
    try:
        kept = _content(root, BUILD_STATE)
        if not kept.startswith(inputs.signatures):
            return None
        start = len(inputs.signatures) + len(_END)
        written = outputs(os.fsdecode(kept[start : kept.index(_END, start)]).split(_GAP))
        tail = kept[len(inputs.signatures) :].removeprefix(written.signatures)
        return Unchanged(_content(root, BUILD_RECORD), written, tail)
    except (OSError, Unknown, ValueError):
        return None


def state(inputs: Seen, outputs: Seen, record: bytes, exit_code: int) -> Iterator[bytes]:
    """The content of `build.state`, in parts."""
    yield inputs.signatures
    yield outputs.signatures
    yield _tail(record, exit_code, len(inputs.recent) + len(outputs.recent))


def _tail(record: bytes, exit_code: int, recent: int) -> bytes:
    """The end of `build.state`, with a checksum of the record and of itself."""
    line = f"\n{exit_code} {recent} ".encode()
    return line + f"{crc32(line, crc32(record)):08x}".encode()


def inputs(root: str, *, drafts: bool, url: str) -> Seen:
    """The files that a build with these options may read. Raises Unknown."""
    found: list[str] = []
    _add_below(root, found, frozenset(os.path.join(root, name) for name in _NOT_READ))  # noqa: PTH118  # as above
    _add_program(found)
    return Seen(_about(root, drafts, url), found, os.stat)


def outputs(paths: list[str]) -> Seen:
    """The files that builds wrote, with their list. Raises Unknown if one is not there."""
    return Seen("", paths, os.lstat)


def program(root: str) -> Seen:
    """What every build of this archive depends on besides the archive: the program with its themes, the libraries, the
    fonts of the system, and the folder. Raises Unknown.
    """
    found: list[str] = []
    _add_program(found)
    return Seen(_about(root), found, os.stat)


def _content(root: str, name: str) -> bytes:
    with regular_files.opened(os.path.join(root, name)) as file:  # noqa: PTH118  # as above
        return file.read()


def _add_program(found: list[str]) -> None:
    """Add every file of the program and its themes. Raises Unknown."""
    _add_below(_PACKAGE, found)
    themes = os.path.join(os.path.dirname(_PACKAGE), "themes")  # noqa: PTH118, PTH120  # of a checkout
    if os.path.isdir(themes):  # noqa: PTH112  # as above
        _add_below(themes, found)


def _add_below(
    folder: str,
    found: list[str],
    left_out: frozenset[str] = frozenset(),
    above: frozenset[tuple[int, int]] = frozenset(),
) -> None:
    """Add every file below a folder, sorted in each folder. Symbolic links are followed. Raises Unknown."""
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=_NAME)
        for entry in entries:
            name, path = entry.name, entry.path
            if path in left_out or name == "__pycache__" or (name.startswith(".") and name.endswith(".tmp")):
                continue
            is_link = entry.is_symlink()
            if not entry.is_dir():
                if not is_link or os.path.exists(path):  # noqa: PTH110  # as above
                    found.append(path)
            elif not is_link:
                _add_below(path, found, left_out, above)
            else:  # it may lead to a folder above
                status = os.stat(path)  # noqa: PTH116  # as above
                here = (status.st_dev, status.st_ino)
                if here not in above and len(above) <= _MOST_LINKS:
                    _add_below(path, found, left_out, above | {here})
    except OSError as error:
        raise Unknown from error


_NAME = attrgetter("name")


def _about(root: str, *options: object) -> str:
    """The options of a build, and other things that it depends on: the folder, the versions of Python and of libraries,
    and the fonts.
    """
    lines = [ascii((_FORMAT, root, sys.version, sys.platform, *options))]
    libraries = (folder for folder in sys.path if folder.endswith("-packages"))  # an installation changes their times
    for folder in (*dict.fromkeys(libraries), *_font_places()):
        try:
            status = os.stat(folder)  # noqa: PTH116  # as above
        except OSError:
            continue  # a missing folder, as if sys.path did not name it
        lines.append(ascii((folder, status.st_mtime_ns, status.st_ino)))
    return "\n".join(lines)


def _font_places() -> Iterator[str]:
    for top in font_folders():
        for folder, below, _ in os.walk(top):
            below.sort()
            yield folder

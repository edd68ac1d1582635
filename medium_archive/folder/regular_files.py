"""Reads files of an archive. An archive may come from a stranger, and git keeps links: a link could lead to any file of
this machine, and a pipe or a device could keep a command waiting for ever. So only a regular file inside the archive is
read, and a link to another one is an error of the disk, which every reader makes an issue of (docs/format.md, "Links").
"""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # opening a pipe does not wait for its other end
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_A_LINK = "it is a link, and only files inside the archive are read: copy the file here"
_BEHIND_A_LINK = "its folder is a link, and only files inside the archive are read: move the folder here"
_SPECIAL = "it is a pipe, a socket or a device"


class NotRegular(OSError):
    """The path is a link, is behind one, or is not a regular file, so that reading it may never end."""


def read(path: str | os.PathLike[str], root: str | os.PathLike[str]) -> bytes:
    """The bytes of a file in the folder `root`. Raises OSError, as `opened_inside` does."""
    with opened_inside(path, root) as file:
        return file.read()


def opened_inside(path: str | os.PathLike[str], root: str | os.PathLike[str]) -> BufferedReader:
    """A file to read, of which no part of the path below the folder `root` may be a link. Raises OSError."""
    place = os.fspath(path)
    check_folders(place, os.fspath(root))
    if is_link(place):  # also where the system does not know O_NOFOLLOW
        raise NotRegular(0, _A_LINK, place)
    return opened(place, _NO_LINK)


def opened(path: str | os.PathLike[str], flags: int = 0) -> BufferedReader:
    """A file to read, which may be a link to one. Raises OSError, also for a pipe or a device, for which a command
    would wait for ever.
    """
    place = os.fspath(path)
    number = os.open(place, _FLAGS | flags)
    mode = os.fstat(number).st_mode
    if not stat.S_ISREG(mode):
        os.close(number)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), place)
        raise NotRegular(0, _SPECIAL, place)
    return os.fdopen(number, "rb")


def text(path: str | os.PathLike[str], root: str | os.PathLike[str], encoding: str = "utf-8") -> str:
    """The same as text, with line feeds as line ends. Raises OSError, UnicodeDecodeError."""
    found = read(path, root).decode(encoding)
    return found.replace("\r\n", "\n").replace("\r", "\n") if "\r" in found else found


def check_folders(path: str, root: str) -> None:
    """Raise NotRegular if a folder between `root` and the path is a link or a junction."""
    folder = os.path.dirname(path)  # noqa: PTH120  # a Path takes longer, for thousands of files
    while len(folder) > len(root):
        if is_link(folder):
            raise NotRegular(0, _BEHIND_A_LINK, path)
        folder = os.path.dirname(folder)  # noqa: PTH120  # as above


def problem(path: str | os.PathLike[str], root: str | os.PathLike[str]) -> str:
    """Why a path is not to be read, as part of a sentence; "" for a regular file or a folder, and for nothing."""
    place = os.fspath(path)
    try:
        check_folders(place, os.fspath(root))
        status = os.lstat(place)
    except NotRegular as error:
        return str(error.strerror)
    except OSError:
        return ""
    if _links(status):
        return _A_LINK
    return "" if stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode) else _SPECIAL


def is_file(path: str | os.PathLike[str], root: str | os.PathLike[str]) -> bool:
    """Whether `read` would read the path."""
    place = os.fspath(path)
    return os.path.isfile(place) and not problem(place, root)  # noqa: PTH113  # as above


def is_link(path: str) -> bool:
    """Whether a path is a symbolic link, or a junction of Windows."""
    try:
        return _links(os.lstat(path))
    except OSError:
        return False  # what is wrong is said when it is opened


def _links(status: os.stat_result) -> bool:
    tags = (getattr(stat, "IO_REPARSE_TAG_SYMLINK", -1), getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1))
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) in tags

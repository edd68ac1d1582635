"""Writes whole files: to a temporary name in the same folder, then renamed. Errors of the disk are translated here."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter, FileIO
from pathlib import Path

from medium_archive.errors import FolderUnwritable
from medium_archive.folder import regular_files

# The folders of an archive that `write` and `copy` write to, without the site, which its next build repairs
_WRITTEN = ("posts", "responses", "drafts", "original", "exports", "private", "records")
# The names that `temporary` gives to files with an extension and to SHA256SUMS
_PRIVATE = f"{os.sep}private{os.sep}"
_ANY = re.compile(r"\..+\.tmp", re.DOTALL)
_OURS = re.compile(r"\.(?:.*\.[^.]+|SHA256SUMS)\.tmp", re.DOTALL)


def write(path: Path, content: bytes) -> bool:
    """Make `path` hold `content`; True if it did not already. Never leaves half a file under this name."""
    return put(os.fspath(path), content, size_of(path))


def put(path: str, content: bytes, size: int | None) -> bool:
    """The same as `write`, faster for thousands of files, because it makes no Path. `size` is the result of `size_of`
    for the path.
    """
    try:
        if size == len(content) and _holds(path, content):
            return False
        folder, name = os.path.split(path)
        temporary = os.path.join(folder, f".{name}.tmp")  # noqa: PTH118  # as above
        try:
            _make(temporary, folder, content)
            os.replace(temporary, path)  # noqa: PTH105  # as above
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _translated(error, Path(path)) from error
    return True


def size_of(path: Path | str) -> int | None:
    """The size of a file in bytes; None if there is none, -1 if the path is not a file. Raises FolderUnwritable."""
    try:
        status = os.stat(path)  # noqa: PTH116  # as above
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            return -1
        raise _translated(error, Path(path)) from error
    return status.st_size if stat.S_ISREG(status.st_mode) else -1


def sync_disk() -> None:
    """Wait until all written files are on the disk, so that no record names a text that a power cut has emptied. One
    call for all files, because thousands of single calls take minutes on some disks. Windows has no such call.
    """
    if hasattr(os, "sync"):
        os.sync()


@contextmanager
def disk_syncing() -> Iterator[None]:
    """Do other work, while `sync_disk` waits for the files that were written before."""
    thread = threading.Thread(target=sync_disk)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def copy(source: Path, path: Path) -> bool:
    """Like `write`, with the bytes of another file, a piece at a time: exports can be large."""
    with disk_errors(path):
        if path.is_file() and checksum(path) == checksum(source):
            return False
    with replacement(path) as file, source.open("rb") as reading:
        while piece := reading.read(1 << 20):
            file.write(piece)
    return True


@contextmanager
def replacement(path: Path) -> Iterator[BufferedWriter]:
    """A new file, which takes the place of `path` when it is closed, unless there was an error. For large files, which
    are written in pieces.
    """
    with disk_errors(path):
        _make_folder(os.fspath(path.parent))
        unfinished = temporary(path)
        opener = _open_private if _private_folder(os.fspath(path)) else None
        try:
            with open(unfinished, "wb", opener=opener) as file:  # Path.open has no opener
                yield file
            unfinished.replace(path)
        except Exception:  # any error of the caller, who writes the pieces; it is raised again
            unfinished.unlink(missing_ok=True)
            raise


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with regular_files.opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def temporary(path: Path) -> Path:
    """The name under which a file is written before it gets its own."""
    return path.with_name(f".{path.name}.tmp")


def remove_temporary(root: Path) -> None:
    """Remove the half-written files of a killed run; temporary files of others stay."""
    for folder in (root, *(root / name for name in _WRITTEN)):
        for place, below, found in os.walk(folder):
            if folder == root:
                below.clear()
            # An export may have any name
            ours = _ANY if folder.name == "exports" else _OURS
            for path in (Path(place, name) for name in found if ours.fullmatch(name)):
                with disk_errors(path):
                    path.unlink(missing_ok=True)


def refuse_special(path: Path) -> None:
    """Raise FolderUnwritable for a device, a pipe or a link to nothing: none of them can be read or replaced; and for
    "-", by which people mean the standard output.
    """
    if str(path) == "-":
        raise FolderUnwritable("“-” would be a file or folder of that name; it is not printed.", "Name another place.")
    with disk_errors(path):
        if path.is_symlink() and not path.exists():
            raise FolderUnwritable(f"{path} is a link to nothing.", "Delete the link, or name another place.")
        if path.exists() and not path.is_file() and not path.is_dir():
            raise FolderUnwritable(f"{path} is a device or a pipe.", "Name another place.")


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Translate errors of the disk, such as a full disk or a read-only folder, to FolderUnwritable."""
    try:
        yield
    except OSError as error:
        raise _translated(error, path) from error


@contextmanager
def temporary_folder(prefix: str = "") -> Iterator[Path]:
    """A folder for temporary files, which is removed at the end. Raises FolderUnwritable if none can be made."""
    import tempfile  # noqa: PLC0415  # slow to import, and few commands need it

    try:
        folder = tempfile.TemporaryDirectory(prefix=prefix)
    except OSError as error:
        raise FolderUnwritable(
            f"No temporary folder could be made: {error.strerror or error}.",
            "Free some space, or name another folder in the variable TMPDIR. Then run this again: nothing was damaged.",
        ) from error
    with folder as name:
        yield Path(name)


def translated(error: OSError) -> FolderUnwritable | None:
    """The error of a file, or of a full disk, with a sentence; None for another error, such as that of a connection."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT) and error.filename is None:
        return FolderUnwritable(
            "The disk, or that of the temporary folder, is full.",
            "Free some space and run this again: it continues where it stopped, and nothing was damaged.",
        )
    if not isinstance(error.filename, (str, bytes)):
        return None
    path = Path(os.fsdecode(error.filename))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _translated(error, path)
    return FolderUnwritable(
        f"{path} can't be read or written: {error.strerror or error}.",
        "Check the permissions of the file and of the folders above it, then run this again: nothing was damaged.",
    )


def _translated(error: OSError, path: Path) -> FolderUnwritable:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FolderUnwritable(
            f"The disk is full: {path.name} could not be written.",
            "Free some space and run this again: it continues where it stopped, and nothing was damaged.",
        )
    if isinstance(error, regular_files.NotRegular):
        return FolderUnwritable(f"{path} can't be read: {error.strerror}.", "Then run this again: nothing was damaged.")
    if error.errno == errno.EISDIR:
        return FolderUnwritable(
            f"{path} could not be written: a folder has its name.",
            "Move that folder away, then run this again: nothing was damaged.",
        )
    in_the_way = [one for one in path.parents if os.path.lexists(one) and not one.is_dir()]
    if in_the_way and error.errno in (errno.ENOTDIR, errno.EEXIST, errno.ENOENT):
        return FolderUnwritable(
            f"{path} could not be written: {in_the_way[0]} is not a folder.",
            "Move it away, then run this again: nothing was damaged.",
        )
    return FolderUnwritable(
        f"{path} could not be written: {error.strerror or error}.",
        "Check that you may write to the folder, then run this again: nothing was damaged.",
    )


def _holds(path: str, content: bytes) -> bool:
    with open(path, "rb") as file:  # noqa: PTH123  # as above
        return file.read() == content


def _open_private(path: str, flags: int) -> int:
    """Open a file that only its owner may read, whatever the umask."""
    return os.open(path, flags, 0o600)


def _private_folder(path: str) -> str:
    """The folder private/ of the archive that a path is in, "" for any other path."""
    archive, between, _ = path.rpartition(_PRIVATE)
    is_archive = bool(between) and os.path.exists(f"{archive}{os.sep}archive.toml")  # noqa: PTH110  # as above
    return f"{archive}{os.sep}private" if is_archive else ""


def _make_folder(folder: str) -> None:
    """Make a folder with those above it. Only its owner may see into private/, whatever the umask."""
    private = _private_folder(f"{folder}{os.sep}")
    is_new = bool(private) and not os.path.exists(private)  # noqa: PTH110  # as above
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103  # as above
    if is_new:
        os.chmod(private, 0o700)  # noqa: PTH101  # as above


def _make(path: str, folder: str, content: bytes) -> None:
    """Write a file at once. Its folder is made only if opening fails: most of thousands of files have theirs."""
    opener = _open_private if _private_folder(path) else None
    try:
        file = FileIO(path, "w", opener=opener)
    except FileNotFoundError:
        _make_folder(folder)
        file = FileIO(path, "w", opener=opener)
    with file:
        left = memoryview(content)
        while left:
            left = left[file.write(left) :]

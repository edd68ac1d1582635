"""A zip file of an export: written to a temporary name, then renamed. The same files give the same bytes."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from medium_archive.folder import files

_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can hold
_SMALL = 64  # bytes: deflating does not make such a file smaller; the first file of an EPUB must be stored
_MODE = 0o100644 << 16  # a file that everybody may read


class ZipOutput:
    """Takes the files of one export."""

    def __init__(self, zip_file: ZipFile) -> None:
        self._zip = zip_file

    def write(self, name: str, content: bytes) -> None:
        """Add a file with this content."""
        self._zip.writestr(_entry(name, ZIP_STORED if len(content) < _SMALL else ZIP_DEFLATED), content)

    def copy(self, name: str, source: Path) -> None:
        """Add a copy of a file: a picture, which deflating would not make smaller."""
        with files.disk_errors(source), source.open("rb") as reading:
            entry = _entry(name, ZIP_STORED)
            entry.file_size = source.stat().st_size
            with self._zip.open(entry, "w") as writing:
                shutil.copyfileobj(reading, writing)


@contextmanager
def opened(path: Path, comment: bytes) -> Iterator[ZipOutput]:
    """Write a zip file to `path`: the files that the caller adds, and this comment at its end. If that fails, a file
    that was at `path` stays as it was.

    Raises FolderUnwritable.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    with files.disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with ZipFile(temporary, "w") as zip_file:
                zip_file.comment = comment
                yield ZipOutput(zip_file)
            if path.is_file() and filecmp.cmp(temporary, path, shallow=False):
                temporary.unlink()
            else:
                temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _entry(name: str, compression: int) -> ZipInfo:
    entry = ZipInfo(name, _TIME)
    entry.compress_type = compression
    entry.external_attr = _MODE
    entry.create_system = 3  # Unix, also on Windows
    return entry

"""The memory of builds on the disk, which `build` and `serve` share (docs/format.md).

Both files may be deleted: the next build then makes everything. `build.memory` is read as a whole. Its first line names
the format, the program and the archive's folder, the second is a checksum of the rest. A file that is damaged, or from
another program, folder or machine, is not used. `build.contents` has the texts and terms (stored_values.py).
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import BinaryIO

from medium_archive.errors import FolderUnwritable
from medium_archive.folder import files, pickles, regular_files
from medium_archive.folder.layout import BUILD_CONTENTS, BUILD_MEMORY, Layout
from medium_archive.site.build_record import program
from medium_archive.site.memory import Memory, State
from medium_archive.site.stored_values import ContentLost

_FORMAT = 3


def read(layout: Layout) -> Memory:
    """The memory of the last build in this folder, an empty one if there is none that can be used."""
    try:
        with regular_files.opened(layout.root / BUILD_MEMORY) as file:
            head, checksum = file.readline(), file.readline()
            start = file.tell()
            if head != _head(layout) or checksum.strip() != hashlib.file_digest(file, "sha256").hexdigest().encode():
                return Memory()
            file.seek(start)
            state = pickles.read(file)
    except (OSError, *pickles.FAILURES):
        return Memory()
    return Memory.of(state) if isinstance(state, State) else Memory()


def write(layout: Layout, memory: Memory) -> None:
    """Keep a memory for the next build. A folder that can't be written to is not an error."""
    path = layout.root / BUILD_MEMORY
    with suppress(FolderUnwritable, OSError, ContentLost):
        # Git ignores every file below, whatever the archive's own .gitignore says
        files.write(path.with_name(".gitignore"), b"*\n")
        memory.store(layout.root / BUILD_CONTENTS)
        # In pieces: as bytes, the values of 100,000 posts would take half a gigabyte more
        with files.replacement(path) as file:
            file.write(_head(layout))
            start = file.tell()
            values = _Hashed(file)
            file.write(values.line)
            pickles.write(memory.state, values)
            file.seek(start)
            file.write(values.line)


class _Hashed:
    """Writes to a file, and gives the line with the checksum of what was written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        return self._file.write(data)

    @property
    def line(self) -> bytes:
        return self._digest.hexdigest().encode() + b"\n"


def _head(layout: Layout) -> bytes:
    status = layout.root.stat()
    return f"medium_archive build memory {_FORMAT} {program(layout)} {status.st_dev} {status.st_ino}\n".encode()

"""The memory of builds on the disk, which `build` and `serve` share (docs/format.md).

Both files may be deleted: the next build then makes everything. `build.memory` is read as a whole. Its first line names
the format, the program and the archive's folder, the second is a checksum of the rest. A file that is damaged, or from
another program, folder or machine, is not used. `build.contents` has the texts and terms (stored_values.py).
"""

from __future__ import annotations

import hashlib
from contextlib import suppress

from medium_archive.errors import FolderUnwritable
from medium_archive.folder import files
from medium_archive.folder.layout import BUILD_CONTENTS, BUILD_MEMORY, Layout
from medium_archive.site import pickles
from medium_archive.site.build_record import program
from medium_archive.site.memory import Memory, State
from medium_archive.site.stored_values import ContentLost

_FORMAT = 2


def read(layout: Layout) -> Memory:
    """The memory of the last build in this folder, an empty one if there is none that can be used."""
    try:
        content = (layout.root / BUILD_MEMORY).read_bytes()
        head, checksum, values = content.split(b"\n", 2)
        if head != _head(layout) or checksum != _checksum(values):
            return Memory()
        state = pickles.load(values)
    except (OSError, *pickles.FAILURES):
        return Memory()
    return Memory.of(state) if isinstance(state, State) else Memory()


def write(layout: Layout, memory: Memory) -> None:
    """Keep a memory for the next build. A folder that can't be written to is not an error."""
    file = layout.root / BUILD_MEMORY
    with suppress(FolderUnwritable, OSError, ContentLost):
        # Git ignores every file below, whatever the archive's own .gitignore says
        files.write(file.with_name(".gitignore"), b"*\n")
        memory.store(layout.root / BUILD_CONTENTS)
        values = pickles.dump(memory.state)
        files.write(file, b"\n".join((_head(layout), _checksum(values), values)))


def _head(layout: Layout) -> bytes:
    status = layout.root.stat()
    return f"medium_archive build memory {_FORMAT} {program(layout)} {status.st_dev} {status.st_ino}".encode()


def _checksum(values: bytes) -> bytes:
    return hashlib.sha256(values).hexdigest().encode()

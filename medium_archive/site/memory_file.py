"""The memory of builds on the disk, which `build` and `serve` share (docs/format.md).

The file may be deleted: the next build makes everything. Its first line names the format, the program and the archive's
folder, the second is a checksum of the rest. A file that is damaged, or from another program, folder or machine, is not
read. The rest is a pickle that may hold only frozen dataclasses of this program and a few classes of libraries. Any
other class or function is refused, so that no file can make this program run code.
"""

from __future__ import annotations

import hashlib
import io
import pickle  # _Values refuses everything that could run code
from contextlib import suppress
from typing import Any

from medium_archive.errors import FolderUnwritable
from medium_archive.folder import files
from medium_archive.folder.layout import BUILD_MEMORY, Layout
from medium_archive.site.build_record import program
from medium_archive.site.memory import Memory, State

_FORMAT = 1
_PACKAGE = "medium_archive."
_ALLOWED = frozenset((
    ("builtins", "frozenset"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("markupsafe", "Markup"),
    ("medium_archive.folder.signatures", "Signature"),
    ("medium_archive.site.pages.charts", "bar"),  # for a template
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
))  # fmt: skip
# The errors that reading a pickle with the right checksum, but with other values, can raise
_FAILURES = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, LookupError, TypeError, ValueError)


class _Refused(pickle.UnpicklingError):
    """The file names a class or a function that no memory holds."""


class _Values(pickle.Unpickler):
    """Refuses every class and function that is not a value of a memory."""

    def find_class(self, module: str, name: str) -> Any:
        is_ours = module.startswith(_PACKAGE) and "." not in name
        if is_ours or (module, name) in _ALLOWED:
            found = super().find_class(module, name)
            parameters = getattr(found, "__dataclass_params__", None)
            if (module, name) in _ALLOWED or (isinstance(found, type) and parameters and parameters.frozen):
                return found
        raise _Refused(f"{module}.{name}")


def read(layout: Layout) -> Memory:
    """The memory of the last build in this folder, an empty one if there is none that can be used."""
    try:
        content = (layout.root / BUILD_MEMORY).read_bytes()
        head, checksum, values = content.split(b"\n", 2)
        if head != _head(layout) or checksum != _checksum(values):
            return Memory()
        state = _Values(io.BytesIO(values)).load()
    except (OSError, *_FAILURES):
        return Memory()
    return Memory.of(state) if isinstance(state, State) else Memory()


def write(layout: Layout, memory: Memory) -> None:
    """Keep a memory for the next build. A folder that can't be written to is not an error."""
    values = pickle.dumps(memory.state, pickle.HIGHEST_PROTOCOL)
    file = layout.root / BUILD_MEMORY
    with suppress(FolderUnwritable):
        # Git ignores every file below, whatever the archive's own .gitignore says
        files.write(file.with_name(".gitignore"), b"*\n")
        files.write(file, b"\n".join((_head(layout), _checksum(values), values)))


def _head(layout: Layout) -> bytes:
    status = layout.root.stat()
    return f"medium_archive build memory {_FORMAT} {program(layout)} {status.st_dev} {status.st_ino}".encode()


def _checksum(values: bytes) -> bytes:
    return hashlib.sha256(values).hexdigest().encode()

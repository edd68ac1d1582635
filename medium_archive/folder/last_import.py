"""The state after the last import, in private/.cache/import.json. If the same exports are imported again and no file of
the archive has changed since then, there is nothing to do. The file may be deleted: then the exports are read again.

Size, times and inode of a file stand for its content. They miss two changes: silent damage of a disk, and a second
change within the same few milliseconds. `archive verify` finds both, and then removes the file, so that the next import
restores what is damaged.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import medium_archive
from medium_archive.folder import file_tree, files, program, regular_files
from medium_archive.folder.layout import Layout

FEWEST = 48  # posts; reading a smaller archive again is quick
_NAME = Path("private", ".cache", "import.json")
_TEXTS = frozenset(("posts", "responses", "drafts", "original"))  # folders


@dataclass(frozen=True)
class LastImport:
    """`work` is the checksum of the request (`work_of`), `state` the checksum of the files after it (`state_of`).
    `report` is the report for a second import that changes nothing, as plain data.
    """

    work: str
    state: str
    report: dict[str, Any]


def read(layout: Layout) -> LastImport | None:
    """None if nothing is known, or the file is damaged."""
    file = layout.root / _NAME
    with suppress(OSError, ValueError, TypeError, RecursionError):
        known = LastImport(**json.loads(regular_files.text(file, file.parent)))
        return known if isinstance(known.report, dict) else None
    return None


def write(layout: Layout, known: LastImport) -> None:
    """Raises FolderUnwritable."""
    files.write(layout.root / _NAME, json.dumps(vars(known), ensure_ascii=False).encode())


def forget(layout: Layout) -> None:
    """Raises FolderUnwritable."""
    with files.disk_errors(layout.root / _NAME):
        (layout.root / _NAME).unlink(missing_ok=True)


def work_of(exports: Iterable[Path], choices: Iterable[object]) -> str:
    """A checksum of the program, of exports by name and content, and of the choices for an import. Raises OSError for
    an export that is a folder or is missing.
    """
    parts: list[object] = [medium_archive.__version__, sys.version, program.digest(), *choices]
    for path in exports:
        with path.open("rb") as file:
            parts += [path.name, hashlib.file_digest(file, "sha256").hexdigest()]
    return _checksum(parts)


def state_of(layout: Layout, texts: str = "") -> str:
    """A checksum of the names, sizes, times and inodes of all files, except files that are made from other files.
    `texts` is the state of the texts if it is known. Raises FolderUnwritable.
    """
    others = file_tree.places(layout.root, leave=(_TEXTS | file_tree.TEMPORARY).__contains__)
    return _checksum([texts or state_of_texts(None, layout), *map(_line, others)])


def state_of_texts(context: None, layout: Layout) -> str:
    """The same of the posts and their originals, which are most of the files. A worker can find it out."""
    return _checksum(map(_line, file_tree.places(layout.root, leave=lambda name: name not in _TEXTS)))


def _line(found: tuple[str, str]) -> str:
    name, place = found
    return f"{name} {_facts(place)}"


def _facts(place: str) -> str:
    """Values that change with a file. The inode's time of change shows a file whose modification time was set back."""
    try:
        status = os.stat(place)  # noqa: PTH116  # a Path takes longer
    except OSError as error:
        return str(error.errno)
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def _checksum(parts: Iterable[object]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{part}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()

"""The README and the files for git that the program wrote, with their checksums: a file with another one was edited, or
is damaged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from medium_archive.folder import records
from medium_archive.folder.layout import Layout
from medium_archive.folder.schema import ArchivePath

NAME = "written.jsonl"


@dataclass(frozen=True)
class WrittenFile:
    """A file, and the checksum that it had when the program wrote it."""

    file: ArchivePath
    sha256: str


def read(layout: Layout) -> list[WrittenFile]:
    """Raises RecordsDamaged."""
    return records.read(layout.records / NAME, WrittenFile)


def note(layout: Layout, contents: Mapping[str, bytes]) -> None:
    """Record what was written; the lines of other files stay."""
    known = {one.file: one for one in read(layout)}
    new = {file: WrittenFile(file, hashlib.sha256(content).hexdigest()) for file, content in contents.items()}
    records.write(layout.records / NAME, (known | new).values())

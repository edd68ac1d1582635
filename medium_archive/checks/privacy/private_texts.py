"""The private texts that are in the archive alone: drafts as they are on the disk, which a person may have written or
edited, and what a person highlighted and noted according to an export that is no longer there.
"""

from __future__ import annotations

from collections.abc import Iterator

from medium_archive.checks.privacy.value import DRAFT, HIGHLIGHT, Value
from medium_archive.checks.snapshot import Snapshot
from medium_archive.markdown import front_matter

_TABLES = ("highlights", "notes")
_FIELDS = ("paragraph", "text")


def collect(archive: Snapshot) -> set[Value]:
    """The texts with their kinds. What an export in the archive has is not read again."""
    has_exports = all(one.file in archive.files for one in archive.imports)
    return {*_drafts(archive, known=has_exports), *(() if has_exports else _read(archive))}


def _drafts(archive: Snapshot, *, known: bool) -> Iterator[Value]:
    written = {entry.written for entry in archive.entries.values()} if known else set()
    for file, held in archive.files.items():
        if file.startswith("drafts/") and file.endswith((".md", ".txt")):
            text = archive.texts.get(file)
            if text is None or text.sha256 not in written:
                content = held.path.read_text("utf-8", errors="replace")
                yield from (Value(block, DRAFT) for block in front_matter.below(content).split("\n\n"))


def _read(archive: Snapshot) -> Iterator[Value]:
    for file, lines in archive.lines.items():
        if file.startswith("private/reading/") and file.rpartition("/")[2].removesuffix(".jsonl") in _TABLES:
            for line in lines:
                yield from (Value(text, HIGHLIGHT) for field in _FIELDS if isinstance(text := line.get(field), str))

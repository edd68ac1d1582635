"""The exports are the ones that were imported."""

from __future__ import annotations

from collections.abc import Iterator

from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.report import Issue

IN_QUICK = True
_NONE = "exports/ is not here, as in a copy made by git. Keep your exports in another place too."
_GONE = "This export is not here any more. Restore it from a copy, or import the zip again where you still have it."
_CHANGED = "This is not the export that was imported. Restore it from a copy, or import the zip again."
_UNKNOWN = "No line of records/imports.jsonl names this export. Import it, or move it elsewhere."


def inspect(archive: Snapshot) -> Findings:
    """Each line of imports.jsonl against its file in exports/."""
    return Findings(tuple(_exports(archive)))


def _exports(archive: Snapshot) -> Iterator[Issue]:
    there = {file for file in archive.files if file.startswith("exports/")}
    if archive.imports and not there and not archive.layout.exports.is_dir():
        yield Issue("exports", "export-gone", _NONE)
        return
    for one in archive.imports:
        if one.file not in there:
            yield Issue(one.file, "export-gone", _GONE, "error")
        elif archive.differs(one.file, one.sha256):
            yield Issue(one.file, "export-changed", _CHANGED, "error")
    for file in sorted(there - {one.file for one in archive.imports}):
        if not file.rpartition("/")[2].startswith("."):
            yield Issue(file, "export-unknown", _UNKNOWN, "note")

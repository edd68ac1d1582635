"""The exports are the ones that were imported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.errors import ArchiveError
from medium_archive.folder.catalog import same_post
from medium_archive.medium.export import open_export
from medium_archive.report import Issue

IN_QUICK = True
_CATALOGS = ("records/catalog.jsonl", "private/catalog.jsonl")
_NONE = "exports/ is missing, as in every copy made by git. Keep your exports in another place too."
_GONE = "This export is missing. Restore it from a copy, or import the zip again."
_CHANGED = "This export is not the one that was imported. Restore it from a copy, or import the zip again."
_NO_CATALOG = (
    "The records are missing, so only the exports show what this archive held. Restore records/ from a copy, or import "
    "your exports again."
)
_POST_GONE = "This export has the post {}, which is missing here. Import the export again."
_UNKNOWN = "records/imports.jsonl does not name this export. Import it, or move it elsewhere."


def inspect(archive: Snapshot) -> Findings:
    """Compare each line of imports.jsonl with its file; if all records are gone, compare the posts with the exports."""
    return Findings((*_exports(archive), *_without_catalog(archive)))


def _without_catalog(archive: Snapshot) -> Iterator[Issue]:
    """Every import writes a catalog, with a line for archive.toml and about.md at least."""
    evidence = [file for file in archive.files if file.startswith(("exports/", "original/", "private/original/"))]
    if not evidence or not archive.files.keys().isdisjoint(_CATALOGS):
        return
    yield Issue("records/catalog.jsonl", "record-gone", _NO_CATALOG, "error")
    here = {same_post(text.id) for text in archive.texts.values()}
    for file in evidence:
        if file.startswith("exports/"):
            with suppress(ArchiveError), open_export(archive.files[file].path) as export:
                for member in export.posts():
                    if same_post(member.post_id) not in here:
                        yield Issue(file, "text-gone", _POST_GONE.format(member.name), "error")


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

"""The files in exports/ are unchanged, and the archive has all their posts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.errors import ArchiveError
from medium_archive.folder.catalog import same_post
from medium_archive.medium import post as post_page
from medium_archive.medium.export import Export, open_export
from medium_archive.medium.not_post import PAGE_ERRORS
from medium_archive.medium.safe_names import shown
from medium_archive.report import Issue, Level

IN_QUICK = True
_CATALOGS = ("records/catalog.jsonl", "private/catalog.jsonl")
_NONE = "exports/ is missing, as in every copy made by git. Keep your exports in another place too."
_GONE = "This export is missing. Restore it from a copy, or import the zip again."
_RENAMED = "This export has another name now: {}, with the same bytes. Give the file its old name again."
_CHANGED = "This export is not the one that was imported. Restore it from a copy, or import the zip again."
_NO_CATALOG = (
    "The records are missing, so only the exports show what this archive held. Restore records/ from a copy, or import "
    "your exports again."
)
_POST_GONE = "The archive lacks the post {} of this export. Import the export again: that brings the post back."
_UNREAD = (
    "The archive lacks the page {} of this export, which can't be read as a post page of Medium: {}. Ask Medium for a "
    "new export and import it. If you have the page elsewhere, import that."
)
# Issues of an import about files that only the kept export has
_LEFT_OUT: Mapping[str, Level] = {"duplicate-post": "warning", "duplicate-file": "warning", "unknown-file": "note"}
_UNKNOWN = "records/imports.jsonl does not name this export. Import it, or move it elsewhere."


def inspect(archive: Snapshot) -> Findings:
    """Compare each line of imports.jsonl with its file, and the posts of each export with the catalog."""
    return Findings((*_exports(archive), *_without_catalog(archive), *_missing_posts(archive)))


def _without_catalog(archive: Snapshot) -> Iterator[Issue]:
    if _has_catalog(archive):
        return
    if any(file.startswith(("exports/", "original/", "private/original/")) for file in archive.files):
        yield Issue("records/catalog.jsonl", "record-gone", _NO_CATALOG, "error")


def _missing_posts(archive: Snapshot) -> Iterator[Issue]:
    """An issue for each post of an export that is not in the catalog; in an archive without a catalog, for each post
    that has no text. With a catalog this check opens pages, so `--quick` skips it there.
    """
    if _has_catalog(archive):
        skips = archive.is_quick or _is_damaged(archive)
        held = set() if skips else {one.file for one in archive.imports} & archive.files.keys()
        here = set(archive.entries)
    else:
        held = {file for file in archive.files if file.startswith("exports/")}
        here = {same_post(text.id) for text in archive.texts.values()}
    for file in sorted(held):
        with suppress(ArchiveError), open_export(archive.files[file].path) as export:
            yield from _not_in(here, export, file)
            for issue in export.issues:
                if issue.code in _LEFT_OUT:
                    yield Issue(file, issue.code, f"{issue.where}: {issue.message}", _LEFT_OUT[issue.code])


def _not_in(here: Collection[str], export: Export, file: str) -> Iterator[Issue]:
    """An issue for each post page whose post is not in `here`. Only these pages are opened, and pages without an id in
    their name.
    """
    for member in export.posts():
        if not member.post_id or same_post(member.post_id) not in here:
            try:
                post, _ = post_page.read(export.read(member), member.name)
            except PAGE_ERRORS as error:
                yield Issue(file, "no-post", _UNREAD.format(shown(member.name), str(error).rstrip(".")), "error")
                continue
            if same_post(post.id) not in here:
                yield Issue(file, "text-gone", _POST_GONE.format(shown(member.name)), "error")


def _has_catalog(archive: Snapshot) -> bool:
    """Every import writes a catalog, with a line for archive.toml and about.md at least."""
    return not archive.files.keys().isdisjoint(_CATALOGS)


def _is_damaged(archive: Snapshot) -> bool:
    """Whether a line of the catalog can't be read, which is an issue of its own: its post may be here."""
    return any(issue.where in _CATALOGS for issue in archive.issues)


def _exports(archive: Snapshot) -> Iterator[Issue]:
    there = {file for file in archive.files if file.startswith("exports/")}
    if archive.imports and not there and not archive.layout.exports.is_dir():
        yield Issue("exports", "export-gone", _NONE)
        return
    unknown = there - {one.file for one in archive.imports}
    for one in archive.imports:
        if one.file not in there:
            same = sorted(file for file in unknown if archive.files[file].sha256 == one.sha256)
            message = _RENAMED.format(same[0]) if same else _GONE
            unknown -= set(same)
            yield Issue(one.file, "export-gone", message, "error")
        elif archive.differs(one.file, one.sha256):
            yield Issue(one.file, "export-changed", _CHANGED, "error")
    for file in sorted(unknown):
        if not file.rpartition("/")[2].startswith("."):
            yield Issue(file, "export-unknown", _UNKNOWN, "note")

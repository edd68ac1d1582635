"""The records about exports agree with the kept exports."""

from __future__ import annotations

from collections.abc import Iterator

from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.folder import accounts, history, proof_record
from medium_archive.folder.catalog import same_post
from medium_archive.folder.history import mark
from medium_archive.medium.safe_names import shown
from medium_archive.report import Issue

IN_QUICK = False
_ACCOUNTS = f"private/{accounts.NAME}"
_TEXT = (
    f"The fingerprint of this post in the history ({history.NAME}) differs from that of its page in {{}}. Restore the "
    "file from a copy, or delete its lines about the post and import your exports again."
)
_DAY = (
    "The day of this post's page in the catalog ({}) differs from the day in {}. Run `archive import --again`, which "
    "corrects it."
)
_ID = (
    "Its user id for {} differs from the one on the profile page of that export, so an import could refuse your "
    "exports. Restore the file from a copy, or delete it: the next import writes it again."
)

_NO_ID = "It has no line for {}. Restore the file from a copy, or import that export again, which writes the line."


def inspect(archive: Snapshot) -> Findings:
    """Compare fingerprints, days and user ids in the records with those in the exports."""
    return Findings((*_texts(archive), *_days(archive), *_ids(archive), *_without_id(archive)))


def _texts(archive: Snapshot) -> Iterator[Issue]:
    files = {mark(one.sha256): one.file for one in archive.imports if one.file in archive.export_pages}
    texts: dict[tuple[str, str], set[str]] = {}
    for marked, file in files.items():
        for page in archive.export_pages[file].pages:
            texts.setdefault((marked, page.post), set()).add(page.text)
    for state in archive.states:
        key = same_post(state.id)
        for marked in state.exports:
            if state.text not in texts.get((marked, key), {state.text}) and key in archive.places:
                where = f"{archive.places[key]}/index.md"
                yield Issue(where, "record-differs", _TEXT.format(shown(files[marked])), "error")


def _days(archive: Snapshot) -> Iterator[Issue]:
    pages = {
        (page.post, page.sha256): (file, page.day)
        for file, found in archive.export_pages.items()
        for page in found.pages
    }
    for key, entry in archive.entries.items():
        file, day = pages.get((key, entry.sha256), ("", entry.exported))
        if day != entry.exported and key in archive.places:
            where = f"{archive.places[key]}/index.md"
            yield Issue(where, "record-differs", _DAY.format(entry.exported, shown(file)), "error")


def _ids(archive: Snapshot) -> Iterator[Issue]:
    files = {one.sha256: one.file for one in archive.imports}
    for line in archive.lines.get(_ACCOUNTS, ()):
        file = files.get(line["export"], "")
        found = archive.export_pages.get(file)
        recorded = line.get("id", "")
        if found is not None and recorded and same_post(recorded) != same_post(found.user_id):
            yield Issue(_ACCOUNTS, "record-differs", _ID.format(shown(file)), "error")


def _without_id(archive: Snapshot) -> Iterator[Issue]:
    """An issue for each export without a line in accounts.jsonl. Versions of the program without accounts.jsonl did not
    write a proof either, so without a proof nothing is reported. A copy made by git has neither exports nor private
    files.
    """
    is_git_copy = _ACCOUNTS not in archive.files and not any(file.startswith("exports/") for file in archive.files)
    if is_git_copy or f"records/{proof_record.NAME}" not in archive.files:
        return
    recorded = {line["export"] for line in archive.lines.get(_ACCOUNTS, ())}
    for one in archive.imports:
        if one.sha256 not in recorded:
            yield Issue(_ACCOUNTS, "record-astray", _NO_ID.format(shown(one.file)), "error")

"""SHA256SUMS and private/SHA256SUMS are intact: they say what the records say, and of the records what they are."""

from __future__ import annotations

from collections.abc import Iterator

from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.errors import SettingsWrong
from medium_archive.folder import checksums, settings
from medium_archive.report import Issue

IN_QUICK = True
_AGAIN = "Restore it from a copy, or let `archive pictures` write it anew."
_OLDER = (
    "This archive has schema {}, and its checksums know less than those of schema {}. `archive import` brings it up to "
    "date: with an export, or with --again."
)
_PRIVATE = ("private/", "drafts/", "exports/")


def inspect(archive: Snapshot) -> Findings:
    """Each line against the records; each file of records against its line, as far as the archive's schema has one."""
    schema = _schema(archive)
    issues = tuple(_sums(archive, is_older=schema < settings.SCHEMA))
    if schema < settings.SCHEMA:
        older = Issue(archive.layout.settings.name, "schema-old", _OLDER.format(schema, settings.SCHEMA))
        issues = (older, *issues)
    return Findings(issues)


def _schema(archive: Snapshot) -> int:
    try:
        return settings.read(archive.layout.settings).schema
    except SettingsWrong:
        return settings.SCHEMA  # what is wrong there is an issue of its own


def _sums(archive: Snapshot, *, is_older: bool) -> Iterator[Issue]:
    for file, private in ((checksums.NAME, False), (f"private/{checksums.NAME}", True)):
        wanted = {name: sum for name, sum in _recorded(archive).items() if name.startswith(_PRIVATE) == private}
        of_records = {name for name in archive.lines if name.startswith("private/") == private}
        if private and not archive.layout.private.is_dir():
            continue  # a copy made by git
        if file not in archive.sums:
            if (wanted or of_records) and not is_older:
                yield Issue(file, "sums-gone", f"The file of checksums is not here. {_AGAIN}", "error")
            continue
        sums, wrong = archive.sums[file]
        for number in wrong:
            yield Issue(file, "sums-changed", f"Line {number} is no checksum. {_AGAIN}", "error")
        for name in sorted(wanted.keys() | of_records | sums.keys()):
            if name in sums or not is_older:
                yield from _line(archive, file, name, sums.get(name), wanted.get(name))


def _line(archive: Snapshot, file: str, name: str, said: str | None, wanted: str | None) -> Iterator[Issue]:
    if name in archive.lines:
        if said is None:
            yield Issue(file, "sums-changed", f"The line of {name} is missing. {_AGAIN}", "error")
        elif archive.differs(name, said):
            message = (
                "This file was changed by another hand than the program's, or damaged. Restore it from a copy; if you "
                "changed it yourself, `archive pictures` takes note."
            )
            yield Issue(name, "record-changed", message, "error")
            yield Issue(file, "sums-changed", f"Or the line of {name} was damaged. {_AGAIN}", "error")
    elif wanted is None and name.endswith(".jsonl"):
        yield Issue(name, "record-gone", "This file of records is not here. Restore it from a copy.", "error")
    elif wanted is None:
        yield Issue(file, "sums-changed", f"It names {name}, of which no record knows. {_AGAIN}", "error")
    elif said is None:
        yield Issue(file, "sums-changed", f"The line of {name} is missing. {_AGAIN}", "error")
    elif said != wanted:
        yield Issue(file, "sums-changed", f"It has another checksum for {name} than the records. {_AGAIN}", "error")


def _recorded(archive: Snapshot) -> dict[str, str]:
    sums = {entry.original: entry.sha256 for entry in archive.entries.values() if entry.original}
    sums |= {one.file: one.sha256 for one in archive.imports}
    sums |= {one.file: one.sha256 for one in archive.fed if one.file}
    for record in archive.pictures:
        sums |= dict.fromkeys(record.files, record.sha256)
    return sums

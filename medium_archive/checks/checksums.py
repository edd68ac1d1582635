"""SHA256SUMS and private/SHA256SUMS: their checksums are those of the records, and those of the files of records."""

from __future__ import annotations

from collections.abc import Iterator

from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.errors import SettingsWrong
from medium_archive.folder import alert_log, appeal_log, checksums, proof_record, settings, sign_log
from medium_archive.report import Issue

IN_QUICK = True
_RESTORE = "Restore it from a copy, or run `archive pictures`, which writes it again."
_FORM = (
    "Its lines are not as the program writes them: another order, as after a merge by git, a line twice, or other line "
    "ends. Run `archive pictures`, which writes the file again."
)
_OLDER = (
    "This archive has schema {}, and its checksums cover less than those of schema {}. To update it, run "
    "`archive import` with an export or with --again."
)
_PRIVATE = ("private/", "drafts/", "exports/")
_NOT_OF_IMPORTS = frozenset(
    (f"private/{alert_log.NAME}", f"private/{appeal_log.NAME}", f"private/{sign_log.NAME}", "private/medium.sqlite")
)


def inspect(archive: Snapshot) -> Findings:
    """Compare each line with the records, and each file of records with its line. Older schemas have fewer lines."""
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
        return settings.SCHEMA  # another check has an issue about the settings


def _sums(archive: Snapshot, *, is_older: bool) -> Iterator[Issue]:
    for file, private in ((checksums.NAME, False), (f"private/{checksums.NAME}", True)):
        wanted = {name: sum for name, sum in _recorded(archive).items() if name.startswith(_PRIVATE) == private}
        of_records = {name for name in archive.lines if name.startswith("private/") == private}
        if private and not _has_private_files(archive):
            continue  # a copy made by git
        if file not in archive.sums:
            if (wanted or of_records) and not is_older:
                yield Issue(file, "sums-gone", f"The file of checksums is missing. {_RESTORE}", "error")
            continue
        sums, wrong = archive.sums[file]
        if not wrong and not checksums.is_as_written(archive.files[file].path.read_bytes()):
            yield Issue(file, "sums-form", _FORM)
        for number in wrong:
            yield Issue(file, "sums-changed", f"Line {number} is not a checksum. {_RESTORE}", "error")
        # An earlier version of the program listed a file of the cache of drafts' pictures
        listed = (name for name in sums if not name.startswith("private/.cache/"))
        for name in sorted({*wanted, *of_records, *listed}):
            if name in sums or not is_older:
                yield from _line(archive, file, name, sums.get(name), wanted.get(name))


def _has_private_files(archive: Snapshot) -> bool:
    """Whether an import wrote into private/. In a copy made by git, other commands create this folder for a cache
    (which is not a file of the archive), for alerts, signs or a database.
    """
    return any(file.startswith("private/") and file not in _NOT_OF_IMPORTS for file in archive.files)


def _line(archive: Snapshot, file: str, name: str, listed: str | None, wanted: str | None) -> Iterator[Issue]:
    if name in archive.lines:
        if listed is None:
            yield Issue(file, "sums-changed", f"The line of {name} is missing. {_RESTORE}", "error")
        elif archive.differs(name, listed):
            message = (
                "It differs from what the program wrote: you changed it, or it was damaged. Restore it from a copy. If "
                "you changed it, run `archive pictures`, which records the change."
            )
            yield Issue(name, "record-changed", message, "error")
            yield Issue(
                file,
                "sums-changed",
                f"The line of {name} differs from the file: one of the two was damaged. {_RESTORE}",
                "error",
            )
    elif wanted is None and name.endswith((".jsonl", f"/{proof_record.NAME}")):
        yield Issue(name, "record-gone", "This file of records is missing. Restore it from a copy.", "error")
    elif wanted is None:
        yield Issue(
            file, "sums-changed", f"It has a line for {name}, which the records do not name. {_RESTORE}", "error"
        )
    elif listed is None:
        yield Issue(file, "sums-changed", f"The line of {name} is missing. {_RESTORE}", "error")
    elif listed != wanted:
        yield Issue(
            file, "sums-changed", f"Its checksum for {name} differs from the one in the records. {_RESTORE}", "error"
        )


def _recorded(archive: Snapshot) -> dict[str, str]:
    sums = {entry.original: entry.sha256 for entry in archive.entries.values() if entry.original}
    sums |= {one.file: one.sha256 for one in archive.imports}
    sums |= {one.file: one.sha256 for one in (*archive.told_elsewhere, *archive.captures) if one.file}
    for record in archive.pictures:
        sums |= dict.fromkeys(record.files, record.sha256)
    return sums

"""The files of records, read into the dataclasses that are their schemas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medium_archive.errors import RecordsDamaged
from medium_archive.folder import (
    accounts,
    alert_log,
    appeal_log,
    captures,
    catalog,
    feed,
    forgotten,
    gists,
    history,
    kept_exports,
    known_posts,
    migrations,
    picture_record,
    proof_record,
    published,
    records,
    rescued,
    schema,
    sign_log,
    site_captures,
    uploads,
    watch_log,
    written_files,
)
from medium_archive.folder.alert_log import Alert
from medium_archive.folder.captures import Capture
from medium_archive.folder.catalog import Entry
from medium_archive.folder.feed import FeedRecord
from medium_archive.folder.forgotten import Forgotten, KeptAway
from medium_archive.folder.history import State
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.known_posts import KnownPost
from medium_archive.folder.picture_record import PictureRecord
from medium_archive.folder.private_reading import schema_of
from medium_archive.folder.proof_record import Proof
from medium_archive.folder.records import Parsed
from medium_archive.folder.rescued import RescuedRecord
from medium_archive.folder.sign_log import Sign
from medium_archive.folder.watch_log import Probe
from medium_archive.folder.written_files import WrittenFile
from medium_archive.medium.reading import TABLES
from medium_archive.report import Issue

_RESTORE = "Restore the file from a copy or from git."
_UNKNOWN_KEY = (
    "The line of {} has {}, which this version of the program never writes there. If a newer version wrote it, use "
    "that version. Else restore the file from a copy or from git."
)
_QUOTED = 200  # characters; an address of a picture has about 90


@dataclass(frozen=True)
class Unknown:
    """The schema of a file of records that another version of the program, or a person, has added."""


_SCHEMAS: Mapping[str, type[Any]] = {
    accounts.NAME: accounts.UserId,
    catalog.NAME: Entry,
    history.NAME: State,
    picture_record.NAME: PictureRecord,
    gists.NAME: gists.GistRecord,
    kept_exports.NAME: Import,
    written_files.NAME: WrittenFile,
    feed.POSTS: FeedRecord,
    feed.FEEDS: feed.Validators,
    rescued.POSTS: RescuedRecord,
    known_posts.NAME: KnownPost,
    captures.NAME: Capture,
    watch_log.NAME: Probe,
    alert_log.NAME: Alert,
    appeal_log.NAME: appeal_log.Appeal,
    sign_log.NAME: Sign,
    published.NAME: published.Line,
    uploads.NAME: uploads.Line,
    migrations.NAME: migrations.Line,
    site_captures.NAME: site_captures.SiteCapture,
    proof_record.NAME: Proof,
    forgotten.NAME: Forgotten,
    forgotten.KEPT_AWAY: KeptAway,
}


def is_records(file: str) -> bool:
    """Whether a file of the archive, by its path there, has records."""
    is_named = file.endswith(".jsonl") or file.rpartition("/")[2] == proof_record.NAME
    return is_named and file.startswith(("records/", "private/"))


def parse(path: Path, file: str, loads: Callable[[str], Any], issues: list[Issue]) -> Parsed[Any]:
    """The records of a file, whose path in the archive is `file`, with the JSON of each line as `loads` reads it; of a
    proof only the records. What can't be read, and each key that the program never writes, becomes an issue.
    """
    table = TABLES.get(path.stem) if file.startswith("private/reading/") else None
    try:
        parsed = records.parse(path, schema_of(table) if table else _SCHEMAS.get(path.name, Unknown), loads)
    except RecordsDamaged as error:
        issues.append(Issue(file, "record-damaged", f"{error.message} {_RESTORE}", "error"))
        return Parsed()
    issues += [Issue(file, "record-damaged", f"{one.capitalize()}. {_RESTORE}", "error") for one in parsed.problems]
    for line, record in zip(parsed.lines, parsed.records, strict=True):
        if not isinstance(record, Unknown) and (keys := schema.unknown_keys(line, record)):
            name = str(next(iter(line.values())))[:_QUOTED]
            listed = ", ".join(f"`{key}`" for key in keys)
            issues.append(Issue(file, "record-key", _UNKNOWN_KEY.format(name, listed)))
    if any(isinstance(one, Proof) for one in parsed.records):  # as JSON it would take half of the memory of a check
        return Parsed((), tuple(map(proof_record.with_shared_amounts, parsed.records)), parsed.problems)
    return parsed

"""The tables in private/reading/ have the rows of the kept exports: what the author clapped for, follows, highlighted.

Rows that only an export has that is no longer in exports/ can't be compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from medium_archive.checks import result_cache
from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.errors import ArchiveError
from medium_archive.folder import private_pages, private_reading
from medium_archive.folder.history import mark
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.private_reading import FIRST, LAST, TIMES, Record
from medium_archive.medium.export import open_export
from medium_archive.medium.reading import OTHER, TABLES, Entry, Table
from medium_archive.report import Issue, Level

IN_QUICK = False
_LEVEL: Level = "error"
_RESTORE = "Restore the file from a copy, or delete it and import all your exports again."
_NO_FILE = f"This file is missing. The kept exports have {{}} for it. {_RESTORE.replace('delete it and ', '')}"
_LACKS = f"It lacks {{}} of the kept exports: {{}}. {_RESTORE}"
_DIFFERS = f"{{}} from the kept exports: {{}}. {_RESTORE}"
_ASTRAY = f"The kept exports do not have {{}} of this file, or not so often: {{}}. {_RESTORE}"
_NAMED = 3  # rows in a message
_QUOTED = 60  # characters of a row
_Group = list[tuple[int, Record]]


@dataclass(frozen=True)
class _Account:
    """The exports of an account: those to read, and the days of those that can't be read. If `has_unknown`, the archive
    also has an export that imports.jsonl does not name.
    """

    author: str
    kept: tuple[Import, ...]
    other_days: frozenset[str]
    has_unknown: bool

    @property
    def has_all(self) -> bool:
        return not self.other_days and not self.has_unknown

    def may_lack(self, day: str) -> bool:
        """Whether an export that can't be read can be of this day."""
        return self.has_unknown or day in self.other_days


def inspect(archive: Snapshot) -> Findings:
    """Compare every table of each account with the private pages of its kept exports."""
    issues: list[Issue] = []
    kept: dict[str, bool] = {}
    for author in sorted({one.author for one in archive.imports}):
        account = _account(archive, author)
        if not account.kept:
            continue
        paths = {name: _path(archive, table, author) for name, table in TABLES.items()}
        sums = {path: archive.files[path].sha256 for path in paths.values() if path in archive.files}
        exports = [[one.sha256, one.exported] for one in account.kept]
        key = result_cache.key("reading tables", sums, exports, sorted(account.other_days), account.has_unknown)
        found: tuple[Issue, ...] = ()
        if not archive.known.get(key):
            wanted = private_reading.rebuilt(_entries(archive, one) for one in account.kept)
            found = tuple(
                issue for name, path in paths.items() for issue in _of_table(archive, account, name, path, wanted)
            )
        if not found:
            kept[key] = True
        issues += found
    return Findings(tuple(issues), kept=kept)


def _account(archive: Snapshot, author: str) -> _Account:
    kept, days = [], set()
    for one in archive.imports:
        if one.author == author:
            pages = archive.export_pages.get(one.file)
            # An archive of schema 1 has nothing private, and no history. The next import reads these exports
            if pages is not None and (not pages.pages or archive.history.knows(mark(one.sha256))):
                kept.append(one)
            else:
                days.add(one.exported)
    named = {one.file for one in archive.imports}
    has_unknown = any(file.startswith("exports/") and file not in named for file in archive.files)
    return _Account(author, tuple(kept), frozenset(days), has_unknown)


def _path(archive: Snapshot, table: Table, author: str) -> str:
    return private_reading.place(archive.layout, table, author).relative_to(archive.layout.root).as_posix()


def _entries(archive: Snapshot, export: Import) -> tuple[str, Sequence[Entry]]:
    """The day of an export, and the entries of its private pages."""
    with suppress(ArchiveError), open_export(archive.files[export.file].path) as opened:
        return export.exported, private_pages.entries(opened)
    return export.exported, ()


def _of_table(
    archive: Snapshot, account: _Account, name: str, path: str, tables: Mapping[str, Sequence[Record]]
) -> Iterator[Issue]:
    wanted, table = tables.get(name, ()), TABLES[name]
    if path not in archive.files:
        if wanted:
            yield Issue(path, "record-gone", _NO_FILE.format(_rows(len(wanted))), _LEVEL)
        return
    if any(issue.where == path and issue.code == "record-damaged" for issue in archive.issues):
        return
    groups: dict[tuple[object, ...], tuple[_Group, _Group]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((wanted, archive.lines.get(path, ()))):
        for number, row in enumerate(rows, 1):
            groups[private_reading.key(table, row)][side].append((number, row))
    lacks: list[str] = []
    differs: list[str] = []
    astray: list[str] = []
    for right, here in groups.values():
        missing, extra = _difference(table, account, right, here)
        for (_, row), (number, other) in zip(missing, extra, strict=False):
            keys = [key for key in private_reading.columns(table) if row.get(key) != other.get(key)]
            differs.append(f"row {number} ({', '.join(f'`{key}`' for key in keys)})")
        lacks += (_quoted(table, row) for _, row in missing[len(extra) :])
        astray += (f"row {number}" for number, _ in extra[len(missing) :])
    if lacks:
        yield Issue(path, "record-gone", _LACKS.format(_rows(len(lacks)), _first(lacks)), _LEVEL)
    if differs:
        verb = f"{_rows(len(differs))} {'differs' if len(differs) == 1 else 'differ'}".capitalize()
        yield Issue(path, "record-differs", _DIFFERS.format(verb, _first(differs)), _LEVEL)
    if astray:
        yield Issue(path, "record-astray", _ASTRAY.format(_rows(len(astray)), _first(astray)), _LEVEL)


def _difference(table: Table, account: _Account, right: _Group, here: _Group) -> tuple[_Group, _Group]:
    """Of the rows of one entry, those that the file lacks, and those that it should not have."""
    if len(right) == len(here) == 1 and right[0][1] == here[0][1]:
        return [], []
    ignored: set[str] = set()
    if not account.has_all:
        last = right[0][1].get(LAST, "") if right else ""
        if any(row.get(LAST, "") > last and account.may_lack(row.get(LAST, "")) for _, row in here):
            return [], []  # the rows of an export that can't be read
        first = right[0][1].get(FIRST, "") if right else ""
        if all(row.get(FIRST, "") < first and account.may_lack(row.get(FIRST, "")) for _, row in here):
            ignored.add(FIRST)
        if account.may_lack(last):
            return _without(table, right, here, {*ignored, TIMES}), []
    return _without(table, right, here, ignored), _without(table, here, right, ignored)


def _without(table: Table, rows: _Group, others: _Group, ignored: set[str]) -> _Group:
    """The rows that are not among the others, or more often than there."""
    compared = [column for column in private_reading.columns(table) if column not in ignored]
    left = Counter(tuple(row.get(column) or None for column in compared) for _, row in others)
    found = []
    for number, row in rows:
        values = tuple(row.get(column) or None for column in compared)
        if left[values]:
            left[values] -= 1
        else:
            found.append((number, row))
    return found


def _quoted(table: Table, row: Record) -> str:
    """The words of a row, else its first value."""
    texts = [str(row[column]) for column in (*table.search, *table.columns, OTHER) if row.get(column)]
    text = texts[0] if texts else ""
    return f"“{text if len(text) <= _QUOTED else f'{text[:_QUOTED]}…'}”"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _first(names: Iterable[str]) -> str:
    listed = list(names)
    more = len(listed) - _NAMED
    return ", ".join(listed[:_NAMED]) + (f" and {more} more" if more > 0 else "")

"""The private data of exports in private/reading/: a file of JSON Lines for each table of `medium.reading`
(docs/format.md).

Exports are snapshots: the newest is right about the entries it has, and entries that only older ones have are kept. One
rule does both, and makes the same files whatever the order of imports: of several entries with the same key, those of
the latest day stay, with the first and the last day on which an export had the key.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import make_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from medium_archive.folder import records, schema
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.medium.reading import NUMBERS, TABLES, Entry, Table

# After the columns of a table: the days of the first and the last export that had the entry, and how often the last
# one had it, if more than once
FIRST, LAST, TIMES = "first", "last", "times"
LATER = "\0"  # for the day of an export, until it is known
_NUMBERS = NUMBERS | {TIMES}

Record = dict[str, Any]


def columns(table: Table) -> tuple[str, ...]:
    """The keys of a record, in their order."""
    return (*table.columns, FIRST, LAST, TIMES)


def place(layout: Layout, table: Table, author: str = "") -> Path:
    """The file of a table. That of another account than the main one is in a folder with the name of its author."""
    folder = layout.private / "reading"
    return (folder / author if author else folder) / f"{table.name}.jsonl"


def read(layout: Layout, table: Table, author: str = "") -> list[Record]:
    """The records of a table of an account. Raises RecordsDamaged."""
    return [schema.encode(record) for record in records.read(place(layout, table, author), schema_of(table))]


@cache
def schema_of(table: Table) -> type[Any]:
    """The schema of a table's file. No key must be there."""
    fields = [(key, int | None, None) if key in _NUMBERS else (key, str, "") for key in columns(table)]
    return make_dataclass(table.name, fields, frozen=True)


def has_any(layout: Layout, author: str = "") -> bool:
    """Whether there is a table of an account."""
    return any(place(layout, table, author).exists() for table in TABLES.values())


def merged(layout: Layout, entries: Iterable[Entry], exported: str, author: str = "") -> dict[str, bytes]:
    """The lines of each table that has entries in an export of an account, merged with those that the archive has;
    `exported` is its day, as in `Import`, or LATER. Merging an export twice changes nothing. Raises RecordsDamaged.
    """
    return {
        name: records.lines(_merged(TABLES[name], read(layout, TABLES[name], author), found))
        for name, found in _by_table(entries, exported).items()
    }


def rebuilt(exports: Iterable[tuple[str, Iterable[Entry]]]) -> dict[str, list[Record]]:
    """The records of each table that exports of an account make, each export with its day."""
    tables: dict[str, list[Record]] = {}
    for exported, entries in exports:
        for name, found in _by_table(entries, exported).items():
            tables[name] = list(_merged(TABLES[name], tables.get(name, ()), found))
    return {name: [_written(TABLES[name], record) for record in found] for name, found in tables.items()}


def _by_table(entries: Iterable[Entry], exported: str) -> dict[str, list[Record]]:
    """The entries by their table, each with the day of the export; without one if the export has no day, because no
    post says when it was made.
    """
    days = {FIRST: exported, LAST: exported} if exported else {}
    tables: dict[str, list[Record]] = defaultdict(list)
    for entry in entries:
        tables[entry.table.name].append({**entry.values, **days})
    return tables


def write(layout: Layout, table: str, lines: bytes, exported: str, author: str = "") -> None:
    """Write the lines of a table, with the day `exported` in the place of LATER."""
    for key in (FIRST, LAST):
        lines = lines.replace(_day(key, LATER), _day(key, exported))
    records.put(place(layout, TABLES[table], author), lines)


def _day(key: str, day: str) -> bytes:
    # The text of an entry cannot contain this, because JSON puts a backslash before its quotation marks
    return f'"{key}": {json.dumps(day)}'.encode()


def _written(table: Table, record: Record) -> Record:
    """The keys with a value, in the order of the schema."""
    values = {**record, TIMES: None if record.get(TIMES) == 1 else record.get(TIMES)}
    return {key: value for key in columns(table) if (value := values.get(key)) not in ("", None)}


def _merged(table: Table, known: Iterable[Record], new: Iterable[Record]) -> Iterator[Record]:
    """The records to write, from those of the archive and those of one export."""
    known, new = list(known), list(new)
    if not known and len({key(table, record) for record in new}) == len(new):  # quick: the first export
        yield from new  # they have their keys in their order already
        return
    groups: dict[tuple[Any, ...], tuple[list[Record], list[Record]]] = defaultdict(lambda: ([], []))
    for place, found in enumerate((known, new)):
        for record in found:
            groups[key(table, record)][place].append(record)
    for before, now in groups.values():
        if not before and len(now) == 1:  # nearly always; it has its keys in their order already
            yield now[0]
        else:
            yield from (_written(table, record) for record in _latest(table, [*before, *_counted(now)]))


def _counted(found: Iterable[Record]) -> Iterator[Record]:
    """Each of the records once, with the number of times that it is there."""
    counted = Counter(tuple(record.items()) for record in found)
    return ({**dict(values), TIMES: times} for values, times in counted.items())


def key(table: Table, record: Mapping[str, Any]) -> tuple[Any, ...]:
    """What identifies the entry of a record: the values of the key columns; for a value that is missing, as the id of
    a series, the address.
    """
    return tuple(
        [
            same_post(record["post"]) if name == "post" and "post" in record else record.get(name) or record.get("url")
            for name in table.key
        ]
    )


def _latest(table: Table, group: list[Record]) -> Iterable[Record]:
    if len(group) == 1:
        return group
    last = max(record.get(LAST, "") for record in group)
    first = min((day for record in group if (day := record.get(FIRST, ""))), default="")
    kept: dict[tuple[Any, ...], Record] = {}
    for record in group:
        if record.get(LAST, "") == last:
            values = tuple(record.get(name) for name in table.columns)
            times = max(record.get(TIMES, 1), kept.get(values, {}).get(TIMES, 1))
            kept[values] = {**record, FIRST: first, LAST: last, TIMES: times}
    return kept.values()

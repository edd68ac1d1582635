"""The private data of exports in private/reading/: a file of JSON Lines for each table of `medium.reading`
(docs/format.md).

Exports are snapshots: the newest is right about the entries it has, and entries that only older ones have are kept. One
rule does both, and makes the same files whatever the order of imports: of several entries with the same key, those of
the latest day stay, with the first and the last day on which an export had the key.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
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
    counted: dict[str, Counter[tuple[tuple[str, str | int], ...]]] = defaultdict(Counter)
    for entry in entries:
        counted[entry.table.name][tuple(entry.values.items())] += 1
    lines: dict[str, bytes] = {}
    for name, found in counted.items():
        table = TABLES[name]
        new = ({**dict(values), FIRST: exported, LAST: exported, TIMES: times} for values, times in found.items())
        latest = _merged(table, [*read(layout, table, author), *new])
        lines[name] = records.lines(_written(table, record) for record in latest)
    return lines


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


def _merged(table: Table, found: Iterable[Record]) -> list[Record]:
    groups: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
    for record in found:
        groups[_key(table, record)].append(record)
    return [record for group in groups.values() for record in _latest(table, group)]


def _key(table: Table, record: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values of the key columns; for a value that is missing, as the id of a series, the address."""
    return tuple(
        same_post(record["post"]) if name == "post" and "post" in record else record.get(name) or record.get("url")
        for name in table.key
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

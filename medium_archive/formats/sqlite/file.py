"""Makes the bytes of the database file. The same tables and the same SQLite give the same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from medium_archive.errors import SearchUnsupported
from medium_archive.formats.sqlite.search_terms import indexed
from medium_archive.formats.sqlite.tables import Table

APPLICATION = 0x4D417263  # "MArc": the application id in the header of the file
SCHEMA = 1
_HEADER = 72  # bytes, up to the end of the application id: sqlite.org/fileformat2.html, 1.3
_HINT = "Use a Python from python.org or of your system, 3.11 or newer."


def compose(tables: Iterable[Table]) -> bytes:
    """The file that holds these tables. Raises SearchUnsupported."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        if not hasattr(database, "serialize"):
            raise SearchUnsupported("The SQLite of this Python cannot serialise a database.", _HINT)
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute(f"PRAGMA user_version = {SCHEMA}")
        database.execute("BEGIN")
        for table in tables:
            _create(database, table)
            _fill(database, table)
            if table.search:
                _index(database, table)
        database.execute("COMMIT")
        return database.serialize()


def is_from_export(path: Path) -> bool:
    """Whether `compose` made the file."""
    with path.open("rb") as file:
        header = file.read(_HEADER)
    return header.startswith(b"SQLite format 3\0") and header[68:72] == APPLICATION.to_bytes(4, "big")


def _create(database: sqlite3.Connection, table: Table) -> None:
    columns = ['"number" INTEGER PRIMARY KEY']
    columns += [f'"{name}" {table.type_of(name)}{_reference(table, name)}' for name in table.columns]
    database.execute(f'CREATE TABLE "{table.name}" ({", ".join(columns)})')
    for name in table.references:
        database.execute(f'CREATE INDEX "{table.name}_{name}" ON "{table.name}" ("{name}")')


def _reference(table: Table, name: str) -> str:
    return f' REFERENCES "{table.references[name]}" ("number")' if name in table.references else ""


def _fill(database: sqlite3.Connection, table: Table) -> None:
    places = ", ".join("?" * (len(table.columns) + 1))
    database.executemany(
        f'INSERT INTO "{table.name}" VALUES ({places})',  # noqa: S608  # the names are constants
        (
            (number, *(None if (value := row.get(name)) == "" else value for name in table.columns))
            for number, row in enumerate(table.rows, 1)
        ),
    )


def _index(database: sqlite3.Connection, table: Table) -> None:
    """Create the search index of a table. It keeps no copy of the texts; Datasette finds it by `content="…"`."""
    columns = ", ".join(f'"{name}"' for name in table.search)
    index = f'"{table.name}_fts"'
    try:
        database.execute(
            f'CREATE VIRTUAL TABLE {index} USING fts5 ({columns}, content="{table.name}", content_rowid="number", '
            'tokenize="unicode61 remove_diacritics 2")'
        )
    except sqlite3.OperationalError as error:
        raise SearchUnsupported(f"The SQLite of this Python has no full-text search: {error}.", _HINT) from error
    places = ", ".join("?" * (len(table.search) + 1))
    database.executemany(
        f"INSERT INTO {index} (rowid, {columns}) VALUES ({places})",  # noqa: S608  # the names are constants
        (
            (number, *(indexed(row.get(name) or "") for name in table.search))
            for number, row in enumerate(table.rows, 1)
        ),
    )
    database.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608  # the names are constants

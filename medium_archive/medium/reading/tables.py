"""The tables of private data: their columns, and the key columns that identify an entry in several exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NUMBERS = frozenset({"count", "position", "owner"})
OTHER = "other"  # in every table: the unknown text of an entry


@dataclass(frozen=True)
class Table:
    """One kind of entry. `columns` are in the order in which they are written; all but `NUMBERS` are text. Two entries
    with the same values in `key` are the same entry. `search` names the columns with words.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    search: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One line of a page. `values` has no column without a value."""

    table: Table
    values: Mapping[str, str | int]


def _table(name: str, columns: str, key: str, search: str = "") -> Table:
    return Table(name, (*columns.split(), OTHER), tuple(key.split()), tuple(search.split()))


# `post` and `list` are Medium's ids. Times (`at`, `created`, `started`, `ended`, `seen`) have no zone, since the
# export names none; `created` of a list is in UTC.
TABLES = {
    table.name: table
    for table in (
        _table("claps", "post title count at url", "post", "title"),
        _table("bookmarks", "post title at url", "post", "title"),
        _table("highlights", "at graf text paragraph html", "at graf text", "text paragraph"),
        _table("lists", "list name description created url", "list", "name description"),
        _table("list-posts", "list position post title url", "list post", "title"),
        _table("following", "what name url", "what url", "name"),
        _table("interests", "what name url", "what url", "name"),
        _table("publications", "role name url owner", "role url", "name"),
        _table("memberships", "id started ended amount type", "id"),
        _table("charges", "at amount", "at amount"),
        _table("earnings", "post title amount url", "post", "title"),
        _table("sessions", "created seen location agent", "created agent"),
        _table("addresses", "at address", "at address"),
        _table("blocked", "name url", "url", "name"),
        _table("suggested", "name url", "url", "name"),
        _table("notes", "what at text url", "what at text url", "text"),
    )
}

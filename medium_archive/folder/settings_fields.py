"""The keys of archive.toml that a form can change: what each holds, as the settings and the theme say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from medium_archive.folder import themes
from medium_archive.folder.settings import CANONICAL, OLD_ADDRESSES, Site, Watch
from medium_archive.post import Author

Kind = Literal["text", "number", "flag", "list"]
Value = str | int | float | bool | tuple[str, ...]
Values = Mapping[str, Mapping[str, Value]]  # by table and key

_TABLES: Mapping[str, type[Any]] = {"site": Site, "author": Author, "watch": Watch}
_KEYS = {"feeds": "feed"}  # where a key has another name than its field
_CHOICES = {"canonical": CANONICAL, "old_addresses": OLD_ADDRESSES}


@dataclass(frozen=True)
class Field:
    """A key of a table. `default` is what it means to leave it out, `choices` are the values that it may have, of a
    list its members; () if any may be.
    """

    table: str
    key: str
    kind: Kind
    default: Value
    choices: tuple[str, ...] = ()


def of(table: str) -> tuple[Field, ...]:
    """The keys of [site], [author] or [watch]. Keys that hold tables, which no form has, are left out."""
    found = []
    for field in fields(_TABLES[table]):
        if field.default is MISSING:
            continue
        key = _KEYS.get(field.name, field.name)
        found.append(Field(table, key, _kind(field.default), field.default, _CHOICES.get(key, ())))
    return tuple(found)


def of_theme(name: str, archive: Path) -> tuple[Field, ...]:
    """The options of a theme, which [theme] sets. Raises ThemeBroken."""
    options, choices = themes.inherited(themes.line(name, archive))
    known = (
        (key, tuple(default) if isinstance(default, list) else default)
        for key, default in options.items()
        if isinstance(default, str | int | float | list)
    )
    return tuple(Field("theme", key, _kind(default), default, _names(choices.get(key))) for key, default in known)


def _kind(default: object) -> Kind:
    if isinstance(default, bool):
        return "flag"
    if isinstance(default, tuple):
        return "list"
    return "text" if isinstance(default, str) else "number"


def _names(choices: object) -> tuple[str, ...]:
    return tuple(str(one) for one in choices) if isinstance(choices, list) else ()

"""Which names a template may read of a value (docs/themes.md). A name that begins with an underscore is never one."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.utils import Cycler
from markupsafe import Markup

_TEXT = (
    "capitalize casefold count endswith find index isalnum isalpha isascii "
    "isdecimal isdigit islower isnumeric isspace istitle isupper lower lstrip partition removeprefix "
    "removesuffix rfind rindex rpartition rsplit rstrip split splitlines startswith strip swapcase "
    "title upper "
)
_DAY = "ctime day isocalendar isoformat isoweekday month weekday year"
_CLOCK = "fold hour isoformat microsecond minute second utcoffset"
# Methods of texts, days and times that could make a very long text: `templates` looks at what they are given
CHECKED = frozenset(
    ("center", "expandtabs", "format", "format_map", "join", "ljust", "replace", "rjust", "strftime", "zfill")
)
_NAMES: Mapping[type, str] = MappingProxyType(
    {
        Markup: f"{_TEXT} escape striptags unescape",
        str: _TEXT,
        bool: "",
        int: "bit_length denominator imag numerator real",
        float: "imag is_integer real",
        tuple: "count index",
        list: "copy count index",
        range: "count index start step stop",
        datetime: f"{_DAY} {_CLOCK} astimezone date time timestamp",
        date: _DAY,
        time: _CLOCK,
        timedelta: "days microseconds seconds total_seconds",
        LoopContext: "changed cycle depth depth0 first index index0 last length nextitem previtem revindex revindex0",
        Macro: "arguments caller catch_kwargs catch_varargs name",
        BlockReference: "super",
        Cycler: "current next reset",
    }
)
_MAPPING = frozenset(("copy", "get", "items", "keys", "values"))
_SET = frozenset(("difference", "intersection", "isdisjoint", "issubset", "issuperset", "union"))


class _Names(dict[type, frozenset[str]]):
    """The names of each type, worked out when they are first asked for."""

    def __missing__(self, kind: type) -> frozenset[str]:
        self[kind] = found = _of(kind)
        return found


def _of(kind: type) -> frozenset[str]:
    own = kind.__dict__.get("TEMPLATE_NAMES")
    if isinstance(own, frozenset):
        return own
    if is_dataclass(kind):
        return of_dataclass(kind)
    known = next((one for one in kind.__mro__ if one in _NAMES), None)
    if known is not None:
        # A tuple with names, such as a group or a week of the calendar
        named = getattr(kind, "_fields", ()) if issubclass(kind, tuple) else ()
        return frozenset((*_NAMES[known].split(), *named))
    return _MAPPING if issubclass(kind, Mapping) else _SET if issubclass(kind, Set) else frozenset()


def of_dataclass(kind: Any) -> frozenset[str]:
    """The fields and properties of a dataclass, without the fields that its text (`repr`) does not show."""
    named = {one.name for one in fields(kind) if one.repr}
    named |= {name for name, value in vars(kind).items() if isinstance(value, property)}
    return frozenset(name for name in named if not name.startswith("_"))


# By type: of the program's own values the fields and properties, or those in their TEMPLATE_NAMES
NAMES = _Names()

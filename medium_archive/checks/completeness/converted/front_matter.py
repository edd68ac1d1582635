"""Front matter, read from the events of a YAML parser: the texts at its top level and one level below.

It shares no code with `markdown/front_matter.py`, which builds Python values. Here a value stays as it is written. Text
that another YAML reader would take for something else is named, because the program writes it in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from itertools import pairwise

import yaml
from yaml.resolver import Resolver

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: the same, five times slower
    from yaml import SafeLoader  # type: ignore[assignment]  # the pure class stands in for the C one

# The keys whose value is true or false
_FLAGS = ("draft", "partial")
# The keys whose value may have a colon without quotes, and the characters with which such a value does not begin
_SPOKEN = ("title", "subtitle", "description")
_MARKS = "-?:,[]{}#&*!|>'\"%@`"
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TYPES = Resolver()
_TAGS = "tags"  # the only list at the top level
_BETWEEN_TAGS = re.compile(r"[,，、\n]")
# The first characters of unquoted values that may be no texts
_TYPED: Collection[str] = _TYPES.yaml_implicit_resolvers
# A key with a text that is plain or in single quotes, or with a mapping on the lines below it
_SIMPLE = re.compile(
    r"( {2})?([a-z][a-z0-9_]*):(?: (?:'([^']*(?:''[^']*)*)'|([^\W_][^:#]*(?:(?::(?! |\Z)|(?<! )#)[^:#]*)*)))?"
)
_MOMENT = re.compile(
    r"(?P<year>\d{4})(?:[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)|(?P<mm>\d\d)(?P<dd>\d\d))"
    r"(?:(?:[Tt]|[ \t]+)(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?"
    r"[ \t]*(?:[Zz]|(?P<sign>[-+])(?P<hours>\d\d?):?(?P<minutes>\d\d)?)?)?"
)
# The form in which Medium writes every moment
_USUAL = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d\.\d{3}Z", re.ASCII)


class Unreadable(ValueError):
    """The front matter is not a YAML mapping."""


@dataclass(slots=True)
class _Level:
    """An open mapping or list. `key` is the one whose value comes next, None where a key comes next."""

    is_mapping: bool
    key: str | None = None
    items: list[str] = field(default_factory=list)


def split(text: str) -> tuple[Sequence[tuple[str, str]], str, Sequence[str]]:
    """The keys and values of the front matter as texts, the Markdown below it, and the values that other YAML readers
    show in another way, because they are not in quotes. The key `url` in the mapping
    `medium` is `medium.url`. The value of a list is a text with one item on each line; the last line of a list in a
    mapping also ends with a line break. Tags may also be one text with commas. Deeper levels, and lists where the
    program reads a text, are left out.

    Raises Unreadable.
    """
    plain = text.removeprefix("\ufeff")
    if "\r" in plain:
        plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = plain.partition("\n")
    end = _END.search(rest) if first.rstrip(" \t") == "---" else None
    if end is None:
        return (), text, ()
    block = rest[: end.start()]
    odd: list[str] = []
    if not (values := _simple(block.split("\n")[:-1], odd)):
        odd.clear()
        values = _any(block, odd)
    return values, rest[end.end() + 1 :], odd


def _any(block: str, odd: list[str]) -> list[tuple[str, str]]:
    try:
        return list(_values(block, odd))
    except (yaml.YAMLError, Unreadable) as error:
        odd.clear()
        lines = block.split("\n")
        if (told := [_told(line, below) for line, below in pairwise(lines)]) == lines[:-1]:
            raise Unreadable(_words(error)) from error
    return _any("\n".join([*told, ""]), odd)


def _told(line: str, below: str) -> str:
    """A line of front matter, with its value in quotes if it is a short text of a post, has a colon and is no YAML."""
    key, colon, value = line.partition(":")
    text = value.strip(" \t")
    if key not in _SPOKEN or value[:1] not in (" ", "\t") or not text or text[0] in _MARKS or text[0].isspace():
        return line
    has_colon = text.endswith(":") or ": " in text or ":\t" in text
    if not has_colon or " #" in text or "\t#" in text or (below and not re.match("[A-Za-z_]+:", below)):
        return line
    doubled = text.replace("'", "''")
    return f"{key}{colon} '{doubled}'"


def _words(error: Exception) -> str:
    """A clause about a mistake in front matter, with its line in the file, whose first line is `---`."""
    if isinstance(error, Unreadable):
        return str(error)
    mark = getattr(error, "context_mark", None) or getattr(error, "problem_mark", None)
    if mark is None:
        return f"its front matter is not valid YAML ({' '.join(str(error).split())})"
    return f"its front matter is not valid YAML (line {mark.line + 2}: {getattr(error, 'problem', '')})"


@lru_cache(maxsize=64)  # original and text of a post have the same date
def moment(text: str) -> str:
    """A date, or a date with a time, as Medium writes it: `2019-01-09T06:16:00.766Z`. "" for any other text. Without a
    zone it is in UTC.
    """
    if _USUAL.fullmatch(text):
        with suppress(ValueError):  # no such day
            return f"{datetime.fromisoformat(text[:-1]).isoformat(timespec='milliseconds')}Z"
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return ""
    part = {name: int(value) for name, value in found.groupdict("0").items() if name not in ("sign", "fraction")}
    milliseconds = int(f"{found['fraction'] or 0}"[:3].ljust(3, "0"))
    zone = timedelta(hours=part["hours"], minutes=part["minutes"]) * (-1 if found["sign"] == "-" else 1)
    try:
        local = datetime(
            part["year"], part["month"] or part["mm"], part["day"] or part["dd"],
            part["hour"], part["minute"], part["second"], milliseconds * 1000, timezone(zone),
        )  # fmt: skip
        return f"{local.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
    except (ValueError, OverflowError):  # no such day, or outside of the years 1 to 9999 in UTC
        return ""


def _simple(lines: Sequence[str], odd: list[str]) -> list[tuple[str, str]]:
    """The result of `_values` for front matter with only simple lines, which most posts have, in a fraction of the
    time. Empty for any other front matter.
    """
    found: list[tuple[str, str]] = []
    outer, is_empty = "", False  # the key of the mapping in which indented lines are, and whether it is still empty
    for line in lines:
        simple = _SIMPLE.fullmatch(line)
        if simple is None or line[-1] == " " or not line.isprintable():
            return []
        indent, key, quoted, plain = simple.groups()
        if (indent and not outer) or (is_empty and not indent):
            return []
        is_empty = quoted is None and plain is None
        if is_empty and indent:
            return []
        if not indent:
            outer = key if is_empty else ""
        if not is_empty:
            text = quoted.replace("''", "'") if plain is None else _shown(plain, is_flag=_key(key) in _FLAGS, odd=odd)
            if key == _TAGS:
                text = _one_a_line(text)
            found.append((f"{_key(outer)}.{_key(key)}" if indent else _key(key), text))
    return [] if is_empty else found


def _values(block: str, odd: list[str]) -> Iterator[tuple[str, str]]:
    levels: list[_Level] = []
    anchors: dict[str | None, str] = {}
    for event in yaml.parse(block, SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            levels.append(_Level(isinstance(event, yaml.MappingStartEvent)))
            anchors[event.anchor] = ""
            if not levels[0].is_mapping:
                raise Unreadable("it must be a list of keys with values")
        elif isinstance(event, yaml.CollectionEndEvent):
            level = levels.pop()
            if not level.is_mapping:
                yield from _list(levels, level.items)
            if levels:
                # A collection that is a key itself has a value that is left out
                levels[-1].key = None if levels[-1].key is not None else ""
        elif isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
            is_key = bool(levels) and levels[-1].is_mapping and levels[-1].key is None
            is_flag = bool(levels) and levels[-1].key in _FLAGS
            text = _text(event, anchors, is_flag=is_flag, odd=[] if is_key else odd)
            if not levels:
                if text:
                    raise Unreadable("it must be a list of keys with values")
            elif is_key:
                levels[-1].key = text
            else:
                if len(levels) <= 2 and all(level.is_mapping for level in levels):
                    key = ".".join(str(level.key) for level in levels)
                    yield key, _one_a_line(text) if key == _TAGS else text
                levels[-1].items.append(text)
                levels[-1].key = None


def _one_a_line(text: str) -> str:
    return "\n".join(tag for one in _BETWEEN_TAGS.split(text) if (tag := one.strip()))


def _list(levels: Sequence[_Level], items: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The key and the value of a list. It is at the top level, or in a mapping of the top level: the open `levels`."""
    if len(levels) == 1:
        yield str(levels[0].key), "\n".join(items) if levels[0].key == _TAGS else ""
    elif len(levels) == 2 and levels[1].is_mapping:
        yield f"{levels[0].key}.{levels[1].key}", "".join(f"{item}\n" for item in items)


def _text(
    event: yaml.ScalarEvent | yaml.AliasEvent, anchors: dict[str | None, str], *, is_flag: bool, odd: list[str]
) -> str:
    if isinstance(event, yaml.AliasEvent):
        if event.anchor not in anchors:
            raise Unreadable(f"nothing has the anchor {event.anchor}")
        return anchors[event.anchor]
    text = str(event.value)
    if event.implicit[0] and not event.style:
        text = _shown(text, is_flag=is_flag, odd=odd)
    anchors[event.anchor] = text
    return text


def _shown(text: str, *, is_flag: bool, odd: list[str]) -> str:
    """An unquoted value: "" for null, else as it is written; true and false in small letters with `is_flag`. `odd`
    receives a text that another YAML reader shows in another way.
    """
    if text and text[0] not in _TYPED:
        return text
    kind = _TYPES.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]  # the stubs' gap
    name = str(kind).rpartition(":")[2]
    if name == "null":
        return ""
    if is_flag and name == "bool":
        return text.lower()
    if not _is_as_shown(text, name):
        odd.append(text)
    return text


@lru_cache(maxsize=256)  # all texts have the same few keys
def _key(name: str) -> str:
    return _shown(name, is_flag=False, odd=[])


def _is_as_shown(text: str, kind: str) -> bool:
    """Whether a YAML reader shows an unquoted value of this kind as it is written."""
    if kind in ("str", "timestamp"):
        return True
    try:
        return str({"int": int, "float": float}[kind](text)) == text
    except (KeyError, ValueError):
        return False

"""Front matter: the YAML between two lines `---` at the head of index.md (docs/markdown.md, "Front matter")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import yaml

try:
    from yaml import CSafeDumper as SafeDumper
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: the same, five times slower
    from yaml import SafeDumper, SafeLoader  # type: ignore[assignment]  # the pure classes stand in for the C ones

_FENCED = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


class _Dumper(SafeDumper):
    """Dates as the field writes them: 2019-01-09T06:16:00.766Z."""


def _represent_datetime(dumper: _Dumper, moment: datetime) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", timestamp(moment))


_Dumper.add_representer(datetime, _represent_datetime)


class FrontMatterWrong(ValueError):
    """The block is no YAML mapping; the message says where."""


def split(text: str) -> tuple[dict[str, Any], str]:
    """The front matter of a file and the Markdown below it; ({}, text) when it has none. Raises FrontMatterWrong."""
    match = _FENCED.match(text)
    if match is None:
        return {}, text
    try:
        values = yaml.load(match[1], SafeLoader)  # the C build of the safe loader
    except (yaml.YAMLError, ValueError) as error:
        raise FrontMatterWrong(" ".join(str(error).split())) from error
    if values is None:
        values = {}
    if not isinstance(values, dict):
        raise FrontMatterWrong("it must be a list of keys with values")
    return values, text[match.end() :].lstrip("\r\n")


def join(values: Mapping[str, Any], text: str) -> str:
    """The file: front matter without empty values, a blank line, the Markdown, one line end."""
    kept = _without_empty(values)
    block = yaml.dump(kept, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{block}---\n\n{text}\n" if text else f"---\n{block}---\n"


def timestamp(moment: datetime) -> str:
    """ISO 8601 in UTC, to the millisecond, as Medium's own `datetime` attribute."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(value: object) -> datetime | None:
    """What a person may write for a date (YAML's own dates, or text in ISO 8601), aware, in UTC; None if it is none."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return None


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in values.items():
        inner = _without_empty(value) if isinstance(value, Mapping) else value
        if inner not in ("", None, [], (), {}):
            kept[key] = list(inner) if isinstance(inner, tuple) else inner
    return kept

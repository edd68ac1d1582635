"""Front matter: the YAML between two lines `---` at the head of index.md (docs/markdown.md, "Front matter")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import yaml

from medium_archive.markdown import yaml_text

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: the same, five times slower
    from yaml import SafeLoader  # type: ignore[assignment]  # the pure class stands in for the C one

_FENCED = re.compile(r"\A\ufeff?---[ \t]*(?:\r\n|\r|\n)(.*?)(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:[\r\n]|\Z)", re.DOTALL)
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|(\d\d)(\d\d))")
_BEFORE_ZONE = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")  # "2021-01-05 10:00:00 +0100", as Jekyll has it
_MAX_DEPTH = 50  # libyaml's composer calls itself for each level; many levels overflow the stack and end the program
# PyYAML raises its own errors, and others for a value that is not of the type of its tag
_YAML_ERRORS = (yaml.YAMLError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError)


class _Loader(SafeLoader):
    """Reads a date that does not exist as text, so that the rest can be read."""


def _construct_timestamp(loader: _Loader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except (ValueError, OverflowError):
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _construct_timestamp)
timestamp = yaml_text.timestamp


class FrontMatterWrong(ValueError):
    """The block is not a YAML mapping. The message says where."""


def split(text: str) -> tuple[dict[str, Any], str]:
    """The front matter of a file ({} if it has none) and the Markdown below it. Raises FrontMatterWrong."""
    match = _FENCED.match(text)
    if match is None:
        return {}, text
    try:
        _refuse_depth(match[1])
        values = yaml.load(match[1], _Loader)  # noqa: S506  # a safe loader, its C build
    except _YAML_ERRORS as error:
        raise FrontMatterWrong(" ".join(str(error).split())) from error
    if values is None:
        values = {}
    if not isinstance(values, dict):
        raise FrontMatterWrong("it must be a list of keys with values")
    return values, text[match.end() :].lstrip("\r\n")


def join(values: Mapping[str, Any], text: str) -> str:
    """The file: front matter without empty values, a blank line, the Markdown, one line end."""
    block = yaml_text.block(_without_empty(values))
    return f"---\n{block}---\n\n{text}\n" if text else f"---\n{block}---\n"


def moment(value: object) -> datetime | None:
    """A date in the front matter, aware, in UTC: YAML's own dates, `20210105`, text in ISO 8601, `2021-1-5`. None for
    any other value.
    """
    try:
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            value = _of_text(str(value).strip())
        if isinstance(value, datetime):
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        if isinstance(value, date):
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
    except (ValueError, OverflowError):  # no such day, or outside of the years 1 to 9999 in UTC
        pass
    return None


def _of_text(text: str) -> datetime:
    if day := _DAY.fullmatch(text):
        return datetime(int(day[1]), int(day[2] or day[4]), int(day[3] or day[5]), tzinfo=UTC)
    return datetime.fromisoformat(_BEFORE_ZONE.sub("", text))


def _refuse_depth(block: str) -> None:
    if sum(block.count(mark) for mark in "[{-?:") <= _MAX_DEPTH:
        return
    depth = 0
    for event in yaml.parse(block, SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise ValueError(f"it has more than {_MAX_DEPTH} levels")


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in values.items():
        inner = _without_empty(value) if isinstance(value, Mapping) else value
        if inner not in ("", None, [], (), {}):
            kept[key] = list(inner) if isinstance(inner, tuple) else inner
    return kept

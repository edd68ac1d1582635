"""Reads front matter of the form that the program writes, in a tenth of the time that a YAML parser needs.

A key with a value on a line, text without quotes or in quotes without escapes, `true` and `false`, times in UTC with
milliseconds, lists of such values, mappings one level deep.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from medium_archive.markdown import yaml_text

_LINE = re.compile(r"(  )?([a-z_][a-z0-9_]{0,60}):(?: (.+))?")
_ITEM = "- "
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_SINGLE = re.compile(r"'((?:[^']|'')*)'")
_DOUBLE = re.compile(r'"([^"\\]*)"')


class _Unknown(Exception):
    """A line of another form."""


def read(block: str) -> dict[str, Any] | None:
    """The mapping that `yaml_reader` would read; None if anything in the block has another form."""
    if not yaml_text.is_one_line(block.replace("\n", "")):
        return None
    try:
        return _mapping(block.removesuffix("\n").split("\n"))
    except _Unknown:
        return None


def _mapping(lines: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    open_key = ""  # that of a list or mapping, whose values are in the next lines
    for line in lines:
        if line.startswith(_ITEM) and line != _ITEM:
            _members(values, open_key, list).append(_scalar(line.removeprefix(_ITEM), ""))
            continue
        match = _LINE.fullmatch(line)
        if match is None or match[2] in yaml_text.WORDS:
            raise _Unknown
        indent, key, text = match.groups()
        if indent:
            if text is None:
                raise _Unknown
            _members(values, open_key, dict)[key] = _scalar(text, key)
            continue
        _close(values, open_key)
        open_key = key if text is None else ""
        values[key] = None if text is None else _scalar(text, key)
    _close(values, open_key)
    return values


def _members(values: dict[str, Any], key: str, kind: type[Any]) -> Any:
    """The list or mapping of the key, made with its first value."""
    if not key:
        raise _Unknown
    if values[key] is None:
        values[key] = kind()
    if not isinstance(values[key], kind):
        raise _Unknown
    return values[key]


def _close(values: dict[str, Any], key: str) -> None:
    """Refuses a key without a value."""
    if key and values[key] is None:
        raise _Unknown


def _scalar(text: str, key: str) -> Any:
    """The value of a key, "" for an item of a list."""
    if yaml_text.is_plain(text):
        return text
    if text in ("true", "false"):
        return text == "true" if key in yaml_text.FLAGS else text
    if _TIME.fullmatch(text):
        if key not in yaml_text.DATES:
            return text
        try:
            return datetime.fromisoformat(text)
        except ValueError as error:  # no such day
            raise _Unknown from error
    if match := _SINGLE.fullmatch(text):
        return match[1].replace("''", "'")
    if match := _DOUBLE.fullmatch(text):
        return match[1]
    raise _Unknown

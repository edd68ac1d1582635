"""Front matter: the YAML between two lines `---` at the head of index.md (docs/markdown.md, "Front matter")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timezone
from typing import Any

from medium_archive.markdown import plain_yaml, yaml_text

_FENCED = re.compile(r"\A\ufeff?---[ \t]*(?:\r\n|\r|\n)(.*?)(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:[\r\n]|\Z)", re.DOTALL)
_FENCE = "\n---\n"
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|(\d\d)(\d\d))")
_BEFORE_ZONE = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")  # "2021-01-05 10:00:00 +0100", as Jekyll has it
timestamp = yaml_text.timestamp


class FrontMatterWrong(ValueError):
    """The block is not a YAML mapping. The message says where."""


def split(text: str) -> tuple[dict[str, Any], str]:
    """The front matter of a file ({} if it has none) and the Markdown below it. Raises FrontMatterWrong."""
    block, markdown = _parts(text)
    if block is None:
        return {}, markdown
    values = plain_yaml.read(block)
    return _any_yaml(block) if values is None else values, markdown


def below(text: str) -> str:
    """The Markdown below the front matter, which is not read."""
    return _parts(text)[1]


def span(text: str) -> tuple[int, int] | None:
    """Where the YAML begins and ends in a text; None if it has no front matter."""
    match = _FENCED.match(text)
    return None if match is None else match.span(1)


def _parts(text: str) -> tuple[str | None, str]:
    """The YAML of the front matter, None if there is none, and the Markdown below it."""
    end = text.find(_FENCE, 3) if text.startswith("---\n") else -1
    block, rest = text[4 : end + 1], end + len(_FENCE)
    if end < 0 or _may_end(block):  # else it is the form that the program writes
        match = _FENCED.match(text)
        if match is None:
            return None, text
        block, rest = match[1], match.end()
    return block, text[rest:].lstrip("\r\n")


def _may_end(block: str) -> bool:
    """Whether front matter may end inside a block of lines."""
    return "\r" in block or block.startswith(("---", "...")) or "\n---" in block or "\n..." in block


def _any_yaml(block: str) -> dict[str, Any]:
    from medium_archive.markdown import yaml_reader  # noqa: PLC0415  # PyYAML is slow to import and seldom needed

    try:
        values = yaml_reader.read(block)
    except ValueError as error:
        raise FrontMatterWrong(str(error)) from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise FrontMatterWrong("it must be a list of keys with values")
    return values


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


def zone(value: object) -> timezone | None:
    """The zone in which a date of the front matter names its day: UTC for a day, or a time without a zone. None for a
    moment in UTC, as Medium writes it, whose day depends on the zone of the reader; also for any other value.
    """
    try:
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            text = str(value).strip()
            if text.endswith("Z"):
                return None
            value = date.min if _DAY.fullmatch(text) else _of_text(text)
    except ValueError:
        return None
    if isinstance(value, datetime) and (offset := value.utcoffset()) is not None:
        return timezone(offset) if offset else None
    return UTC if isinstance(value, date) else None


def _of_text(text: str) -> datetime:
    if day := _DAY.fullmatch(text):
        return datetime(int(day[1]), int(day[2] or day[4]), int(day[3] or day[5]), tzinfo=UTC)
    return datetime.fromisoformat(_BEFORE_ZONE.sub("", text))


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in values.items():
        is_text = isinstance(value, str)  # first, because the check for a mapping takes long
        inner = _without_empty(value) if not is_text and isinstance(value, Mapping) else value
        if inner not in ("", None, [], (), {}):
            kept[key] = list(inner) if isinstance(inner, tuple) else inner
    return kept

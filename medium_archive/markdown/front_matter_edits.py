"""Changes single values of the front matter of a text; every other character of the text stays as a person wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from medium_archive.markdown import front_matter, yaml_text
from medium_archive.markdown.front_matter import FrontMatterWrong

Value = str | bool | date | datetime | list[str] | None
# docs/markdown.md, "Front matter"
_ORDER = (
    "title", "title_markdown", "subtitle", "description", "author", "date", "updated", "slug", "lang", "tags", "cover",
    "canonical", "also", "draft", "medium",
)  # fmt: skip
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)")
_KEY = re.compile(r"([\"']?)([A-Za-z_]+)\1[ \t]*:(?=[ \t\r\n])")
_GOES_ON = re.compile(r"[ \t\]}]|-[ \t\r\n]|[\r\n]")
_COMMENT = re.compile(r"""(?:"(?:[^"\\\r\n]|\\.)*"|'[^'\r\n]*'|[^"'#\r\n]|(?<![ \t])#)*?([ \t]+#[^\r\n]*)[\r\n]""")
_NOT_SO = "it has a form in which this value can't be changed alone"


def with_values(text: str, values: Mapping[str, Value]) -> str:
    """The text with these values; None removes a key. Raises FrontMatterWrong, also for a text without front matter."""
    span = front_matter.span(text)
    if span is None:
        raise FrontMatterWrong("there is none")
    before, markdown = front_matter.split(text)
    lines = _LINE.findall(text, *span)
    for key, value in values.items():
        lines = _with_value(lines, key, value)
    changed = f"{text[: span[0]]}{''.join(lines)}{text[span[1] :]}"
    try:
        after, same_markdown = front_matter.split(changed)
    except FrontMatterWrong as error:  # it names a line that nobody wrote
        raise FrontMatterWrong(_NOT_SO) from error
    others = [{key: value for key, value in found.items() if key not in values} for found in (before, after)]
    if others[0] != others[1] or markdown != same_markdown or not _has(after, values):
        raise FrontMatterWrong(_NOT_SO)
    return changed


def _with_value(lines: list[str], key: str, value: Value) -> list[str]:
    start = next((place for place, line in enumerate(lines) if _key_of(line) == key), None)
    if value is None:
        return lines if start is None else [*lines[:start], *lines[_end(lines, start) :]]
    new = [f"{line}\n" for line in yaml_text.block({key: value}).splitlines()]
    if lines and not lines[0].endswith("\r\n") and lines[0].endswith("\r"):
        new = [line.replace("\n", "\r") for line in new]
    elif lines and lines[0].endswith("\r\n"):
        new = [line.replace("\n", "\r\n") for line in new]
    if start is None:
        place = _place(lines, key)
        return [*lines[:place], *new, *lines[place:]]
    if comment := _COMMENT.match(lines[start]):
        end = new[0].rstrip("\r\n")
        new[0] = f"{end}{comment[1]}{new[0][len(end) :]}"
    return [*lines[:start], *new, *lines[_end(lines, start) :]]


def _key_of(line: str) -> str:
    match = _KEY.match(line)
    return match[2] if match else ""


def _end(lines: list[str], start: int) -> int:
    """The end of a value that begins in this line: without the blank lines after it."""
    end = start + 1
    while end < len(lines) and _GOES_ON.match(lines[end]):
        end += 1
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def _place(lines: list[str], key: str) -> int:
    """Where a key goes that is not there yet: after those before it in the order of the program."""
    earlier = _ORDER[: _ORDER.index(key)]
    places = [_end(lines, place) for place, line in enumerate(lines) if _key_of(line) in earlier]
    return places[-1] if places else 0


def _has(found: Mapping[str, object], values: Mapping[str, Value]) -> bool:
    """Whether front matter that was read has these values."""
    for key, value in values.items():
        if value is None and key in found:
            return False
        if isinstance(value, date):
            if front_matter.moment(found.get(key)) != front_matter.moment(value):
                return False
        elif value is not None and found.get(key) != value:
            return False
    return True

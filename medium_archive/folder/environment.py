"""Variables of the environment, and of a file in private/ for programs that a scheduler starts without one."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Mapping

from medium_archive.errors import SettingsWrong
from medium_archive.folder import files, regular_files
from medium_archive.folder.layout import Layout

_NOTE = re.compile(r"\s#.*")
_QUOTED = re.compile(r"""\s*("[^"]*"|'[^']*')\s*(?:\s#.*)?$""")


def read(layout: Layout, name: str) -> dict[str, str]:
    """The variables of private/NAME, lines of `KEY=value`, and over them those of the environment that are not empty.
    A # after a space begins a note, but not inside quotes.

    Raises FolderUnwritable if the file can't be read.
    """
    return {**read_file(layout, name), **{key: value for key, value in os.environ.items() if value}}


def read_file(layout: Layout, name: str) -> dict[str, str]:
    """The variables of private/NAME alone, as a scheduler's run has them. Raises FolderUnwritable."""
    return parsed(text(layout, name))


def text(layout: Layout, name: str, errors: str = "replace") -> str:
    """The text of private/NAME, "" if there is none; `errors` says what becomes of bytes that are not UTF-8, as in
    `bytes.decode`. Raises FolderUnwritable.
    """
    file = layout.private / name
    if not file.is_file():
        return ""
    with files.disk_errors(file):
        content = regular_files.read(file, file.parent)
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):  # as some editors of Windows write it
        return content.decode("utf-16", "replace")
    return content.decode("utf-8-sig", errors)


def parsed(text: str) -> dict[str, str]:
    """The variables of the text of such a file."""
    return {key: _value(line.partition("=")[2]) for line in text.splitlines() if (key := _key(line))}


def changed(text: str, values: Mapping[str, str]) -> str:
    """The text of such a file with these variables; "" removes one. Lines of others, and notes, stay.

    Raises SettingsWrong for a value that no line can have.
    """
    before = parsed(text)
    new = {key: value for key, value in values.items() if value != before.get(key, "")}
    kept = [line for line in text.splitlines() if _key(line) not in new]
    added = [_line(key, value) for key, value in new.items() if value]
    return "".join(f"{line}\n" for line in (*kept, *added)) if new else text


def _key(line: str) -> str:
    """The variable that a line sets, "" for a note or another line."""
    key, is_set, _ = line.partition("=")
    return key.strip().removeprefix("export ").strip() if is_set and not key.lstrip().startswith("#") else ""


def _line(key: str, value: str) -> str:
    for line in (f"{key}={value}", f'{key}="{value}"', f"{key}='{value}'"):
        if parsed(line) == {key: value}:
            return line
    raise SettingsWrong(
        f"The value of {key} can't be written to a line.",
        "Leave out quotes, line breaks, and spaces at its beginning and end.",
    )


def _value(text: str) -> str:
    """The value without a note, and without quotes around the whole, or one that has no other: a command may begin and
    end with quoted words.
    """
    if quoted := _QUOTED.match(text):
        return quoted[1][1:-1].strip()
    value = _NOTE.sub("", text).strip()
    return value.strip("".join(quote for quote in "'\"" if value.count(quote) % 2))

"""Variables of the environment, and of a file in private/ for programs that a scheduler starts without one."""

from __future__ import annotations

import codecs
import os
import re

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
    file = layout.private / name
    values: dict[str, str] = {}
    if file.is_file():
        with files.disk_errors(file):
            content = regular_files.read(file, file.parent)
        is_wide = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # as some editors of Windows write it
        text = content.decode("utf-16" if is_wide else "utf-8-sig", errors="replace")
        for line in text.splitlines():
            key, is_set, value = line.partition("=")
            if is_set and not key.lstrip().startswith("#"):
                values[key.strip().removeprefix("export ").strip()] = _value(value)
    return values


def _value(text: str) -> str:
    """The value without a note, and without quotes around the whole, or one that has no other: a command may begin and
    end with quoted words.
    """
    if quoted := _QUOTED.match(text):
        return quoted[1][1:-1].strip()
    value = _NOTE.sub("", text).strip()
    return value.strip("".join(quote for quote in "'\"" if value.count(quote) % 2))

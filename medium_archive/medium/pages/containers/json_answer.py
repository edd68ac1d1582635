"""Answers of Medium's in JSON, as other tools save them: `?format=json`, with or without Medium's prefix, and GraphQL.

What is saved in them is for the reader of the state (medium/pages): here they are only recognised.
"""

from __future__ import annotations

from collections.abc import Iterator

from medium_archive.medium.pages.containers import signs, text_encoding
from medium_archive.medium.pages.containers.beside import Beside
from medium_archive.medium.pages.containers.saved import Kind, Saved
from medium_archive.medium.pages.containers.saved_file import SavedFile
from medium_archive.report import Issue

NAME = "an answer of Medium's in JSON"
KINDS: tuple[Kind, ...] = ("json",)


def recognises(file: SavedFile, start: bytes) -> bool:
    return signs.is_json(start) and signs.is_mediums(file.read() if len(start) < file.size else start)


def read(file: SavedFile, beside: Beside) -> Iterator[Saved | Issue]:
    content, is_readable = text_encoding.as_utf8(file.read())
    if not is_readable:
        yield text_encoding.issue(file.where)
    yield Saved(file.where, content, "", None, "json")

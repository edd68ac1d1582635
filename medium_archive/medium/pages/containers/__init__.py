"""Containers: what people have of their pages, in the forms that browsers, archives and mail programs write.

Each member of `ALL` is one module, a `Container`; a file is of the first member that recognises it, by its contents and
never by its name. To add one, write its file and name it in `ALL`; the contract tests run on it by themselves.
Folders and zips of them are walked through by `walk.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from medium_archive.errors import MemberDamaged
from medium_archive.medium.pages.containers import (
    html_page,
    json_answer,
    mail,
    mhtml,
    singlefile_zip,
    wacz,
    warc,
    webarchive,
)
from medium_archive.medium.pages.containers.beside import Beside
from medium_archive.medium.pages.containers.saved import Kind, Pictures, PictureSource, Saved
from medium_archive.medium.pages.containers.saved_file import SavedFile
from medium_archive.medium.pages.containers.walk import Unread, Walk
from medium_archive.report import Issue

__all__ = ["ALL", "Container", "Kind", "MemberDamaged", "PictureSource", "Pictures", "Saved", "Unread", "find", "read"]


class Container(Protocol):
    """A module for one kind of file.

    `NAME` is what people call it, `KINDS` are the kinds of `Saved` that it gives.
    """

    @property
    def NAME(self) -> str: ...  # noqa: N802  # a constant of the module

    @property
    def KINDS(self) -> tuple[Kind, ...]: ...  # noqa: N802  # as above

    def recognises(self, file: SavedFile, start: bytes) -> bool:
        """Whether a file is of this kind, by its contents. `start` are its first bytes."""

    def read(self, file: SavedFile, beside: Beside) -> Iterator[Saved | Issue]:
        """The pages in a file, one at a time, and the issues about what can't be read. Raises MemberDamaged and
        OSError where nothing can be read. `beside` are the folders in the same folder.
        """


# MHTML before mails, whose form it has, and a packed page before pages, which it may begin like
ALL: tuple[Container, ...] = (webarchive, wacz, singlefile_zip, warc, mhtml, mail, json_answer, html_page)


def read(path: Path) -> Iterator[Saved | Issue]:
    """The pages in a file, or in all files of a folder or a zip, one at a time, and an issue for each thing that can't
    be read. Never raises for what is in them. The order is that of the names.
    """
    for one in find(path):
        if isinstance(one, Unread):
            yield from one.read()
        else:
            yield one


def find(path: Path) -> Iterator[Saved | Unread | Issue]:
    """The same, where pages in HTML files are found, and not read."""
    return Walk(ALL).find(path)

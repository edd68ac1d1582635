"""The files that the ledger of a post is made from: its original, its text, and its page of the site."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from medium_archive import budget
from medium_archive.checks.last_build import LastBuild
from medium_archive.folder import files
from medium_archive.folder.catalog import Entry
from medium_archive.folder.layout import TEXT, Layout


@dataclass(frozen=True)
class PostFiles:
    """Their contents. `page` is None if it is not built; `is_older` says that the page is older than its sources.
    `sums` are their checksums, in the order of `sums_on_disk`.
    """

    original: bytes
    text: bytes
    page: bytes | None
    is_older: bool
    sums: tuple[str, ...]

    @classmethod
    def read(cls, layout: Layout, build: LastBuild, entry: Entry) -> Self:
        """Raises OSError."""
        root, page = layout.root, _page(layout, entry)
        text = _content(f"{root}/{entry.path}/{TEXT}")
        built = _content(page) if os.path.isfile(page) else None  # noqa: PTH113  # a Path takes longer
        original = _content(f"{root}/{entry.original}")
        is_older = built is not None and build.is_older(layout, entry)
        contents = (original, text) if built is None else (original, text, built)
        sums = tuple(hashlib.sha256(content).hexdigest() for content in contents)
        return cls(original, text, built, is_older, sums)

    def check_size(self, entry: Entry) -> None:
        """Raise ValueError if the post is too large to be compared. A saved page was measured when it was imported."""
        if not entry.is_from_page and (excess := budget.PAGE.excess(self.original)):
            raise ValueError(f"its original is too large: {excess}.")
        if excess := budget.TEXT.excess(self.text):
            raise ValueError(f"its text is too large: {excess}.")

    @property
    def text_sum(self) -> str:
        """The checksum of the text."""
        return self.sums[1]


def sums_on_disk(layout: Layout, build: LastBuild, entry: Entry) -> tuple[list[str], bool]:
    """The checksums of the original, of the text, and of the page if it is built; and whether the page is older than
    what it is made from. Raises OSError.
    """
    page = Path(_page(layout, entry))
    paths = (layout.root / entry.original, layout.root / entry.path / TEXT, *([page] if page.is_file() else ()))
    return [files.checksum(path) for path in paths], len(paths) == 3 and build.is_older(layout, entry)


def _page(layout: Layout, entry: Entry) -> str:
    return f"{layout.site}/{entry.path}/index.html"


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # a Path takes longer
        return file.read()

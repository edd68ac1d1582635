"""The files that the ledger of a post is made from: its original, its text, and its page of the site."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from medium_archive.checks.last_build import LastBuild
from medium_archive.folder import files
from medium_archive.folder.catalog import Entry
from medium_archive.folder.layout import TEXT, Layout


@dataclass(frozen=True)
class PostFiles:
    """Their contents. `page` is None if it is not built; `is_older` says that it is older than what it is made from."""

    original: bytes
    text: bytes
    page: bytes | None
    is_older: bool

    @classmethod
    def read(cls, layout: Layout, build: LastBuild, entry: Entry) -> Self:
        """Raises OSError."""
        page = _page(layout, entry)
        text = (layout.root / entry.path / TEXT).read_bytes()
        built = page.read_bytes() if page.is_file() else None
        is_older = built is not None and build.is_older(layout, entry)
        return cls((layout.root / entry.original).read_bytes(), text, built, is_older)

    @property
    def sums(self) -> list[str]:
        """Their checksums, in the order of `sums_on_disk`."""
        contents = (self.original, self.text, self.page)
        return [hashlib.sha256(content).hexdigest() for content in contents if content is not None]


def sums_on_disk(layout: Layout, build: LastBuild, entry: Entry) -> tuple[list[str], bool]:
    """The checksums of the original, of the text, and of the page if it is built; and whether the page is older than
    what it is made from. Raises OSError.
    """
    page = _page(layout, entry)
    paths = (layout.root / entry.original, layout.root / entry.path / TEXT, *([page] if page.is_file() else ()))
    return [files.checksum(path) for path in paths], len(paths) == 3 and build.is_older(layout, entry)


def _page(layout: Layout, entry: Entry) -> Path:
    return layout.site / entry.path / "index.html"

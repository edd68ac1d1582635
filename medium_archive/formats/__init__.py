"""Formats: what `archive export NAME` writes for other programs. A format is one module here, and one entry in `ALL`.

The module of a static site generator has only its `IDIOM`. A `Format` turns the public articles into files. An
`ArchiveFormat` takes the whole archive, drafts and private parts too, and writes by itself. The command line and the
contract tests run on every member of `ALL`. `archive export` imports all members, so a member imports what is slow
inside its functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from medium_archive.formats import (
    astro,
    bagit,
    bar,
    eleventy,
    epub,
    ghost,
    html,
    hugo,
    jekyll,
    jsonl,
    obsidian,
    pdf,
    pelican,
    redirects,
    sqlite,
    wordpress,
    zola,
)
from medium_archive.formats.generator.format import Generator
from medium_archive.formats.values import File, Target, Written
from medium_archive.report import Progress

if TYPE_CHECKING:
    from medium_archive.articles import Library
    from medium_archive.folder.layout import Layout
    from medium_archive.post import Kind

__all__ = ["ALL", "ArchiveFormat", "File", "Format", "Target", "Written"]


class _Described(Protocol):
    """What the command line needs.

    `NAME` is the word after `archive export`, `SUMMARY` what the format is and who reads it, `EXAMPLE` a command line.
    `Settings` is a frozen dataclass of the options: each field has a default, and its help under "help" in the
    metadata; a field `without_private: bool` is the option `--without-private`.
    """

    NAME: str
    SUMMARY: str
    EXAMPLE: str
    TARGET: Target

    @property
    def Settings(self) -> type[Any]: ...  # noqa: N802  # a class of the module


@runtime_checkable
class Format(_Described, Protocol):
    """Files made of articles.

    Provisional: the formats for other generators may need more of the library than redirects does.
    """

    def kinds(self, settings: Any) -> tuple[Kind, ...]:
        """The kinds of posts that the export takes: a draft only where the settings name drafts."""

    def files(self, library: Library, settings: Any) -> Iterator[File]:
        """The files, in an order that does not change. Pure: writes nothing, and asks no clock and no network."""


@runtime_checkable
class ArchiveFormat(_Described, Protocol):
    """A copy of the whole archive. It holds private things, so the report must say so."""

    def write(self, layout: Layout, out: Path, settings: Any, progress: Progress) -> Written:
        """Write the export to `out`, whole or not at all. The archive is locked. Raises UnsafeTarget for a place where
        others would see it, FolderUnwritable, and what reading the archive raises.
        """


ALL: tuple[Format | ArchiveFormat, ...] = (
    Generator(astro.IDIOM),
    bagit,
    bar,
    Generator(eleventy.IDIOM),
    epub,
    ghost,
    html,
    Generator(hugo.IDIOM),
    Generator(jekyll.IDIOM),
    jsonl,
    obsidian.Notes(obsidian.IDIOM),
    pdf,
    Generator(pelican.IDIOM),
    redirects,
    sqlite,
    wordpress,
    Generator(zola.IDIOM),
)

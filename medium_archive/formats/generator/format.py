"""The format of a generator, made from its idiom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medium_archive.articles import selection
from medium_archive.articles.selection import Selection
from medium_archive.formats.generator.idiom import Idiom
from medium_archive.formats.values import NEW_FOLDER, File

if TYPE_CHECKING:
    from medium_archive.articles import Library
    from medium_archive.post import Kind


class Generator:
    """The member of `formats.ALL` for a generator. Only the idioms differ."""

    TARGET = NEW_FOLDER
    Settings: type[Selection] = Selection

    def __init__(self, idiom: Idiom) -> None:
        self.idiom = idiom
        self.NAME = idiom.name
        self.SUMMARY = idiom.summary
        self.EXAMPLE = f"archive export {idiom.name} {idiom.example}"

    def kinds(self, settings: Selection) -> tuple[Kind, ...]:
        return selection.kinds(settings)

    def files(self, library: Library, settings: Selection) -> Iterator[File]:
        from medium_archive.formats.generator import export

        return export.files(library, self.idiom)

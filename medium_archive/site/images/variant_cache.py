"""The cache of variants: a folder of the archive that may be deleted (docs/format.md).

A folder for each content, named by its SHA-256, holds the variants and, written last, the list of them; `index.jsonl`
maps each file, with its size and time, to its content, so that a second build reads no picture.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from medium_archive.errors import RecordsDamaged
from medium_archive.folder import files, records, regular_files, schema
from medium_archive.folder.schema import ArchivePath
from medium_archive.site.images import encoding
from medium_archive.site.images.encoding import RECIPE, Encoded

CACHE = ".cache"
_LIST = "variants.json"
_INDEX = "index.jsonl"


def needs_other_format(file: str) -> bool:
    """Whether browsers can't show the format of a picture."""
    return file.lower().endswith((".tif", ".tiff"))


@dataclass(frozen=True)
class CachedFile:
    """A file of the archive whose content is known: its size, its time in nanoseconds, its SHA-256."""

    file: ArchivePath
    bytes: int
    time: int
    sha256: str


@dataclass(frozen=True)
class VariantList:
    """The list of the variants of one content, made by a recipe; `problem` says why there are none."""

    recipe: int
    variants: tuple[Encoded, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class CachedVariants:
    """The variants of one content, in its folder of the cache; `problem` says why there are none."""

    folder: Path
    variants: tuple[Encoded, ...]
    problem: str


@dataclass
class VariantCache:
    """One cache folder."""

    folder: Path
    _index: dict[str, CachedFile] | None = None
    _used: dict[str, CachedFile] = field(default_factory=dict)

    def find(self, file: str, path: Path, status: os.stat_result) -> CachedVariants | None:
        """The variants of a file of the archive, None while they are not made."""
        if self._index is None:
            self._index = self._read_index()
        cached = self._index.get(file)
        if cached is None or (cached.bytes, cached.time) != (status.st_size, status.st_mtime_ns):
            cached = CachedFile(file, status.st_size, status.st_mtime_ns, files.checksum(path))
        self._index[file] = self._used[file] = cached
        return self._read(cached.sha256)

    def keep(self, file: str) -> None:
        """Count the variants of a file as used, if `find` found them in an earlier build."""
        if self._index is None:
            self._index = self._read_index()
        if file in self._index:
            self._used[file] = self._index[file]

    def content_of(self, file: str) -> str:
        """The SHA-256 of a file that `find` looked up."""
        return self._used[file].sha256

    def make(self, content: str, path: Path) -> int:
        """Make the variants of a content; returns their number. Runs in a separate thread."""
        with files.disk_errors(path):
            source = path.read_bytes()
        made = encoding.encode(source, always=needs_other_format(path.name))
        folder = self._folder_of(content)
        shutil.rmtree(folder, ignore_errors=True)  # of an older recipe, or damaged
        for one, data in made.variants:
            files.write(folder / one.name, data)
        about = VariantList(RECIPE, tuple(one for one, _ in made.variants), made.problem)
        files.write(folder / _LIST, json.dumps(schema.encode(about)).encode())
        return len(made.variants)

    def write_index(self) -> None:
        """Write which file has which content."""
        if self._index is not None and (self._index or self.folder.is_dir()):
            # Git ignores every file below, whatever the archive's own .gitignore says.
            files.write(self.folder / ".gitignore", b"*\n")
            index = self.folder / "pictures" / _INDEX
            if self._index:
                files.write(index, records.lines(self._index.values()))  # a cache has no line in the checksums
            else:
                index.unlink(missing_ok=True)

    def prune(self) -> None:
        """Remove the contents that `find` did not look up."""
        self._index = dict(self._used)
        used = {cached.sha256 for cached in self._used.values()}
        for folder in (self.folder / "pictures").glob("*/*/"):
            if folder.name not in used:
                shutil.rmtree(folder, ignore_errors=True)  # a folder that can't be removed now does no harm

    def _read(self, content: str) -> CachedVariants | None:
        """The list of a content, if all its variants are there and made by today's recipe."""
        folder = self._folder_of(content)
        try:
            about = schema.decode(json.loads(regular_files.read(folder / _LIST, folder)), VariantList)
            if any((folder / one.name).stat().st_size != one.bytes for one in about.variants):
                return None
        except (OSError, ValueError, RecursionError):
            return None  # not made yet, or damaged: it is made again
        return CachedVariants(folder, about.variants, about.problem) if about.recipe == RECIPE else None

    def _folder_of(self, content: str) -> Path:
        return self.folder / "pictures" / content[:2] / content

    def _read_index(self) -> dict[str, CachedFile]:
        try:
            return {cached.file: cached for cached in records.read(self.folder / "pictures" / _INDEX, CachedFile)}
        except RecordsDamaged:
            return {}  # a cache that can't be read counts as empty

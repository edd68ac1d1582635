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
from typing import Any

from medium_archive.errors import RecordsDamaged
from medium_archive.folder import files, records
from medium_archive.site.images import encoding
from medium_archive.site.images.encoding import RECIPE, Encoded

CACHE = ".cache"
_LIST = "variants.json"
_INDEX = "index.jsonl"


def needs_other_format(file: str) -> bool:
    """Whether browsers can't show the format of a picture."""
    return file.lower().endswith((".tif", ".tiff"))


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
    _index: dict[str, dict[str, Any]] | None = None
    _used: dict[str, dict[str, Any]] = field(default_factory=dict)

    def find(self, file: str, path: Path, status: os.stat_result) -> CachedVariants | None:
        """The variants of a file of the archive, None while they are not made."""
        if self._index is None:
            self._index = self._read_index()
        line = self._index.get(file, {})
        if (line.get("bytes"), line.get("time")) != (status.st_size, status.st_mtime_ns):
            line = {"file": file, "bytes": status.st_size, "time": status.st_mtime_ns, "sha256": files.checksum(path)}
        self._index[file] = self._used[file] = line
        return self._read(line["sha256"])

    def content_of(self, file: str) -> str:
        """The SHA-256 of a file that `find` looked up."""
        return str(self._used[file]["sha256"])

    def make(self, content: str, path: Path) -> int:
        """Make the variants of a content; returns their number. Runs in a thread of its own."""
        with files.disk_errors(path):
            source = path.read_bytes()
        made = encoding.encode(source, always=needs_other_format(path.name))
        folder = self._folder_of(content)
        shutil.rmtree(folder, ignore_errors=True)  # of an older recipe, or damaged
        for one, data in made.variants:
            files.write(folder / one.name, data)
        about = {"recipe": RECIPE, "variants": [one.as_json() for one, _ in made.variants], "problem": made.problem}
        files.write(folder / _LIST, json.dumps(about).encode())
        return len(made.variants)

    def write_index(self) -> None:
        """Write which file has which content."""
        if self._index is not None and (self._index or self.folder.is_dir()):
            # Git ignores every file below, whatever the archive's own .gitignore says.
            files.write(self.folder / ".gitignore", b"*\n")
            records.write_lines(self.folder / "pictures" / _INDEX, self._index.values())

    def prune(self) -> None:
        """Remove the contents that `find` did not look up."""
        self._index = dict(self._used)
        used = {str(line["sha256"]) for line in self._used.values()}
        for folder in (self.folder / "pictures").glob("*/*/"):
            if folder.name not in used:
                shutil.rmtree(folder, ignore_errors=True)  # a folder that can't be removed now does no harm

    def _read(self, content: str) -> CachedVariants | None:
        """The list of a content, if all its variants are there and made by today's recipe."""
        folder = self._folder_of(content)
        try:
            about = json.loads((folder / _LIST).read_bytes())
            if about["recipe"] != RECIPE:
                return None
            variants = tuple(Encoded(**one) for one in about["variants"])
            if any((folder / one.name).stat().st_size != one.bytes for one in variants):
                return None
            return CachedVariants(folder, variants, str(about["problem"]))
        except (OSError, ValueError, LookupError, TypeError):
            return None  # not made yet, or damaged: it is made again

    def _folder_of(self, content: str) -> Path:
        return self.folder / "pictures" / content[:2] / content

    def _read_index(self) -> dict[str, dict[str, Any]]:
        try:
            return {line["file"]: line for line in records.read_lines(self.folder / "pictures" / _INDEX)}
        except (RecordsDamaged, LookupError, TypeError):
            return {}  # a cache that can't be read counts as empty

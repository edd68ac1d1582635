"""Smaller copies of pictures, in formats that cost fewer bytes: made once for each content, kept in a cache.

The cache is a folder of the archive that may be deleted (docs/format.md). A folder for each content, named by its
SHA-256, holds the variants and, written last, the list of them; `index.jsonl` knows the content of a file by its size
and time, so that a second build reads no picture. What only drafts show has a cache below `private/`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from medium_archive.errors import RecordsDamaged
from medium_archive.folder import files, records
from medium_archive.report import Issue, Progress
from medium_archive.site.images import encoding
from medium_archive.site.images.encoding import RECIPE, Encoded
from medium_archive.site.images.sizes import Sizes

CACHE = ".cache"
_SMALL = 10_000  # bytes: less than this saves nobody time
_MOST_THREADS = 8  # each holds a decoded picture
_LIST = "variants.json"
_INDEX = "index.jsonl"
_DRAFTS = "drafts/"


@dataclass(frozen=True)
class Variant:
    """`name` is its file in the site, `path` the copy in the cache; `type` as in `image/avif`."""

    name: str
    path: Path
    type: str
    width: int


@dataclass(frozen=True)
class PageVariants:
    """The variants for a page, and how wide it shows them."""

    of: Callable[[str, tuple[int, int] | None], tuple[Variant, ...]]
    sizes: Sizes


@dataclass
class Variants:
    """The variants of an archive's pictures. `of` gives those that are made and remembers what is not; `make` makes
    that. `sizes` tells how wide a page in a language shows a picture.
    """

    root: Path
    sizes: Callable[[str], Sizes]
    issues: list[Issue] = field(default_factory=list)
    made: int = 0
    _shelves: dict[str, _Shelf] = field(default_factory=dict)
    _waiting: dict[str, _Shelf] = field(default_factory=dict)
    _siblings: dict[str, list[str]] = field(default_factory=dict)

    def of(self, file: str, size: tuple[int, int] | None) -> tuple[Variant, ...]:
        """The variants of a picture of the archive; none while it waits, and for what has none: what no program here
        decodes, what is small, what moves.
        """
        path = self.root / file
        status = path.stat()
        if file.lower().endswith(".svg") or (status.st_size <= _SMALL and not _needs_another_form(file)):
            return ()
        if size is None or size[0] * size[1] > (Image.MAX_IMAGE_PIXELS or 0):
            self._say(file, "The picture has too many pixels to be decoded")
            return ()
        shelf = self._shelf(file)
        found = shelf.find(file, path, status)
        if found is None:
            self._waiting[file] = shelf
            return ()
        if found.problem:
            self._say(file, found.problem)
        start = f"{file.rpartition('/')[0]}/".lstrip("/") + self._stem(file)
        return tuple(
            Variant(f"{start}-{one.width}.{one.type}", found.folder / one.name, one.type, one.width)
            for one in found.variants
        )

    def in_language(self, language: str) -> PageVariants:
        """The same for a page in that language."""
        return PageVariants(self.of, self.sizes(language))

    def waits(self, shown: tuple[str, ...]) -> bool:
        """Whether one of these files has no variants yet because nobody made them."""
        return any(file in self._waiting for file in shown)

    def make(self, progress: Progress) -> None:
        """Make what waits. A picture that can't be encoded is noted as such, and shown as it is."""
        contents = {(shelf.folder, shelf.content_of(file)): (shelf, file) for file, shelf in self._waiting.items()}
        workers = min(_MOST_THREADS, os.cpu_count() or 1, len(contents)) or 1
        pool = ThreadPoolExecutor(workers)
        try:
            running = [
                pool.submit(shelf.make, content, self.root / file) for (_, content), (shelf, file) in contents.items()
            ]
            for done in progress("Encoding pictures", as_completed(running), len(running)):
                self.made += done.result()
        finally:
            pool.shutdown(cancel_futures=True)
            for shelf in self._shelves.values():
                shelf.write_index()
        self._waiting.clear()

    def finish(self, *, prune: bool) -> None:
        """Write down what was learned; with `prune`, forget contents that this build did not show."""
        self._shelf("")  # also of an archive that shows no picture any more
        for shelf in self._shelves.values():
            if prune:
                shelf.prune()
            shelf.write_index()

    def _shelf(self, file: str) -> _Shelf:
        place = f"private/{CACHE}" if file.startswith(_DRAFTS) else CACHE
        if place not in self._shelves:
            self._shelves[place] = _Shelf(self.root / place)
        return self._shelves[place]

    def _stem(self, file: str) -> str:
        """What the names of a file's variants begin with: its own without the ending, unless that would be taken for
        another file's.
        """
        folder, _, name = file.rpartition("/")
        if folder not in self._siblings:
            self._siblings[folder] = [path.name.casefold() for path in (self.root / folder).iterdir()]
        stem = name.rpartition(".")[0]
        rival = re.compile(rf"{re.escape(stem.casefold())}(-\d+)?\.[^.]+")
        mine = name.casefold()
        return name if any(rival.fullmatch(other) for other in self._siblings[folder] if other != mine) else stem

    def _say(self, file: str, problem: str) -> None:
        issue = Issue(file, "picture-as-it-is", f"{problem}. The site shows the picture as it is.")
        if issue not in self.issues:
            self.issues.append(issue)


@dataclass(frozen=True)
class _Kept:
    """What the cache has for one content."""

    folder: Path
    variants: tuple[Encoded, ...]
    problem: str


@dataclass
class _Shelf:
    """One cache folder."""

    folder: Path
    _index: dict[str, dict[str, Any]] | None = None
    _seen: dict[str, dict[str, Any]] = field(default_factory=dict)

    def find(self, file: str, path: Path, status: os.stat_result) -> _Kept | None:
        """What there is for a file of the archive, None while it is not made."""
        if self._index is None:
            self._index = self._read_index()
        line = self._index.get(file, {})
        if (line.get("bytes"), line.get("time")) != (status.st_size, status.st_mtime_ns):
            line = {"file": file, "bytes": status.st_size, "time": status.st_mtime_ns, "sha256": files.checksum(path)}
        self._index[file] = self._seen[file] = line
        return self._kept(line["sha256"])

    def content_of(self, file: str) -> str:
        """The SHA-256 of a file that `find` was asked for."""
        return str(self._seen[file]["sha256"])

    def make(self, content: str, path: Path) -> int:
        """Make the variants of a content; how many there are now. Runs in a thread of its own."""
        with files.disk_errors(path):
            source = path.read_bytes()
        made = encoding.encode(source, always=_needs_another_form(path.name))
        folder = self._folder_of(content)
        shutil.rmtree(folder, ignore_errors=True)  # of an older recipe, or damaged
        for one, data in made.variants:
            files.write(folder / one.name, data)
        about = {"recipe": RECIPE, "variants": [one.as_json() for one, _ in made.variants], "problem": made.problem}
        files.write(folder / _LIST, json.dumps(about).encode())
        return len(made.variants)

    def write_index(self) -> None:
        """Write down which file has which content."""
        if self._index is not None and (self._index or self.folder.is_dir()):
            # Git takes no file below this, whatever the archive's own .gitignore says.
            files.write(self.folder / ".gitignore", b"*\n")
            records.write_lines(self.folder / "pictures" / _INDEX, self._index.values())

    def prune(self) -> None:
        """Remove the contents that nothing asked for."""
        self._index = dict(self._seen)
        wanted = {str(line["sha256"]) for line in self._seen.values()}
        for folder in (self.folder / "pictures").glob("*/*/"):
            if folder.name not in wanted:
                shutil.rmtree(folder, ignore_errors=True)  # what can't be removed now is in nobody's way

    def _kept(self, content: str) -> _Kept | None:
        """What the list of a content says, if all of it is there and of today's recipe."""
        folder = self._folder_of(content)
        try:
            about = json.loads((folder / _LIST).read_bytes())
            if about["recipe"] != RECIPE:
                return None
            variants = tuple(Encoded(**one) for one in about["variants"])
            if any((folder / one.name).stat().st_size != one.bytes for one in variants):
                return None
            return _Kept(folder, variants, str(about["problem"]))
        except (OSError, ValueError, LookupError, TypeError):
            return None  # not made yet, or somebody was at it: it is made again

    def _folder_of(self, content: str) -> Path:
        return self.folder / "pictures" / content[:2] / content

    def _read_index(self) -> dict[str, dict[str, Any]]:
        try:
            return {line["file"]: line for line in records.read_lines(self.folder / "pictures" / _INDEX)}
        except (RecordsDamaged, LookupError, TypeError):
            return {}  # a cache that can't be read is a cache that isn't there


def _needs_another_form(file: str) -> bool:
    """Whether browsers don't show the original."""
    return file.lower().endswith((".tif", ".tiff"))

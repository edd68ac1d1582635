"""Smaller copies of pictures, in formats that cost fewer bytes: made once for each content, kept in a cache."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from medium_archive.folder import pickles
from medium_archive.report import Issue, Progress
from medium_archive.site.images.sizes import Sizes
from medium_archive.site.images.variant_cache import CACHE, VariantCache, needs_other_format

_SMALL = 10_000  # bytes: a copy of a smaller file saves no loading time
_MAX_THREADS = 8  # each holds a decoded picture
_DRAFTS = "drafts/"


@pickles.by_position
@dataclass(frozen=True, slots=True)
class Variant:
    """`name` is its file in the site, `path` its file in the cache; `type` as in `image/avif`; `width` in pixels."""

    name: str
    path: Path
    type: str
    width: int


@dataclass(frozen=True)
class PageVariants:
    """The variants for a page, and how wide the page shows them."""

    of: Callable[[str, tuple[int, int] | None], tuple[Variant, ...]]
    sizes: Sizes


Asked = list[tuple[str, tuple[int, int] | None]]  # the arguments of calls of `Variants.of`: files with their sizes


@dataclass
class Variants:
    """The variants of an archive's pictures.

    `of` returns the variants of a picture, or puts the picture on a waiting list; `make` makes the variants of the
    waiting list. `sizes` gives, for a language, the width at which a page shows a picture. `problems` says, by file,
    why a picture has no variants; `made` counts the variants made so far. Pictures of drafts have a cache below
    `private/`.
    """

    root: Path
    sizes: Mapping[str, Sizes]
    problems: dict[str, str] = field(default_factory=dict)
    made: int = 0
    _caches: dict[str, VariantCache] = field(default_factory=dict)
    _waiting: dict[str, VariantCache] = field(default_factory=dict)
    _names: dict[str, list[str]] = field(default_factory=dict)
    _asked: Asked = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def begin_asking(self) -> Asked:
        """A new list, to which each call of `of` adds its arguments until the next call of this function."""
        self._asked = []
        return self._asked

    def ask(self, pictures: Asked) -> None:
        """Call `of` with the arguments of calls in another process, except for files that were asked for before."""
        for file, size in pictures:
            if file not in self._seen:
                with suppress(OSError):  # the file was deleted in the meantime
                    self.of(file, size)

    def of(self, file: str, size: tuple[int, int] | None) -> tuple[Variant, ...]:
        """The variants of a picture of the archive. None while they wait to be made, and none for an SVG, a small
        file, an animation, and a file that can't be decoded.
        """
        path = self.root / file
        status = path.stat()
        self._asked.append((file, size))
        self._seen.add(file)
        if file.lower().endswith(".svg") or (status.st_size <= _SMALL and not needs_other_format(file)):
            return ()
        if size is None or size[0] * size[1] > (Image.MAX_IMAGE_PIXELS or 0):
            self.problems[file] = "The picture has too many pixels to be decoded"
            return ()
        cache = self._cache(file)
        found = cache.find(file, path, status)
        if found is None:
            self._waiting[file] = cache
            return ()
        if found.problem:
            self.problems[file] = found.problem
        start = f"{file.rpartition('/')[0]}/".lstrip("/") + self._stem(file)
        return tuple(
            Variant(f"{start}-{one.width}.{one.type}", found.folder / one.name, one.type, one.width)
            for one in found.variants
        )

    @property
    def issues(self) -> tuple[Issue, ...]:
        """An issue for each picture that has no variants because of a problem."""
        return tuple(
            Issue(file, "picture-as-it-is", f"{problem}. The site shows the picture as it is.")
            for file, problem in self.problems.items()
        )

    def keep(self, files: Iterable[str], problems: Mapping[str, str]) -> None:
        """Count the variants of files as used, as if `of` had been called for each file; `problems` are the problems
        that `of` would have found.
        """
        self.problems |= problems
        for file in files:
            self._cache(file).keep(file)

    def in_language(self, language: str) -> PageVariants:
        """The variants for a page in a language."""
        return PageVariants(self.of, self.sizes[language])

    def has_waiting(self, files: tuple[str, ...]) -> bool:
        """Whether the variants of one of these files wait to be made."""
        return any(file in self._waiting for file in files)

    def make(self, progress: Progress) -> None:
        """Make the variants that wait. The site shows a picture that can't be encoded as it is."""
        contents = {(cache.folder, cache.content_of(file)): (cache, file) for file, cache in self._waiting.items()}
        workers = min(_MAX_THREADS, os.cpu_count() or 1, len(contents)) or 1
        pool = ThreadPoolExecutor(workers)
        try:
            running = [
                pool.submit(cache.make, content, self.root / file) for (_, content), (cache, file) in contents.items()
            ]
            for done in progress("Encoding pictures", as_completed(running), len(running)):
                self.made += done.result()
        finally:
            pool.shutdown(cancel_futures=True)
            for cache in self._caches.values():
                cache.write_index()
        self._waiting.clear()

    def finish(self, *, prune: bool) -> None:
        """Write the indexes; with `prune`, remove the variants that this build did not use from the cache."""
        self._cache("")  # also of an archive that shows no picture any more
        for cache in self._caches.values():
            if prune:
                cache.prune()
            cache.write_index()

    def _cache(self, file: str) -> VariantCache:
        place = f"private/{CACHE}" if file.startswith(_DRAFTS) else CACHE
        if place not in self._caches:
            self._caches[place] = VariantCache(self.root / place)
        return self._caches[place]

    def _stem(self, file: str) -> str:
        """The beginning of the names of a file's variants: its name without the ending, or its whole name where another
        file of the folder could have a variant of the same name.
        """
        folder, _, name = file.rpartition("/")
        if folder not in self._names:
            self._names[folder] = [path.name.casefold() for path in (self.root / folder).iterdir()]
        stem = name.rpartition(".")[0]
        rival = re.compile(rf"{re.escape(stem.casefold())}(-\d+)?\.[^.]+")
        own = name.casefold()
        return name if any(rival.fullmatch(other) for other in self._names[folder] if other != own) else stem

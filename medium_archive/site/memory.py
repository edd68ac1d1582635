"""What a server keeps of one build for the next, so that only what a change concerns is made again.

An entry is kept with all that it was made from: its text, the folders that were looked into and the pages that were
looked for. A page is kept with its values. Both are forgotten when the theme or the settings change. So a build with a
memory and one without make the same site (tests/test_memory.py).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.folder.posts import Known, StoredPost
from medium_archive.site.content import Entry
from medium_archive.site.holdings import Asked
from medium_archive.site.pages.plan import Page, Rooms
from medium_archive.site.text.body import Body
from medium_archive.site.theme import Theme

Signature = tuple[int, int]  # a file's time in nanoseconds, and its size in bytes
_Listing = frozenset[tuple[str, Signature]]


class LookedAt:
    """The rooms as a template gets them; remembers whether it made use of them."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms = rooms
        self.was_looked_at = False

    def __getattr__(self, name: str) -> Any:
        self.was_looked_at = True
        return getattr(self.rooms, name)


@dataclass(frozen=True)
class _KeptEntry:
    post: StoredPost
    made: tuple[Entry, Body]
    folders: Mapping[str, _Listing]
    pages: Mapping[str, str | None]


@dataclass(frozen=True)
class _KeptPage:
    page: Page
    rooms: Rooms | None
    file: Signature


@dataclass
class Memory:
    """Empty at first. `known` are the texts that were read."""

    known: Known = field(default_factory=Known)
    _world: tuple[object, ...] = ()
    _frame: tuple[object, ...] = ()
    _theme: tuple[Theme, tuple[object, ...]] | None = None
    _entries: dict[str, _KeptEntry] = field(default_factory=dict)
    _pages: dict[str, _KeptPage] = field(default_factory=dict)
    _listings: dict[str, _Listing] = field(default_factory=dict)

    def forget(self) -> None:
        """Begin anew, after a build that failed."""
        self.__init__()  # type: ignore[misc]  # every field back to what it was made with

    def theme(self, loaded: Theme) -> Theme:
        """The theme of the last build, whose templates are read already, if it is this one still."""
        sign = (loaded.name, loaded.folders, dict(loaded.options), _signs(loaded.files()))
        if self._theme is None or self._theme[1] != sign:
            self._theme = (loaded, sign)
            self._world = ()
        return self._theme[0]

    def begin(self, layout: Layout, *world: object) -> None:
        """Look at the archive's folders. `world` is what every entry depends on; after a change of it none is kept."""
        world = (*world, _sign(layout.records / "pictures.jsonl"))
        if not self._world or self._world != world:
            self._entries.clear()
            self._pages.clear()
            self._world = world
        self._listings = _listings(layout)

    def entry(self, post: StoredPost, pages: Mapping[str, str]) -> tuple[Entry, Body] | None:
        """What was made of the post, None if it is another now or something else that it shows or leads to is."""
        kept = self._entries.get(post.path)
        if kept is None or kept.post != post:
            return None
        if any(self._listing(folder) != listing for folder, listing in kept.folders.items()):
            return None
        return kept.made if all(pages.get(name) == page for name, page in kept.pages.items()) else None

    def keep_entry(self, post: StoredPost, made: tuple[Entry, Body], asked: Asked) -> None:
        """Keep what was made of a post, and what was asked of the holdings for it."""
        folders = {folder: self._listing(folder) for folder in asked.folders}
        self._entries[post.path] = _KeptEntry(post, made, folders, dict(asked.pages))

    def begin_pages(self, *frame: object) -> None:
        """`frame` is what every page depends on beside its values; after a change of it none is kept."""
        if self._frame != frame:
            self._pages.clear()
            self._frame = frame

    def has_page(self, page: Page, rooms: Rooms, path: Path) -> bool:
        """Whether the file at `path` is this page."""
        kept = self._pages.get(page.file)
        if kept is None or (kept.rooms is not None and kept.rooms != rooms) or kept.page != page:
            return False
        return _sign(path) == kept.file

    def keep_page(self, page: Page, looked: LookedAt, path: Path) -> None:
        """Keep that the file at `path` is this page."""
        if sign := _sign(path):
            self._pages[page.file] = _KeptPage(page, looked.rooms if looked.was_looked_at else None, sign)

    def _listing(self, folder: str) -> _Listing:
        return self._listings.get(folder, frozenset())


def _listings(layout: Layout) -> dict[str, _Listing]:
    """The files of each folder that a text can refer to, but for the texts themselves."""
    listings = {"": frozenset(_files(layout.root)[0])}
    waiting = [(name, layout.root / name) for name in FOLDER_OF.values()]
    while waiting:
        name, folder = waiting.pop()
        found, folders = _files(folder)
        listings[name] = frozenset(found)
        waiting += [(f"{name}/{below}", folder / below) for below in folders]
    return listings


def _files(folder: Path) -> tuple[list[tuple[str, Signature]], list[str]]:
    found, folders = [], []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif not entry.name.endswith(".md") and (sign := _sign(entry)):
                    found.append((entry.name, sign))
    except OSError:
        pass  # what can't be looked into holds nothing that a page can show
    return found, folders


def _sign(file: Path | os.DirEntry[str]) -> Signature | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _signs(paths: Iterable[Path]) -> tuple[object, ...]:
    return tuple((path, _sign(path)) for path in paths)

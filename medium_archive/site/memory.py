"""What a server remembers of a build for the next one, so that the next makes only what a change concerns.

A rendered post is remembered with everything that it was made from: its text, the folders in which it looked for files,
the pages that it looked for. A page is remembered with its values. All is forgotten when the theme or the settings
change. So a build with a memory and one without make the same site (tests/test_memory.py).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.folder.posts import Known, StoredPost
from medium_archive.site.content import Rendering
from medium_archive.site.pages.page import Page, SiteContent
from medium_archive.site.references import Dependencies
from medium_archive.site.theme import Theme

Signature = tuple[int, int]  # a file's time in nanoseconds, and its size in bytes
_Listing = frozenset[tuple[str, Signature]]


class ObservedContent:
    """A SiteContent as a template gets it: `was_used` tells whether the template read anything of it."""

    def __init__(self, content: SiteContent) -> None:
        self.content = content
        self.was_used = False

    def __getattr__(self, name: str) -> Any:
        self.was_used = True
        return getattr(self.content, name)


@dataclass(frozen=True)
class _RememberedPost:
    post: StoredPost
    rendering: Rendering
    folders: Mapping[str, _Listing]
    pages: Mapping[str, str | None]


@dataclass(frozen=True)
class _RememberedPage:
    page: Page
    content: SiteContent | None
    file: Signature


@dataclass
class Memory:
    """Empty at first. `known` are the texts that were read."""

    known: Known = field(default_factory=Known)
    _settings: tuple[object, ...] = ()
    _frame: tuple[object, ...] = ()
    _theme: tuple[Theme, tuple[object, ...]] | None = None
    _posts: dict[str, _RememberedPost] = field(default_factory=dict)
    _pages: dict[str, _RememberedPage] = field(default_factory=dict)
    _listings: dict[str, _Listing] = field(default_factory=dict)

    def forget(self) -> None:
        """Forget everything, after a build that failed."""
        self.__init__()  # type: ignore[misc]  # every field back to what it was made with

    def theme(self, loaded: Theme) -> Theme:
        """The theme of the last build, with the templates that it has parsed, if `loaded` is the same theme."""
        signature = (loaded.name, loaded.folders, dict(loaded.options), _signatures(loaded.files()))
        if self._theme is None or self._theme[1] != signature:
            self._theme = (loaded, signature)
            self._settings = ()
        return self._theme[0]

    def begin(self, layout: Layout, *settings: object) -> None:
        """Look at the archive's folders. `settings` are what every post depends on: when they change, all posts and
        pages are forgotten.
        """
        settings = (*settings, _signature(layout.records / "pictures.jsonl"))
        if not self._settings or self._settings != settings:
            self._posts.clear()
            self._pages.clear()
            self._settings = settings
        self._listings = _listings(layout)

    def rendering(self, post: StoredPost, pages: Mapping[str, str]) -> Rendering | None:
        """The rendering of a post, None if the post or something that it shows or links to has changed."""
        kept = self._posts.get(post.path)
        if kept is None or kept.post != post:
            return None
        if any(self._listing(folder) != listing for folder, listing in kept.folders.items()):
            return None
        return kept.rendering if all(pages.get(name) == page for name, page in kept.pages.items()) else None

    def keep_rendering(self, post: StoredPost, rendering: Rendering, dependencies: Dependencies) -> None:
        """Remember the rendering of a post with what it depends on."""
        folders = {folder: self._listing(folder) for folder in dependencies.folders}
        self._posts[post.path] = _RememberedPost(post, rendering, folders, dict(dependencies.pages))

    def begin_pages(self, *frame: object) -> None:
        """`frame` is what every page depends on besides its values: when it changes, all pages are forgotten."""
        if self._frame != frame:
            self._pages.clear()
            self._frame = frame

    def has_page(self, page: Page, content: SiteContent, path: Path) -> bool:
        """Whether the file at `path` is this page."""
        kept = self._pages.get(page.file)
        if kept is None or (kept.content is not None and kept.content != content) or kept.page != page:
            return False
        return _signature(path) == kept.file

    def keep_page(self, page: Page, content: SiteContent | None, path: Path) -> None:
        """Remember that the file at `path` is this page; `content` is None for a page that did not use it."""
        if signature := _signature(path):
            self._pages[page.file] = _RememberedPage(page, content, signature)

    def _listing(self, folder: str) -> _Listing:
        return self._listings.get(folder, frozenset())


def _listings(layout: Layout) -> dict[str, _Listing]:
    """The files of each folder that a text can refer to, except the texts themselves."""
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
                elif not entry.name.endswith(".md") and (signature := _signature(entry)):
                    found.append((entry.name, signature))
    except OSError:
        pass  # no page can show a file of a folder that can't be read
    return found, folders


def _signature(file: Path | os.DirEntry[str]) -> Signature | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _signatures(paths: Iterable[Path]) -> tuple[object, ...]:
    return tuple((path, _signature(path)) for path in paths)

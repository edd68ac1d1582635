"""What the archive holds that a page may show or lead to. What is not found here never reaches the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from medium_archive import links
from medium_archive.folder import catalog, kept_exports
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.history import History
from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.folder.post_paths import Homes
from medium_archive.folder.posts import StoredPost
from medium_archive.folder.records import read_lines
from medium_archive.site.images import picture_file
from medium_archive.site.images.picture_file import Measure

_PICTURE = re.compile(r"\.(avif|bmp|gif|jpe?g|png|svg|tiff?|webp)$", re.IGNORECASE)


@dataclass
class Asked:
    """What was asked for: the folders that were looked into, the Markdown files with the pages they have, or None."""

    folders: set[str] = field(default_factory=set)
    pages: dict[str, str | None] = field(default_factory=dict)

    def clear(self) -> None:
        self.folders.clear()
        self.pages.clear()


@dataclass(frozen=True)
class Holdings:
    """The pages of this build and the files beside them.

    `pages` leads from a Markdown file of the archive to its page: `posts/x/index.md` to `posts/x/index.html`.
    Files may come from the folders of these posts, and pictures from the archive's own folder, where about.md
    lies. `by_id` leads from `same_post(id)` to the page, `moved` from a folder's earlier name; `domains` are hosts,
    other than Medium's, at which the posts were known. `asked` remembers what was asked for since somebody cleared it.
    """

    root: Path
    pages: Mapping[str, str]
    folders: frozenset[str]
    by_id: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    domains: frozenset[str] = frozenset()
    asked: Asked = field(default_factory=Asked, repr=False, compare=False)
    _measures: dict[str, Measure] = field(default_factory=dict, repr=False)

    @cached_property
    def _records(self) -> list[dict[str, object]]:
        return read_lines(self.root / "records" / "pictures.jsonl")

    @cached_property
    def _sizes_by_address(self) -> dict[str, tuple[int, int]]:
        sizes = {}
        for record in self._records:
            width, height = record.get("width"), record.get("height")
            if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
                sizes[str(record.get("address"))] = (width, height)
        return sizes

    @cached_property
    def _problems_by_address(self) -> dict[str, str]:
        return {
            str(record.get("address")): problem.strip()
            for record in self._records
            if isinstance(problem := record.get("problem"), str)
        }

    @cached_property
    def _thumbnails(self) -> dict[str, list[str]]:
        thumbnails: dict[str, list[str]] = {}
        for record in self._records:
            cards, files = record.get("cards"), record.get("files")
            if isinstance(cards, list) and isinstance(files, list):
                for address in cards:
                    thumbnails.setdefault(str(address), []).extend(str(file) for file in files)
        return thumbnails

    @cached_property
    def _thumbnails_by_page(self) -> dict[str, list[str]]:
        return {page: files for address, files in self._thumbnails.items() if (page := self.page_at(address))}

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Where each picture that is here came from, by its file."""
        return {
            str(file): str(record.get("address"))
            for record in self._records
            if isinstance(files := record.get("files"), list)
            for file in files
        }

    def page_of(self, folder: str, reference: str) -> str | None:
        """The page that a relative reference to a post's Markdown means, None if it means none of this build."""
        target = _resolve(folder, reference)
        for name in (target, f"{target}/index.md"):
            self.asked.pages[name] = self.pages.get(name)
            if name in self.pages:
                return self.pages[name]
        return self.moved.get(target.removesuffix("/index.md"))

    def page_at(self, address: str) -> str | None:
        """The page of the post that an address at Medium names, None if it is not one of this build."""
        return self.by_id.get(same_post(links.post_id(address, self.domains)))

    def file_of(self, folder: str, reference: str) -> str | None:
        """The path, in archive and site alike, of a file that a text in `folder` refers to; None if the site
        may not show it or it isn't there.
        """
        target = _resolve(folder, reference)
        parent, _, name = target.rpartition("/")
        if not target or name.startswith(".") or name.endswith(".md"):
            return None
        self.asked.folders.add(parent)
        if parent:
            mine = f"{'/'.join(parent.split('/')[:2])}/index.md"
            self.asked.pages[mine] = self.pages.get(mine)
            if not any(parent == mine or parent.startswith(f"{mine}/") for mine in self.folders):
                return None
        elif not _PICTURE.search(name):
            return None
        path = self.root / target
        if not path.is_file() or not path.resolve().is_relative_to(self.root.resolve() / parent):
            return None
        return target

    def thumbnail_of(self, folder: str, address: str) -> str | None:
        """The picture of a link card, the copy beside the post if there is one."""
        page = self.page_of(folder, address)
        files = self._thumbnails.get(address) or (self._thumbnails_by_page.get(page, []) if page else [])
        for file in sorted(files, key=lambda file: not file.startswith(f"{folder}/")):
            if found := self.file_of("", quote(file)):
                return found
        return None

    def size_of(self, file: str) -> tuple[int, int] | None:
        """Width and height in pixels as a browser shows it, None for what can't be measured."""
        return self._measure(file).size

    def problem_of(self, file: str) -> str:
        """Why a browser would show nothing for a picture that is here, "" if it shows it."""
        return self._measure(file).problem

    def size_at(self, address: str) -> tuple[int, int] | None:
        """Width and height of a picture that isn't here, as the export said it."""
        return self._sizes_by_address.get(address)

    def problem_at(self, address: str) -> str:
        """Why a picture isn't here, as the last attempt to fetch it found; "" if none was made."""
        return self._problems_by_address.get(address, "")

    def _measure(self, file: str) -> Measure:
        if file not in self._measures:
            self._measures[file] = picture_file.measure(self.root / file)
        return self._measures[file]


def hold(layout: Layout, posts: Iterable[StoredPost], about: StoredPost | None) -> Holdings:
    """The holdings for a site of these posts."""
    shown = {post.path: post for post in posts}
    pages = {f"{path}/index.md": f"{path}/index.html" for path in shown}
    if about is not None:
        pages["about.md"] = "about.html"
    entries = catalog.read(layout)
    by_id: dict[str, str] = {}
    for post in shown.values():
        key = same_post(post.id)
        # Of two texts with one id the recorded one counts; the other is a person's copy
        if key and (key not in by_id or (key in entries and entries[key].path == post.path)):
            by_id[key] = f"{post.path}/index.html"
    homes = Homes.of(layout, {same_post(post.id): path for path, post in shown.items() if post.id})
    return Holdings(layout.root, pages, frozenset(shown), by_id, _moved(layout, entries, by_id), homes.domains)


def _moved(layout: Layout, entries: Mapping[str, Entry], by_id: Mapping[str, str]) -> dict[str, str]:
    """The page of each post by the folders in which it lay, for texts that still lead there."""
    history = History.read(layout, kept_exports.read(layout))
    moved: dict[str, str] = {}
    for key, page in by_id.items():
        places = [f"{folder}/{name}" for name in history.folder_names(key) for folder in FOLDER_OF.values()]
        if key in entries:
            places.append(entries[key].path)
        for place in places:
            # A name that two posts have had leads to none
            moved[place] = "" if moved.get(place, page) != page else page
    return {place: page for place, page in moved.items() if page}


def relative(target: str, folder: str) -> str:
    """The address of a file of the site from a page in `folder`, percent-encoded, without scheme or host."""
    path = quote(posixpath.relpath(target, folder or "."))
    return f"./{path}" if ":" in path.split("/")[0] else path


def _resolve(folder: str, reference: str) -> str:
    """A relative reference as a path from the archive's root; "" if it leaves the archive or is no path."""
    try:
        path = unquote(urlsplit(reference).path, errors="strict")
    except ValueError:
        return ""
    if not path or path.startswith("/") or "\\" in path or "\0" in path:
        return ""
    target = posixpath.normpath(posixpath.join(folder, path))
    return "" if target == "." or target.split("/")[0] == ".." else target

"""The addresses of the links and pictures of an article in an export."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from medium_archive import links, names
from medium_archive.articles import Library, own_files
from medium_archive.articles.entries import Entry
from medium_archive.articles.references import MEDIUM_FRAGMENT, may_publish, resolve
from medium_archive.folder import bare_texts, catalog
from medium_archive.folder.catalog import same_post
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.layout import FOLDER_OF
from medium_archive.report import Issue

_NO_POST = (
    "A link leads to a post that is not exported, or not published yet, and has no address at Medium, so only its "
    "words are left: {}"
)
_NO_FILE = (
    "A link leads to a file that is not in the archive, or not in the folder of an exported post that is published, so "
    "only its words are left: {}"
)
_NO_PICTURE = (
    "A picture is not in the archive, not in the folder of an exported post that is published, or can't be read, so "
    "only its description is left: {}"
)
_EXTERNAL = re.compile(r"(https?:)?//|www\.", re.IGNORECASE)
_PUBLIC = ("story", "response")
_UNSAFE = re.compile(r"[^\w.@+-]+")  # some generators do not decode an address of a file
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class Destinations:
    """What references of all articles can lead to. By the path of a post in the archive, also a former one: its `entry`
    in the export, or its address at Medium if the export lacks it (`elsewhere`). `hosted` has the address of a picture
    by its file. With `own_scripts`, files are exported as they are, also if a browser could run scripts of them.
    """

    root: Path
    entries: Mapping[str, Entry]
    by_id: Mapping[str, Entry]
    elsewhere: Mapping[str, str]
    hosted: Mapping[str, str]
    folders: frozenset[str]
    domains: frozenset[str]
    own_scripts: bool = False

    @classmethod
    def of(cls, library: Library, entries: Mapping[str, Entry]) -> Destinations:
        """Raises RecordsDamaged."""
        by_page = {entry.article.page: entry for entry in entries.values()}
        former = {path: by_page[page] for path, page in library.former_pages().items() if page in by_page}
        known = catalog.read(library.layout).values()
        return cls(
            library.layout.root,
            {**former, **entries},
            {same_post(entry.article.id): entry for entry in entries.values() if entry.article.id},
            {one.path: f"https://medium.com/p/{one.id}" for one in known if one.is_post and one.kind in _PUBLIC},
            {file: one.address for one in Gallery.read(library.layout).records.values() for file in one.files},
            frozenset(entries),
            frozenset(library.settings.site.old_domains),
            library.settings.site.own_scripts,
        )

    def among(self, paths: Collection[str]) -> Destinations:
        """The same, as if only the posts with these paths were exported."""
        return replace(
            self,
            entries={path: entry for path, entry in self.entries.items() if entry.article.path in paths},
            by_id={key: entry for key, entry in self.by_id.items() if entry.article.path in paths},
            folders=frozenset(paths),
        )


class Places(Protocol):
    """Where an export has the pages and files of posts: what an `Idiom` says of them."""

    @property
    def picture(self) -> Callable[[Entry, str], str]:
        """The path of a file of a post in the export."""

    @property
    def shown(self) -> Callable[[Entry, str], str]:
        """How the text of the post refers to that file, by its percent-encoded name."""

    @property
    def public(self) -> Callable[[Entry, str], str] | None:
        """The path of a file beside the page, if HTML can't refer to `picture`."""

    @property
    def link(self) -> Callable[[Entry, Entry], str]:
        """How a post links to another, "" if it can't."""


@dataclass
class PostDestinations:
    """The destinations of one post. `files` collects the files that its text shows or links to, by the path in the
    export; `lost` the links to targets that do not exist, `gone` the addresses of pictures that do not exist, or
    that may not be published. With `prefers_web`, a picture is shown from its address on the web if it has one.
    """

    entry: Entry
    places: Places
    all: Destinations
    prefers_web: bool = False
    files: dict[str, Path] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    gone: dict[str, None] = field(default_factory=dict)
    _taken: dict[str, str] = field(default_factory=dict)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What is wrong with the links and pictures of the text so far."""
        where = self.entry.article.where
        lost = {one: _NO_POST if self._is_post(one) else _NO_FILE for one in self.lost}
        return (
            *(Issue(where, "link-to-nothing", message.format(one)) for one, message in lost.items()),
            *(Issue(where, "picture-not-exported", _NO_PICTURE.format(one)) for one in self.gone),
        )

    def link(self, reference: str) -> str | None:
        """The address in the export for the address of a link; None if neither the export nor Medium has its target."""
        if not reference:
            return reference
        if _EXTERNAL.match(reference):
            whole = {"/": "https:", "w": "https://"}.get(reference[0].lower(), "") + reference
            post = self.all.by_id.get(same_post(links.post_id(whole, self.all.domains)))
            return self._to(post, whole) or whole if post is not None else whole
        if reference.startswith("#") or _SCHEME.match(reference):
            return reference
        target = resolve(self.entry.article.path, reference).removesuffix("/index.md")
        post = self.all.entries.get(target) or self.all.entries.get(target.removesuffix(".md"))  # of a loose text
        if post is not None and (there := self._to(post, reference)):
            return there
        if there := self._file(target, in_html=True):
            return there
        if target not in self.all.elsewhere:
            self.lost.append(reference)
            return None
        return self.all.elsewhere[target]

    def picture(self, reference: str, *, in_html: bool = False) -> str:
        """The address in the export for the address of a picture: a copy beside the text, or its address on the web. It
        is "" if neither exists: the address itself could name a folder that is private.
        """
        if _EXTERNAL.match(reference) or _SCHEME.match(reference):
            return reference
        path = resolve(self.entry.article.path, reference)
        if self.prefers_web and path in self.all.hosted:
            return self.all.hosted[path]
        if found := self._file(path, in_html=in_html, is_picture=True) or self.all.hosted.get(path, ""):
            return found
        if reference:
            self.gone[reference] = None
        return ""

    def _is_post(self, reference: str) -> bool:
        path = resolve(self.entry.article.path, reference).removesuffix("/index.md").removesuffix(".md")
        is_place = path.partition("/")[0] in FOLDER_OF.values() and path.count("/") == 1
        return is_place and (self.all.root / bare_texts.file_in(self.all.root, path)).is_file()

    def _to(self, post: Entry, reference: str) -> str:
        """The address of another post with the fragment of a link to it, "" if it has none there."""
        fragment = "".join(reference.partition("#")[1:])
        there = self.places.link(self.entry, post)
        return there + ("" if not there or MEDIUM_FRAGMENT.fullmatch(fragment) else fragment)

    def _file(self, path: str, *, in_html: bool, is_picture: bool = False) -> str:
        """The address by which the text refers to the copy of a file; "" if the file may not be published, or is a
        picture that is exported as text.
        """
        if path not in self._taken:
            if not may_publish(self.all.root, path, self.all.folders):
                return ""
            there = path if self.all.own_scripts else own_files.published_name(path, self.all.root)
            self._taken[path] = self._free_name(_UNSAFE.sub("-", names.file_name(there.rpartition("/")[2])))
        if is_picture and self._taken[path].endswith(own_files.TEXT):
            return ""
        name, public = self._taken[path], self.places.public if in_html else None
        self.files[(public or self.places.picture)(self.entry, name)] = self.all.root / path
        return quote(name) if public else self.places.shown(self.entry, quote(name))

    def _free_name(self, name: str) -> str:
        used = {names.same_name(one) for one in self._taken.values()}
        stem, dot, extension = name.rpartition(".")
        free, number = name, 2
        while names.same_name(free) in used:
            free, number = f"{stem}-{number}{dot}{extension}" if stem else f"{name}-{number}", number + 1
        return free

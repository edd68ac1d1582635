"""What a build remembers for the next one, so that the next build makes only what a change concerns.

A rendered post is remembered with everything that it was made from: its text, its authors, the folders in which it
looked for files, the pages that it looked up. A file of the site is remembered with what it was made from. If the
theme, the settings or the program change, everything is forgotten. So a build with a memory and a build without one
make the same site (tests/test_memory.py). memory_file.py keeps it on the disk.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from medium_archive.folder import pickles, picture_record, signatures, template_names
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import Known, StoredPost
from medium_archive.folder.signatures import Signature
from medium_archive.site.authors import Author
from medium_archive.site.content import RenderedPost, Rendering, TermsOf
from medium_archive.site.holdings import Holdings
from medium_archive.site.images.variants import Variants
from medium_archive.site.pages import related
from medium_archive.site.pages.page import SiteContent
from medium_archive.site.pages.related import Related
from medium_archive.site.references import Dependencies
from medium_archive.site.remembered import NOWHERE, Listing, PackedPost, RememberedFile, RememberedPost, source_of
from medium_archive.site.search.postings import Postings
from medium_archive.site.stored_values import Content, Dumped, Spool, store
from medium_archive.site.theme import Theme

T = TypeVar("T")
_PARTS = "build.parts"  # beside the file of texts, until the end of a build


class ObservedContent:
    """The SiteContent that a template gets; `was_used` is true once the template has read anything of it."""

    TEMPLATE_NAMES = template_names.of_dataclass(SiteContent)

    def __init__(self, content: SiteContent) -> None:
        self.content = content
        self.was_used = False

    def __getattr__(self, name: str) -> Any:
        self.was_used = True
        return getattr(self.content, name)


@dataclass(frozen=True)
class State:
    """What a memory holds between two builds."""

    texts: Mapping[str, bytes]
    theme: tuple[object, ...]
    theme_files: Mapping[str, Signature | None]
    settings: tuple[object, ...]
    records: Mapping[str, Signature | None]
    frame: tuple[object, ...]
    posts: Mapping[str, PackedPost]
    files: Mapping[str, bytes]
    facts: Mapping[Hashable, object]
    postings: Postings
    related: Related


@dataclass
class Memory:
    """What a build remembers for the next build; empty at first. `known` are the posts that were read, `postings` those
    of the search index. During a build the rendered texts are in the file `contents`, or in memory if that is None.
    """

    known: Known = field(default_factory=Known)
    contents: Path | None = field(default=None, compare=False)
    _theme: Theme | None = None
    _about_theme: tuple[object, ...] = ()
    _theme_files: Mapping[str, Signature | None] = field(default_factory=dict)
    _settings: tuple[object, ...] = ()
    _records: Mapping[str, Signature | None] = field(default_factory=dict)
    _frame: tuple[object, ...] = ()
    _posts: dict[str, PackedPost] = field(default_factory=dict)
    _files: dict[str, bytes] = field(default_factory=dict)  # each a RememberedFile
    _facts: dict[Hashable, object] = field(default_factory=dict)
    postings: Postings = field(default_factory=Postings)
    _related: Related = field(default_factory=Related)
    # Of the build before
    _posts_before: Mapping[str, PackedPost] = field(default_factory=dict)
    _files_before: dict[str, bytes] = field(default_factory=dict)
    _facts_before: Mapping[Hashable, object] = field(default_factory=dict)
    # Of this build alone
    fingerprints: dict[str, str] = field(default_factory=dict)
    _spool: Spool = field(default_factory=Spool, compare=False)
    _parts: Spool = field(default_factory=Spool, compare=False)
    _of_content: tuple[SiteContent, str] | None = None
    _listings: dict[str, Listing] = field(default_factory=dict)
    _root: str = ""
    _started: int = 0

    def forget(self) -> None:
        """Forget everything, after a build that failed."""
        self.close()
        self.__init__(contents=self.contents)  # type: ignore[misc]  # every field back to what it was made with

    @property
    def state(self) -> State:
        """What the next build may use."""
        return State(
            self.known.texts,
            self._about_theme,
            self._theme_files,
            self._settings,
            self._records,
            self._frame,
            self._posts,
            self._files,
            self._facts,
            self.postings,
            self._related,
        )

    @classmethod
    def of(cls, state: State) -> Memory:
        """A memory that holds the state of another one."""
        return cls(
            Known(dict(state.texts)),
            None,
            None,
            state.theme,
            state.theme_files,
            state.settings,
            state.records,
            state.frame,
            dict(state.posts),
            dict(state.files),
            dict(state.facts),
            state.postings,
            state.related,
        )

    def theme(self, loaded: Theme) -> Theme:
        """The theme of the last build, with the templates that it has parsed, if `loaded` is the same theme."""
        about = (loaded.name, loaded.folders, dict(loaded.options))
        now = {os.fspath(path): signatures.of(path) for path in loaded.files()}
        if self._about_theme != about or not _are_same(self._theme_files, now):
            self._theme, self._settings = loaded, ()
        self._about_theme, self._theme_files = about, now
        self._theme = self._theme or loaded
        return self._theme

    def begin(self, layout: Layout) -> None:
        """Begin a build, before it reads anything that is compared the next time."""
        self._root, self._started, self._listings = os.fspath(layout.root), time.time_ns(), {}
        self.fingerprints, self._of_content = {}, None
        pictures = (layout.records / picture_record.NAME, layout.private / picture_record.NAME)
        records = {os.fspath(path): now for path in pictures if (now := signatures.of(path))}
        if not _are_same(self._records, records):
            self._settings = ()
        self._records = records

    def begin_texts(self, *settings: object) -> None:
        """`settings` are what every post depends on: when they change, all posts and files are forgotten."""
        if not self._settings or self._settings != settings:
            self._posts, self._files = {}, {}
            self.postings, self._related = Postings(), Related()
        self._settings = settings
        self._posts_before, self._posts = self._posts, {}
        self._facts_before, self._facts = self._facts, {}
        self.close()
        self._spool = Spool(self.contents, self._stored)
        self._parts = Spool(self.contents and self.contents.with_name(_PARTS))

    def rendering(
        self, post: StoredPost, authors: tuple[Author, ...], holdings: Holdings, variants: Variants
    ) -> Rendering | None:
        """The rendering of a post, None if the post or something that it shows or links to has changed."""
        packed = self._posts_before.get(post.path)
        if packed is None:
            return None
        kept = packed.load()
        if kept.authors != authors or kept.source != source_of(post):
            return None
        folders = {folder: self._listing(folder) for folder in kept.folders}
        if not all(self._is_same_listing(folder, before, folders[folder]) for folder, before in kept.folders.items()):
            return None
        if any(holdings.find(*question) != answer for question, answer in kept.answers.items()):
            return None
        copies = {path: signatures.of(path) for path in kept.copies}
        if not _are_same(kept.copies, copies):
            return None
        if folders != kept.folders or copies != kept.copies:
            rendered, body = kept.rendering
            bare = (replace(rendered, content=NOWHERE), body)
            packed = PackedPost.of(replace(kept, rendering=bare, folders=folders, copies=copies), packed.content)
        self._posts[post.path] = packed
        self.fingerprints[post.path] = kept.fingerprint
        variants.keep(kept.rendering[1].files, kept.problems)
        return kept.rendering

    def keep_rendering(  # noqa: PLR0913, PLR0917  # one call
        self,
        path: str,
        source: str,
        authors: tuple[Author, ...],
        rendering: Rendering,
        dependencies: Dependencies,
        variants: Variants,
    ) -> Rendering:
        """Remember the rendering of the post at `path` with everything that it depends on. Returns the rendering, whose
        content is in the file of texts if there is one.
        """
        folders = {folder: self._listing(folder) for folder in dependencies.folders}
        post, body = rendering
        content = post.content
        if isinstance(content, Dumped):
            content = self._spool.add(content)
        problems = {file: variants.problems[file] for file in body.files if file in variants.problems}
        copies = {os.fspath(one.path): signatures.of(one.path) for one in body.variants}
        bare = (replace(post, content=NOWHERE), body)
        fingerprint, answers = self.fingerprints[path], dict(dependencies.answers)
        kept = RememberedPost(source, authors, bare, folders, answers, problems, copies, fingerprint)
        self._posts[path] = PackedPost.of(kept, content)
        return replace(post, content=content), body

    def begin_files(self, *frame: object) -> None:
        """`frame` is what every file depends on besides its own values: if it changes, all files are forgotten."""
        if self._frame != frame:
            self._files, self._frame = {}, frame
        self._files_before, self._files = self._files, {}

    def checksum(self, name: str, made_from: object, content: SiteContent | None, path: str) -> str:
        """The checksum of the file `name` of the site, at `path`, if it was made from these values; else ""."""
        packed = self._files_before.pop(name, None)
        if packed is None:
            return ""
        kept = RememberedFile.unpacked(packed)
        if kept.made_from != self._fingerprint(made_from):
            return ""
        if kept.content and kept.content != self._fingerprint_of(content):
            return ""
        now = signatures.of(path)
        if now is None or not signatures.is_same(path, kept.file, now):
            return ""
        self._files[name] = packed if now == kept.file else replace(kept, file=now).packed()
        return kept.sha256

    def keep_file(self, name: str, made_from: object, content: SiteContent | None, path: str, sha256: str) -> None:
        """Remember that the file at `path`, with this checksum, was made from these values."""
        if sha256 and (signature := signatures.of(path, sha256)):
            used = self._fingerprint_of(content)
            self._files[name] = RememberedFile(self._fingerprint(made_from), used, signature, sha256).packed()

    def fact(self, about: Hashable) -> object:
        """The fact that this build or the last one kept under the key `about`; None if there is none."""
        if about not in self._facts and about in self._facts_before:
            self._facts[about] = self._facts_before[about]
        return self._facts.get(about)

    def keep_fact(self, about: Hashable, found: object) -> None:
        """Remember a fact under the key `about` for the next build. It must depend on the key alone."""
        self._facts[about] = found

    def related(self, posts: Sequence[RenderedPost], jobs: int) -> dict[str, tuple[RenderedPost, ...]]:
        """The related posts of each post, by its path. Call it before the postings are made again: it needs those of
        the last build.
        """
        subjects = [related.subject(post, self.fingerprints[post.path]) for post in posts]
        before = related.Before(self._related, self.terms_before, self.postings.posts_with)
        self._related = related.related(subjects, TermsOf.posts(posts), before, jobs)
        return self._related.shown(posts)

    @property
    def terms_before(self) -> TermsOf:
        """The terms of the visible texts of the last build."""
        return TermsOf({path: kept.content for path, kept in self._posts_before.items()})

    def keep_part(self, value: Dumped[T]) -> Content[T]:
        """Put a value that only this build needs on the disk, if there is a file of texts."""
        return self._parts.add(value)

    def keep_content(self, value: Dumped[T]) -> Content[T]:
        """Add a value to the file of texts, if there is one."""
        return self._spool.add(value)

    @property
    def _stored(self) -> Iterator[Content[Any]]:
        """The values of the last build that may be on the disk."""
        yield from (kept.content for kept in self._posts_before.values())
        yield from (shard.terms for shard in self.postings.shards)

    def close(self) -> None:
        """Close the file of texts, and remove what only this build needed."""
        self._spool.close()
        self._parts.remove()

    def store(self, path: Path) -> None:
        """Write the texts and terms to the file at `path`, and keep only their positions in it. Raises
        FolderUnwritable, OSError, ContentLost.
        """
        self._spool.close()
        shards = self.postings.shards
        contents: list[Content[Any]] = [kept.content for kept in self._posts.values()]
        contents += [shard.terms for shard in shards]
        stored = store(path, contents)
        for (key, kept), content in zip(self._posts.items(), stored, strict=False):
            if kept.content is not content:
                self._posts[key] = replace(kept, content=content)
        places = stored[len(self._posts) :]
        found = tuple(replace(shard, terms=terms) for shard, terms in zip(shards, places, strict=True))
        self.postings = replace(self.postings, shards=found)
        self._parts.remove()

    def _fingerprint(self, value: object) -> str:
        """A checksum of values, in which the fingerprints of posts stand for the posts."""
        if isinstance(value, str):  # faster, for thousands of small files
            return hashlib.blake2b(value.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        return pickles.fingerprint(value, {RenderedPost: lambda post: self.fingerprints[post.path]})

    def _fingerprint_of(self, content: SiteContent | None) -> str:
        """The fingerprint of all content of the site, calculated once in a build; "" without content."""
        if content is None:
            return ""
        if self._of_content is None or self._of_content[0] is not content:
            self._of_content = content, self._fingerprint(content)
        return self._of_content[1]

    def _is_same_listing(self, folder: str, before: Listing, now: Listing) -> bool:
        if before is None or now is None:
            return False
        where = f"{self._root}/{folder}"
        return before == now or _are_same(before, now, where)

    def _listing(self, folder: str) -> Listing:
        if folder not in self._listings:
            self._listings[folder] = _list(self._root, folder, self._started)
        return self._listings[folder]


def _are_same(before: Mapping[str, Signature | None], now: Mapping[str, Signature | None], folder: str = "") -> bool:
    """Whether the same files are there, with the same content."""
    return before.keys() == now.keys() and all(
        signatures.is_same(os.path.join(folder, name), before[name], now[name])  # noqa: PTH118  # a Path takes longer
        for name in before
    )


def _list(root: str, folder: str, started: int) -> Listing:
    """The files of a folder that a page may show. None if the folder or a file is a symbolic link, because its target
    may move into or out of the archive. None also if a file has changed since the build `started`, because the build
    may have read it before the change.
    """
    steps = folder.split("/") if folder else []
    above = ("/".join((root, *steps[:count])) for count in range(1, len(steps) + 1))
    if any(os.path.islink(place) for place in above):  # noqa: PTH114  # as above
        return None
    found: dict[str, Signature] = {}
    try:
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name.endswith(".md"):
                    continue  # never published as they are
                if entry.is_symlink():
                    return None
                if not entry.is_dir() and (signature := signatures.of(entry)):
                    if max(signature.modified, signature.changed) >= started:
                        return None
                    found[entry.name] = signature
    except OSError:
        return found  # no page can show a file of a folder that can't be read
    return found

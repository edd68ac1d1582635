"""The archive, read once: what every check takes, and the findings that it gives."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from medium_archive.checks import record_files, record_lines, result_cache
from medium_archive.checks.record_files import Unknown
from medium_archive.checks.record_lines import LARGE, Lines
from medium_archive.checks.result_cache import Results
from medium_archive.errors import ArchiveError
from medium_archive.folder import (
    bare_texts,
    captures,
    catalog,
    checksums,
    feed,
    file_tree,
    files,
    history,
    kept_exports,
    manifest,
    picture_record,
    post_paths,
    rescued,
    written_files,
)
from medium_archive.folder.captures import Capture
from medium_archive.folder.catalog import SETTINGS, Entry, same_post
from medium_archive.folder.export_pages import ExportPages
from medium_archive.folder.feed import FeedRecord
from medium_archive.folder.history import History, State
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.layout import FOLDER_OF, TEXT, Layout
from medium_archive.folder.picture_record import PictureRecord
from medium_archive.folder.proof_record import Proof
from medium_archive.folder.records import Parsed
from medium_archive.folder.rescued import RescuedRecord
from medium_archive.folder.shelf import Shelf, id_in
from medium_archive.folder.written_files import WrittenFile
from medium_archive.markdown import front_matter
from medium_archive.report import Issue, Progress, silent

T = TypeVar("T")


@dataclass(frozen=True)
class Findings:
    """The result of one check: issues, and the counts, facts and JSON details for the report of `archive verify`.
    The check of completeness gives the `proof`. `kept` are results by their keys, for the cache of results.
    """

    issues: tuple[Issue, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    proof: Proof | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeldFile:
    """One file of the archive, by its name from `root`. `sha256` is "" with `--quick`."""

    root: str
    name: str
    size: int
    sha256: str

    @property
    def path(self) -> Path:
        return Path(f"{self.root}/{self.name}")


@dataclass(frozen=True, slots=True)
class Text:
    """An index.md, or a page about an author. `file` is its path in the archive, `sha256` the checksum of its content,
    `problem` why its front matter can't be read. `content` is read each time: the texts of a large archive would fill
    the memory.
    """

    held: HeldFile
    sha256: str
    id: str
    problem: str = ""

    @property
    def file(self) -> str:
        return self.held.name

    @property
    def content(self) -> bytes:
        return self.held.path.read_bytes()

    @property
    def markdown(self) -> str:
        """The Markdown below the front matter, "" if that can't be read."""
        return "" if self.problem else front_matter.below(self.content.decode())

    @property
    def folder(self) -> str:
        return self.file.rpartition("/")[0]


@dataclass(frozen=True)
class Snapshot:
    """One archive. Paths are relative to it, with `/`.

    `files` are all files except `file_tree.TEMPORARY`, `loose` the texts of posts that are single files. `entries`,
    `pictures`, `imports`, `feed_posts`, `rescued` and `written` are the records; `feed_posts` are those of posts in
    feeds, `rescued` those of posts in saved pages, `states` those of posts in exports. `places` gives the current
    folder of each post, which a person may have moved, by the key of its entry. `sums` are the two files of checksums,
    by path, each with the numbers of its damaged lines. `lines` are the lines of each file of records, none of a proof,
    `records` the same lines as records of a known schema, `proofs` the proofs of the last import. `site_files` has the
    checksum of each existing file of the site that the build wrote, by its name in the site, nothing with `--quick`.
    `issues` are about what can't be read. `known` are the results of the last run by their keys, empty if all is to be
    checked again.
    """

    layout: Layout
    is_quick: bool
    files: Mapping[str, HeldFile]
    texts: Mapping[str, Text]
    loose: Mapping[str, Text]
    entries: Mapping[str, Entry]
    places: Mapping[str, str]
    pictures: tuple[PictureRecord, ...]
    imports: tuple[Import, ...]
    feed_posts: tuple[FeedRecord, ...]
    rescued: tuple[RescuedRecord, ...]
    states: tuple[State, ...]
    written: Mapping[str, str]
    sums: Mapping[str, tuple[Mapping[str, str], tuple[int, ...]]]
    lines: Mapping[str, Iterable[dict[str, Any]]]
    proofs: Mapping[str, Proof]
    records: Mapping[str, tuple[Any, ...]]
    site_files: Mapping[str, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    progress: Progress = silent
    known: Results = field(default_factory=Results)

    @property
    def told_elsewhere(self) -> tuple[FeedRecord | RescuedRecord, ...]:
        """The records of posts in feeds and in saved pages: each has an original, and may be the text's."""
        return (*self.feed_posts, *self.rescued)

    @property
    def captures(self) -> tuple[Capture, ...]:
        """The saved pages of posts."""
        return self.records.get(f"private/{captures.NAME}", ())

    def is_git_copy(self, private: str) -> bool:
        """Whether this is a copy made by git, which takes no exports and not this `private` file."""
        return private not in self.files and not any(file.startswith("exports/") for file in self.files)

    def differs(self, file: str, sha256: str) -> bool:
        """Whether a file exists with another checksum."""
        held = self.files.get(file)
        return held is not None and bool(held.sha256) and held.sha256 != sha256

    def path_now(self, file: str) -> str:
        """The path of a recorded file, if a person moved the folder of its post since."""
        home, name = picture_record.split(file)
        return f"{self._moved.get(home, home)}/{name}" if home else file

    def picture_now(self, record: PictureRecord, file: str) -> str:
        """The path of a recorded file of a picture, if a person moved or renamed it or its folder since."""
        now = self.path_now(file)
        return now if now in self.files else self.moved_picture(record, now) or now

    def moved_picture(self, record: PictureRecord, file: str) -> str:
        """The path that a missing picture has now in the folder of its post, because a person moved or renamed it, or
        that an author's photo has now beside about.md; "" if it has none.
        """
        home, _ = picture_record.split(file)
        same = (name for name in self._unrecorded.get(home, ()) if self.files[name].size == record.bytes)
        return next((name for name in same if not self.differs(name, record.sha256)), "")

    @cached_property
    def _unrecorded(self) -> Mapping[str, Sequence[str]]:
        """The files that no record of a picture names, by each folder above them; "" has those in no folder."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in (file for file in self.files if file not in self._pictures):
            folder = name.rpartition("/")[0]
            found[folder].append(name)
            while folder := folder.rpartition("/")[0]:
                found[folder].append(name)
        return found

    @cached_property
    def _pictures(self) -> frozenset[str]:
        return frozenset(self.path_now(file) for record in self.pictures for file in record.files)

    @cached_property
    def shelf(self) -> Shelf | None:
        """The posts as recorded; None if the records are damaged."""
        try:
            return Shelf.recorded(self.layout)
        except ArchiveError:
            return None

    @cached_property
    def history(self) -> History:
        """The states of all posts."""
        return History.of(self.states, self.imports)

    @cached_property
    def export_pages(self) -> Mapping[str, ExportPages]:
        """What each kept export says, by its path. Only exports that are as they were imported are read, none with
        `--quick`.
        """
        pages: dict[str, ExportPages] = {}
        for one in self.imports:
            held = self.files.get(one.file)
            if held is None or held.sha256 != one.sha256:
                continue
            with suppress(ArchiveError):  # an export that this version refuses
                known = ExportPages.decode(self.known.get(pages_key(one.sha256)))
                pages[one.file] = known or ExportPages.read(held.path)
        return pages

    @cached_property
    def _moved(self) -> dict[str, str]:
        return {self.entries[key].path: place for key, place in self.places.items() if place != self.entries[key].path}

    def text_of(self, key: str) -> Text | None:
        """The text of a post by its key, None if it is missing."""
        entry = self.entries[key]
        return self.texts.get(entry.path if entry.is_about else f"{self.places.get(key, entry.path)}/index.md")


def read(
    layout: Layout, *, quick: bool = False, progress: Progress = silent, known: Results = result_cache.NOTHING
) -> Snapshot:
    """Read everything once; with `quick` only records and texts. What can't be read is an issue. `known` are results of
    the last run.
    """
    issues: list[Issue] = []
    held = _held(layout, quick, progress, issues)
    texts_once = {text: text for one in held.values() for text in (one.name, one.sha256)}
    loads = record_lines.readers(texts_once)
    parsed = {
        file: record_files.parse(one.path, file, loads(one.size), issues)
        for file, one in held.items()
        if record_files.is_records(file)
    }
    entries = {same_post(entry.id): entry for entry in _all(parsed, catalog.NAME, Entry)}
    other_files = {one.file: one.sha256 for one in _all(parsed, written_files.NAME, WrittenFile)}
    if own := entries.pop(SETTINGS, None):
        other_files[own.path] = own.written
    about = {entry.path for entry in entries.values() if entry.is_about}
    texts = {file: _text(held[file]) for file in held if _is_text(file) or file in about}
    loose = {file: _text(held[file]) for file in held if _is_loose(file, texts)}
    return Snapshot(
        layout=layout,
        is_quick=quick,
        files=held,
        texts=texts,
        loose=loose,
        entries=entries,
        places={
            key: path
            for key, path in post_paths.locate(((t.folder, t.id) for t in texts.values() if t.folder), entries).items()
            if key in entries
        },
        pictures=tuple(_all(parsed, picture_record.NAME, PictureRecord)),
        imports=tuple(_all(parsed, kept_exports.NAME, Import)),
        feed_posts=tuple(_all(parsed, feed.POSTS, FeedRecord)),
        rescued=tuple(_all(parsed, rescued.POSTS, RescuedRecord)),
        states=tuple(_all(parsed, history.NAME, State)),
        written=other_files,
        sums={file: _sums(held[file], texts_once) for file in _SUMS if file in held},
        lines={
            file: Lines(held[file].path) if held[file].size > LARGE and one.lines and not one.problems else one.lines
            for file, one in parsed.items()
        },
        proofs={file: one for file, found in parsed.items() for one in found.records if isinstance(one, Proof)},
        records={
            file: one.records
            for file, one in parsed.items()
            if not any(isinstance(r, Unknown) for r in one.records[:1])
        },
        site_files={} if quick else _site_files(layout, progress),
        issues=tuple(issues),
        progress=progress,
        known=known,
    )


_SUMS = (checksums.NAME, f"private/{checksums.NAME}")


def _held(layout: Layout, quick: bool, progress: Progress, issues: list[Issue]) -> dict[str, HeldFile]:
    held: dict[str, HeldFile] = {}
    found = [name for name, _ in file_tree.places(layout.root)]
    root = os.fspath(layout.root)
    for file in progress("Reading files", found, len(found)):
        path = layout.root / file
        try:
            path.open("rb").close()
            held[file] = HeldFile(root, file, path.stat().st_size, "" if quick else files.checksum(path))
        except OSError as error:
            message = f"The file can't be read: {error.strerror or error}. Restore it from a copy, on another disk."
            issues.append(Issue(file, "unreadable", message, "error"))
    return held


def _site_files(layout: Layout, progress: Progress) -> dict[str, str]:
    root = f"{layout.site}/"
    listed = [name for name in manifest.read(layout.site) if os.path.isfile(root + name)]  # noqa: PTH113  # quick
    return {name: files.checksum(Path(root + name)) for name in progress("Reading the site", listed, len(listed))}


def _sums(held: HeldFile, known: dict[str, str]) -> tuple[Mapping[str, str], tuple[int, ...]]:
    sums, wrong = checksums.read(held.path.read_bytes())
    return {known.get(file, file): known.get(sha256, sha256) for file, sha256 in sums.items()}, wrong


def _is_text(file: str) -> bool:
    parts = file.split("/")
    return file == "about.md" or (len(parts) == 3 and parts[0] in FOLDER_OF.values() and parts[2] == TEXT)


def _is_loose(file: str, texts: Container[str]) -> bool:
    folder, _, name = file.rpartition("/")
    is_post = folder in FOLDER_OF.values() and bare_texts.is_loose(name)
    return is_post and f"{file.removesuffix(bare_texts.ENDING)}/{TEXT}" not in texts


def _all(parsed: Mapping[str, Parsed[Any]], name: str, kind: type[T]) -> Iterator[T]:
    """The public records, then those of drafts."""
    for folder in ("records", "private"):
        yield from (one for one in parsed.get(f"{folder}/{name}", Parsed()).records if isinstance(one, kind))


def _text(held: HeldFile) -> Text:
    content = held.path.read_bytes()
    there = checksum(content)
    sha256 = held.sha256 if held.sha256 == there else there  # one text in memory instead of two
    problem = ""
    try:
        front_matter.split(content.decode("utf-8"))
    except ValueError as error:  # FrontMatterWrong, no UTF-8
        problem = str(error)
    return Text(held, sha256, id_in(content), problem)


def pages_key(export_sha256: str) -> str:
    """The key of `ExportPages` in the cache of results."""
    return result_cache.key("export pages", export_sha256)


def checksum(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()

"""The facts about texts and records that `archive status` shows, read again only from files that have changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache as called_once
from pathlib import Path
from typing import Any, Literal, TypeVar

from medium_archive.folder import (
    catalog,
    files,
    forgotten,
    gists,
    known_posts,
    picture_record,
    posts,
    records,
    schema,
)
from medium_archive.folder.bare_texts import file_of
from medium_archive.folder.cached_facts import CachedFacts, Signs, signs_of
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.gists import GistRecord, Gists
from medium_archive.folder.known_posts import KnownPost
from medium_archive.folder.layout import FOLDER_OF, TEXT, Layout
from medium_archive.folder.picture_record import PictureRecord
from medium_archive.post import Kind
from medium_archive.report import Issue

T = TypeVar("T")
_TOLD = (known_posts.NAME, "feed.jsonl", "rescued.jsonl")  # the modules of the last two take long to import


@dataclass(frozen=True)
class TextFacts:
    """One text. `file` is its file in the archive, `sha256` the checksum of that, `id` the id of the post, `title` its
    title. `kind` is "" for a file that is no readable post, `year` 0 for a post without a date.
    """

    path: str
    file: str
    id: str = ""
    title: str = ""
    sha256: str = ""
    kind: Literal[Kind, ""] = ""
    year: int = 0
    words: int = 0
    is_edited: bool = False
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Missing:
    """A picture or gist that could not be fetched, as its record has it."""

    address: str
    posts: tuple[str, ...] = ()
    problem: str = ""
    retry: str = ""


@dataclass(frozen=True)
class Lacking:
    """A post of which the archive has only a part, or nothing. `where` is its folder, or its address."""

    where: str
    is_here: bool


@dataclass(frozen=True)
class RecordFacts:
    """The facts in the records of posts, pictures and gists; the numbers by the keys of a Report. The known posts are
    counted only if saved pages, mails or web archives have named any.
    """

    gone_from_export: int = 0
    pictures_here: int = 0
    pictures_missing: int = 0
    pictures_not_tried: int = 0
    lacking_in_posts: int = 0
    lacking_in_cards: int = 0
    lacking_photos: int = 0
    gists_here: int = 0
    gists_missing: int = 0
    gists_not_tried: int = 0
    known_posts: int = 0
    known_whole: int = 0
    known_partial: int = 0
    known_address: int = 0
    lacking: tuple[Lacking, ...] = ()
    missing: tuple[Missing, ...] = ()


def read(layout: Layout) -> tuple[list[TextFacts], RecordFacts]:
    """Raises FolderUnwritable, RecordsDamaged."""
    cache = CachedFacts(layout, "status")
    signs = _signs(layout, catalog.NAME, picture_record.NAME, gists.NAME, *_TOLD)  # before the catalog is read
    entries = called_once(lambda: catalog.read(layout))
    found = list(_texts(layout, cache, entries))
    if (layout.records / known_posts.NAME).exists() or (layout.private / known_posts.NAME).exists():
        signs += signs_of(layout.root / text.file for text in found)  # which may say that they are only a part
    facts = _recall(cache, "records", signs, RecordFacts)
    if facts is None:
        facts = _of_records(layout, entries(), {same_post(text.id) for text in found})
    cache.put("records", signs, schema.encode(facts))
    cache.write()
    return found, facts


def _texts(layout: Layout, cache: CachedFacts, entries: Callable[[], Mapping[str, Entry]]) -> Iterator[TextFacts]:
    signs_of_entries = _signs(layout, catalog.NAME)
    written: dict[str, str] | None = None
    for kind, name in FOLDER_OF.items():
        for file in posts.texts(layout.root / name):
            path = posts.path_of(file, name)
            signs = signs_of([file]) + signs_of_entries
            facts = _recall(cache, path, signs, TextFacts)
            if facts is None:
                if written is None:
                    written = {entry.path: entry.written for entry in entries().values() if entry.is_post}
                facts = _of_text(file, path, kind, written.get(path, ""))
            cache.put(path, signs, schema.encode(facts))
            yield facts


def _signs(layout: Layout, *names: str) -> Signs:
    """The signs of records, public and private."""
    return signs_of(folder / name for folder in (layout.records, layout.private) for name in names)


def _recall(cache: CachedFacts, key: str, signs: Signs, kind: type[T]) -> T | None:
    facts = cache.get(key, signs)
    try:
        return None if facts is None else schema.decode(facts, kind)
    except schema.SchemaMismatch:  # the cache has another form
        return None


def _of_text(file: Path, path: str, kind: Kind, written: str) -> TextFacts:
    post, issues = posts.try_post(file, path, kind)
    where = file_of(path, is_loose=file.name != TEXT)
    sha256 = ""
    with suppress(OSError):  # there is none, or it can't be read: `issues` says why
        sha256 = files.checksum(file)
    is_edited = bool(written and sha256) and sha256 != written
    if post is None:
        return TextFacts(path, where, sha256=sha256, is_edited=is_edited, issues=issues)
    of_text = TextFacts(path, where, post.id, post.title, sha256, post.kind, is_edited=is_edited, issues=issues)
    if post.kind == "draft":
        return of_text
    from medium_archive.site.text import length  # noqa: PLC0415  # slow to import, and most texts are known

    return replace(of_text, year=post.date.year if post.date else 0, words=length.of(post.text))


def _of_records(layout: Layout, entries: Mapping[str, Entry], present: Collection[str]) -> RecordFacts:
    pictures, embedded = picture_record.read(layout).values(), Gists.read(layout).records.values()
    fetched: list[PictureRecord | GistRecord] = [*pictures, *embedded]
    facts = RecordFacts(
        gone_from_export=sum(
            bool(entry.gone) for entry in entries.values() if entry.is_post and not forgotten.is_hidden(entry.path)
        ),
        **picture_record.counted(pictures),
        **records.counted("gists", embedded),
        lacking=(),
        missing=tuple(
            Missing(record.address, record.posts, record.problem, record.retry)
            for record in fetched
            if not record.files and record.problem
        ),
    )
    known = known_posts.read(layout)
    return replace(facts, **_of_known(layout, known, entries, present)) if known else facts


def _of_known(
    layout: Layout, known: Mapping[str, KnownPost], entries: Mapping[str, Entry], present: Collection[str]
) -> dict[str, Any]:
    from medium_archive.folder import feed, rescued  # noqa: PLC0415  # slow to import, and few archives need them

    hidden = {key for key, entry in entries.items() if forgotten.is_hidden(entry.path)}
    partial = known_posts.partial(layout, entries, feed.read(layout), rescued.read(layout)) - hidden
    shown = {key: one for key, one in known.items() if key not in hidden}
    states = known_posts.count(shown, entries, known_posts.states(present, partial))
    elsewhere = {one.address or f"https://medium.com/p/{one.id}" for key, one in known.items() if key not in entries}
    return {
        "known_posts": sum(states.values()),
        **{f"known_{state}": number for state, number in states.items()},
        "lacking": (
            *(Lacking(entries[key].path, is_here=True) for key in sorted(partial)),
            *(Lacking(address, is_here=False) for address in sorted(elsewhere)),
        ),
    }

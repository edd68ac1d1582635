"""Adds a story of a saved page to the archive: a new post gets a text, a known one a better text, or tags."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Literal

from medium_archive.folder import edits, files, post_import, post_texts
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.conversion import UNKNOWN, Known
from medium_archive.folder.edits import Favor
from medium_archive.folder.layout import TEXT, original_at
from medium_archive.folder.post_import import Original
from medium_archive.folder.rescued import RescuedRecord, Source
from medium_archive.folder.shelf import Shelf
from medium_archive.medium import gists
from medium_archive.medium.pages import SavedStory
from medium_archive.report import Issue

Change = Literal["new", "changed", "tagged", "unchanged"]


@dataclass(frozen=True)
class Taken:
    """What became of a story."""

    change: Change
    issues: tuple[Issue, ...] = ()


def take(  # noqa: PLR0913  # the last four by keyword
    shelf: Shelf,
    saved: SavedStory,
    favor: Favor = "both",
    *,
    source: Source = "page",
    captured: str = "",
    restores: bool = False,
    known: Known = UNKNOWN,
) -> Taken:
    """Add a story. The day of its last change counts as the day of an export, so the order of imports does not matter:
    an export of that day or later has the text, and a beginning never replaces a whole text. A post that a person
    forgot or put among the drafts is left alone, and so is one that a person deleted, unless the run `restores` missing
    texts.
    `source` and `captured` are those of a `RescuedRecord`, `known` as in `post_texts.compose`.
    """
    key = same_post(saved.post.id)
    entry, before = shelf.entries.get(key), shelf.rescued.get(key)
    now = RescuedRecord.from_story(saved, source, captured)
    if entry is None and not shelf.is_left_alone(key):
        return Taken("new", _put(shelf, saved, now, favor, known))
    if entry is not None and key not in shelf.paths and restores:
        restored = post_import.restore(shelf, key)
        if restored is None:
            return Taken("new", _put(shelf, saved, now, favor, known))
        taken = take(shelf, saved, favor, source=source, captured=captured, known=known)
        return Taken("new", (*restored.issues, *taken.issues))
    if entry is None or shelf.is_left_alone(key):
        return Taken("unchanged")
    if entry.kind == "draft" and saved.post.kind == "draft":
        return Taken("unchanged")
    if entry.kind == "draft" and _is_better(shelf, entry, now):
        issues = _put(shelf, saved, now, favor, known)
        message = "This draft has been published; its folder was moved, and it has the text of a saved page."
        return Taken("changed", (*issues, Issue(shelf.paths[key], "published-since", message, "note")))
    is_choice = favor != "both" and before is not None and now.sha256 == before.sha256  # between two texts
    if before is not None and not is_choice and not now.is_better_than(before):
        return Taken("unchanged")
    if _is_better(shelf, entry, now):
        return Taken("changed", _put(shelf, saved, now, favor, known))
    return Taken("tagged" if _update(shelf, saved, entry, now) else "unchanged")


def _is_better(shelf: Shelf, entry: Entry, now: RescuedRecord) -> bool:
    """Whether a saved text takes the place of the present one."""
    if entry.is_from_page:
        return True
    if entry.is_from_feed:
        record = shelf.feed.get(same_post(entry.id))
        return bool(record and record.partial) or (not now.partial and now.exported >= entry.exported)
    is_newer = now.exported > entry.exported and shelf.is_of_export(entry.sha256)
    return is_newer and (now.is_complete if entry.kind == "draft" else now.may_be_newer)


def _put(shelf: Shelf, saved: SavedStory, record: RescuedRecord, favor: Favor, known: Known) -> tuple[Issue, ...]:
    """Write the text of a story, as an import writes that of a page of an export."""
    post = saved.post
    key = same_post(post.id)
    entry, before = shelf.entries.get(key), shelf.rescued.get(key)
    shelf.history.note_feed(post)
    if entry is not None and not entry.is_of_export:
        shelf.history.note_other_source(post)
    base = post_texts.compose_again(shelf, entry) if entry is not None else None
    post_import.place(shelf, post, entry)
    if entry is not None and entry.id != post.id:
        shelf.gallery.replace_post(entry.id, ())
        shelf.gists.replace_post(entry.id, ())
    shelf.gallery.replace_post(post.id, post.pictures)
    shelf.gists.replace_post(post.id, gists.addresses(post.body))
    shelf.record_rescued(record)
    replaces = entry.original if entry is not None and entry.is_of_export else ""
    original = Original(record.file, saved.public_state, record.sha256, replaces)
    try:
        return post_import.write(shelf, post, original, base, favor, known).issues
    except post_texts.NotConvertible:
        shelf.restore_rescued(key, before)
        if entry is None:
            shelf.discard(key, post.id)
        raise


def _update(shelf: Shelf, saved: SavedStory, entry: Entry, now: RescuedRecord) -> bool:
    """Keep what a saved page has, and let a text that stays have its tags and its last change. True if the text was
    written.
    """
    key = same_post(entry.id)
    now = replace(now, file=original_at(shelf.paths[key], now.file))
    shelf.history.note_feed(saved.post)
    base = post_texts.compose_again(shelf, entry)
    if base is not None and _sha256(base) != entry.written and key in shelf.rescued:
        # A run was killed after it wrote the record and before it wrote the text
        plain = post_texts.compose_again(shelf.without_rescued(key), entry)
        base = plain if plain and _sha256(plain) == entry.written else base
    shelf.record_rescued(now)
    files.write(shelf.layout.root / now.file, saved.public_state)
    text = post_texts.compose_again(shelf, entry)
    if text is None:
        return False
    is_written = edits.blend(shelf.layout.root / shelf.paths[key] / TEXT, text, entry.written, base)
    shelf.record(replace(entry, written=_sha256(text)))
    return is_written


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

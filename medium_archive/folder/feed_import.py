"""Adds a post of a feed to the archive: a new post gets a text, a known one its tags and its last change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Literal

from medium_archive.folder import edits, files, post_import, post_texts
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.feed import FeedRecord
from medium_archive.folder.layout import TEXT, original_at
from medium_archive.folder.post_import import Original
from medium_archive.folder.shelf import Shelf
from medium_archive.markdown.front_matter import timestamp
from medium_archive.medium.feed import Item
from medium_archive.report import Issue

Change = Literal["new", "changed", "tagged", "unchanged"]


@dataclass(frozen=True)
class Taken:
    """What became of a post of a feed."""

    change: Change
    issues: tuple[Issue, ...] = ()


def take(shelf: Shelf, item: Item) -> Taken:
    """Add an item. It never replaces the text of an export, nor a whole text by its beginning. A post that a person
    forgot, deleted or put among the drafts is left alone.
    """
    key = same_post(item.post.id)
    entry, before = shelf.entries.get(key), shelf.feed.get(key)
    if entry is None and not shelf.is_left_alone(key):
        return Taken("new", _put(shelf, item))
    if entry is None or shelf.is_left_alone(key):
        return Taken("unchanged")
    if entry.kind == "draft" and (not entry.is_of_export or item.post.exported > entry.exported):
        issues = _put(shelf, item)
        message = "This draft has been published; its folder was moved, and it has the text of the feed."
        return Taken("changed", (*issues, Issue(shelf.paths[key], "published-since", message, "note")))
    if before is not None and item.updated and timestamp(item.updated) < before.updated:
        return Taken("unchanged")  # a feed that a web archive captured may be older than what is here
    is_newer = before is None or item.text != before.text
    if entry.is_from_page:
        saved = shelf.rescued.get(key)
        is_better = saved is None or saved.partial or item.post.exported > entry.exported
        if is_better and not item.is_partial:
            return Taken("changed", _put(shelf, item))
    if entry.is_from_feed and is_newer and not (item.is_partial and before and not before.partial):
        return Taken("changed", _put(shelf, item))
    return Taken("tagged" if _update(shelf, entry, item) else "unchanged")


def _put(shelf: Shelf, item: Item) -> tuple[Issue, ...]:
    """Write the text of an item, as an import writes that of a page."""
    post, record = item.post, FeedRecord.from_item(item)
    key = same_post(post.id)
    entry, before = shelf.entries.get(key), shelf.feed.get(key)
    shelf.history.note_feed(post)
    if entry is not None and entry.is_from_page:
        shelf.history.note_other_source(post)
    base = post_texts.compose_again(shelf, entry) if entry is not None else None
    post_import.place(shelf, post, entry)
    shelf.gallery.replace_post(entry.id if entry else post.id, ())
    shelf.gallery.replace_post(post.id, post.pictures)
    shelf.record_feed(record)
    replaces = entry.original if entry is not None and not entry.is_from_page else ""
    original = Original(record.file, item.source, record.sha256, replaces)
    try:
        return post_import.write(shelf, post, original, base, "both").issues
    except post_texts.NotConvertible:
        shelf.restore_feed(key, before)
        if entry is None:
            shelf.discard(key, post.id)
        raise


def _update(shelf: Shelf, entry: Entry, item: Item) -> bool:
    """Let a text that stays have the tags and the last change of the feed. True if the text was written."""
    key = same_post(entry.id)
    before, now = shelf.feed.get(key), FeedRecord.from_item(item)
    now = replace(now, file=original_at(shelf.paths[key], now.file))
    shelf.history.note_feed(item.post)
    if entry.is_from_feed and before is not None:
        now = replace(before, tags=now.tags, updated=now.updated)  # its original stays: it has the text
    elif before is not None and (before.tags, before.updated, before.text) == (now.tags, now.updated, now.text):
        now = before
    base = post_texts.compose_again(shelf, entry)
    if base is not None and hashlib.sha256(base).hexdigest() != entry.written and before is not None:
        # A run was killed after it wrote the record and before it wrote the text
        plain = post_texts.compose_again(shelf.without_feed(key), entry)
        base = plain if plain and hashlib.sha256(plain).hexdigest() == entry.written else base
    shelf.record_feed(now)
    if now is not before and not entry.is_from_feed:
        files.write(shelf.layout.root / now.file, item.source)
    text = post_texts.compose_again(shelf, entry)
    if text is None:
        return False
    is_written = edits.blend(shelf.layout.root / shelf.paths[key] / TEXT, text, entry.written, base)
    shelf.record(replace(entry, written=hashlib.sha256(text).hexdigest()))
    return is_written

"""A post out of a feed, for the shelf: a new one becomes a post, a known one gets its tags and its last change."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Literal

from medium_archive.folder import edits, files
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.feed import Fed
from medium_archive.folder.history import State
from medium_archive.folder.layout import TEXT
from medium_archive.folder.shelf import Shelf, kind_of
from medium_archive.medium.feed import Item
from medium_archive.report import Issue

Taken = Literal["new", "changed", "tagged", "unchanged"]


def take(shelf: Shelf, item: Item) -> Taken:
    """Take an item. The text of an export is never replaced, nor a whole text by a snippet; what a person deleted, or
    put among the drafts, is left alone.
    """
    key = same_post(item.post.id)
    entry, before = shelf.entries.get(key), shelf.fed.get(key)
    if entry is None:
        _put(shelf, key, item)
        return "new"
    if key not in shelf.paths or (shelf.paths[key].startswith("drafts/") and entry.kind != "draft"):
        return "unchanged"
    if entry.kind == "draft":
        _put(shelf, key, item)
        path = shelf.paths[key]
        message = "This draft has been published; its folder moved, with the text of the feed."
        shelf.issues.append(Issue(path, "published-since", message, "note"))
        return "changed"
    is_newer = before is None or item.text != before.text
    if entry.is_from_feed and is_newer and not (item.is_partial and before and not before.partial):
        _put(shelf, key, item)
        return "changed"
    return "tagged" if _note(shelf, key, entry, item) else "unchanged"


def _put(shelf: Shelf, key: str, item: Item) -> None:
    """Write the text of an item, as an import writes that of a page."""
    post, fed = item.post, Fed.of(item)
    entry = shelf.entries.get(key)
    if shelf.history.first(key, draft=False) is None:
        published = post.published.isoformat() if post.published else ""
        shelf.history.states[key].append(State(post.id, post.kind, post.title, published, post.words))
    base = shelf.composed(entry) if entry is not None else None
    folder = shelf.folder_for(post, key, entry)
    shelf.gallery.replace_post(entry.id if entry else post.id, ())
    shelf.gallery.replace_post(post.id, post.pictures)
    shelf.fed[key] = fed
    slug = shelf.slug(key)
    text = shelf.compose(post, folder, fed.file, fed.sha256, slug)
    shelf.write_text(folder, text, entry, base, fed.sha256)
    files.write(shelf.layout.root / fed.file, item.source)
    if entry is not None and entry.original not in ("", fed.file):
        with files.disk_errors(shelf.layout.root / entry.original):
            (shelf.layout.root / entry.original).unlink(missing_ok=True)
    shelf.entries[key] = Entry(
        post.id, folder, hashlib.sha256(text).hexdigest(), fed.file, fed.sha256, post.exported, post.reason,
        kind=kind_of(shelf.first_path(key, post.kind)), slug=slug,
    )  # fmt: skip


def _note(shelf: Shelf, key: str, entry: Entry, item: Item) -> bool:
    """Let a text that stays have the tags and the last change that the feed says. True if anything was written."""
    before, now = shelf.fed.get(key), Fed.of(item)
    if entry.is_from_feed and before is not None:
        now = replace(before, tags=now.tags, updated=now.updated)  # its file bears the text
    elif before is not None and (before.tags, before.updated, before.text) == (now.tags, now.updated, now.text):
        now = before
    base = shelf.composed(entry)
    if base is not None and hashlib.sha256(base).hexdigest() != entry.written and before is not None:
        # A run was killed between the record and the text
        without = {other: fed for other, fed in shelf.fed.items() if other != key}
        plain = replace(shelf, fed=without).composed(entry)
        base = plain if plain and hashlib.sha256(plain).hexdigest() == entry.written else base
    shelf.fed[key] = now
    if now is not before and not entry.is_from_feed:
        files.write(shelf.layout.root / now.file, item.source)
    text = shelf.composed(entry)
    if text is None:
        return False
    is_written = edits.blend(shelf.layout.root / shelf.paths[key] / TEXT, text, entry.written, base)
    shelf.entries[key] = replace(entry, written=hashlib.sha256(text).hexdigest())
    return is_written

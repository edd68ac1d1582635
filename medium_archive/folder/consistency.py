"""Keeps folders, links, originals and texts of an archive consistent after a run has changed some of them, and saves
the records. If a run is killed at any moment, the next one completes its work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace

from medium_archive.folder import (
    captures,
    checksums,
    edits,
    fetched_content,
    files,
    forgotten,
    kept_exports,
    own_links,
    post_folders,
    post_import,
    post_texts,
)
from medium_archive.folder.catalog import same_post
from medium_archive.folder.edits import Favor, Written
from medium_archive.folder.layout import TEXT, Layout, original_at
from medium_archive.folder.shelf import Shelf, kind_of
from medium_archive.processes import Pool
from medium_archive.report import Issue


def open_shelf(layout: Layout) -> Shelf:
    """The shelf of an archive, with what a killed run wrote to the texts without recording it."""
    shelf = Shelf.open(layout)
    for entry in list(fetched_content.unrecorded(shelf)):
        shelf.record(entry)
    return shelf


def arrange_folders(shelf: Shelf, favor: Favor) -> list[tuple[str, Written]]:
    """Move each post to the folder that `post_folders.plan` gives, and write the texts that get another slug. Gives the
    keys of these posts, and what became of their texts.
    """
    planned = post_folders.plan(shelf)
    moves = post_folders.moves(shelf, planned)
    if not shelf.saved.issuperset(key for key, _ in moves):
        # Save the records of the present texts first: if the run is killed between a move and the text with the new
        # slug, the next one knows that nobody edited the text
        shelf.save()
    for key, path in moves:
        shelf.move(key, path)
    for key, path in planned.items():
        shelf.record(replace(shelf.entries[key], kind=kind_of(path)))
    rewritten: list[tuple[str, Written]] = []
    for key in sorted(shelf.paths.keys() & shelf.entries.keys()):
        slug = post_folders.slug(shelf, key)
        if shelf.entries[key].slug != slug and shelf.history.states.get(key):
            written = post_import.rewrite(shelf, key, favor, slug)
            if written is not None:
                rewritten.append((key, written))
    return rewritten


def update_links(shelf: Shelf, pool: Pool) -> None:
    """Rewrite the texts with links to the former place of a post; `pool` converts them."""
    shelf.link_to_present_folders()
    outdated: dict[str, bytes] = {}
    for key, present, text in own_links.current(shelf, pool):
        entry = shelf.entries[key]
        if text == present:  # perhaps a killed run wrote it before it wrote the catalog
            shelf.record(replace(entry, written=_sha256(text)))
        elif _sha256(present) == entry.written:
            outdated[key] = text
    if not shelf.saved.isdisjoint(outdated):
        # Save the records of the present texts first: if the run is killed here, the next one knows that nobody edited
        # them. A post without a record needs none: its text then differs only in the addresses of links
        shelf.save()
    for key, text in outdated.items():
        entry = shelf.entries[key]
        files.write(shelf.layout.root / entry.path / TEXT, text)
        shelf.record(replace(entry, written=_sha256(text)))


def mark_gone(shelf: Shelf) -> list[Issue]:
    """Record which posts the newest export lacks; they stay. Gives a note for each new one that is not forgotten."""
    issues: list[Issue] = []
    for key, entry in list(shelf.entries.items()):
        gone = shelf.history.gone(key)
        if gone and gone != entry.gone and not forgotten.is_hidden(entry.path):
            message = f"The export of {gone} no longer has this post; it is kept here."
            issues.append(Issue(entry.path, "gone-from-export", message, "note"))
        shelf.record(replace(entry, gone=gone, author=shelf.history.author(key)))
    return issues


def save(shelf: Shelf, post_ids: Collection[str]) -> None:
    """Let the originals follow their posts, put what was fetched into the texts of these posts, and save the records,
    the catalog after the texts, the checksums last.
    """
    _follow_originals(shelf)
    shelf.save_fetched()
    for post_id in sorted(post_ids):
        entry = fetched_content.insert(shelf, post_id)
        if entry is not None:
            shelf.record(entry)
        if same_post(post_id) in shelf.paths:
            shelf.gists.note_inserted(post_id)
    shelf.save()
    checksums.write(shelf.layout, shelf.sums() | kept_exports.sums(shelf.layout) | captures.sums(shelf.layout))


def _follow_originals(shelf: Shelf) -> None:
    """Originals of drafts are private: move the original of a post that a person put among the drafts, or took out."""
    for key, path in sorted(shelf.paths.items()):
        entry = shelf.entries.get(key)
        if entry is not None and entry.original:
            place = original_at(path, entry.original)
            if place != entry.original or key in shelf.recovered:
                _follow(shelf, key, place)
        record = shelf.feed.get(key)
        if record is not None and record.file:
            place = original_at(path, record.file)
            _move(shelf.layout, record.file, place)
            shelf.record_feed(replace(record, file=place))
        saved = shelf.rescued.get(key)
        if saved is not None and saved.file:
            place = original_at(path, saved.file)
            _move(shelf.layout, saved.file, place)
            shelf.record_rescued(replace(saved, file=place))


def _follow(shelf: Shelf, key: str, place: str) -> None:
    """Move an original, then let the text name it there: if the run is killed between, the next one finds the file and
    goes on (`Shelf.recovered`).
    """
    entry, record = shelf.entries[key], shelf.feed.get(key)
    before = original_at("posts/" if entry.is_private else "drafts/", place)
    base = post_texts.compose_again(shelf, entry, original=before)
    _move(shelf.layout, entry.original, place)
    if record is not None and record.file == entry.original:
        shelf.record_feed(replace(record, file=place))
    saved = shelf.rescued.get(key)
    if saved is not None and saved.file == entry.original:
        shelf.record_rescued(replace(saved, file=place))
    entry = replace(entry, original=place)
    text = post_texts.compose_again(shelf, entry)
    if text is not None:
        edits.blend(shelf.layout.root / entry.path / TEXT, text, entry.written, base)
        entry = replace(entry, written=_sha256(text))
    shelf.record(entry)


def _move(layout: Layout, file: str, place: str) -> None:
    old, new = layout.root / file, layout.root / place
    if file == place or not old.is_file():
        return
    with files.disk_errors(new):
        new.parent.mkdir(parents=True, exist_ok=True)
        old.replace(new)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

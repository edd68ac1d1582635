"""Originals lie where their posts do: among what git takes, or not. Whoever puts a post among the drafts by hand, or
takes it out again, has its original follow, whatever is run next.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from medium_archive.folder import edits, files
from medium_archive.folder.layout import TEXT, original_at
from medium_archive.folder.shelf import Shelf


def settle(shelf: Shelf) -> None:
    """Move the originals that lie on the other side, and let the texts name them there. First the file: where a run is
    killed after that the next one finds it, and goes on (`Shelf.astray`).
    """
    for key, path in sorted(shelf.paths.items()):
        entry, fed = shelf.entries.get(key), shelf.fed.get(key)
        if entry is not None and entry.original:
            place = original_at(path, entry.original)
            if place != entry.original or key in shelf.astray:
                _settle_one(shelf, key, place)
        if fed is not None and fed.file:
            place = original_at(path, fed.file)
            _move(shelf, fed.file, place)
            shelf.fed[key] = replace(fed, file=place)
    shelf.astray.clear()


def _settle_one(shelf: Shelf, key: str, place: str) -> None:
    entry = shelf.entries[key]
    before = original_at("posts/" if entry.is_private else "drafts/", place)
    base = shelf.composed(entry, original=before)
    _move(shelf, entry.original, place)
    fed = shelf.fed.get(key)
    if fed is not None and fed.file == entry.original:
        shelf.fed[key] = replace(fed, file=place)
    entry = replace(entry, original=place)
    text = shelf.composed(entry)
    if text is not None:
        edits.blend(shelf.layout.root / entry.path / TEXT, text, entry.written, base)
        entry = replace(entry, written=hashlib.sha256(text).hexdigest())
    shelf.entries[key] = entry


def _move(shelf: Shelf, file: str, place: str) -> None:
    old, new = shelf.layout.root / file, shelf.layout.root / place
    if file == place or not old.is_file():
        return
    with files.disk_errors(new):
        new.parent.mkdir(parents=True, exist_ok=True)
        old.replace(new)

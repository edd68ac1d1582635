"""A picture's address in index.md gives way to the name of its file, once that is here. Nothing else is touched."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from medium_archive.folder import files, index_md
from medium_archive.folder.catalog import same_post
from medium_archive.folder.homes import Homes
from medium_archive.folder.layout import TEXT
from medium_archive.folder.shelf import Shelf


def settle(shelf: Shelf, post_id: str) -> None:
    """Let a post's text name the pictures in its folder. A text that nobody touched stays one for the catalog."""
    key = same_post(post_id)
    entry, path = shelf.entries.get(key), shelf.paths.get(key)
    if path is None:
        return
    file = shelf.layout.root / path / TEXT
    before = file.read_bytes()
    after = index_md.with_files(before.decode("utf-8"), shelf.gallery.files_of(post_id, path)).encode()
    if after == before:
        return
    files.write(file, after)
    if entry is not None and hashlib.sha256(before).hexdigest() == entry.written:
        shelf.entries[key] = replace(entry, written=hashlib.sha256(after).hexdigest())


def recognise(shelf: Shelf) -> None:
    """Know the texts again that a killed run had settled without coming to the catalog: they are what the program
    writes from the original, so nobody edited them.
    """
    recorded, here = shelf.homes, Homes.of(shelf.layout, shelf.paths)
    for key, entry in list(shelf.entries.items()):
        path = shelf.paths.get(key)
        if path is None or not entry.original:
            continue
        there = (shelf.layout.root / path / TEXT).read_bytes()
        checksum = hashlib.sha256(there).hexdigest()
        if checksum == entry.written:
            continue
        for homes in (here, recorded):
            shelf.homes = homes
            if shelf.composed(entry) == there:
                shelf.entries[key] = replace(entry, written=checksum)
    shelf.homes = recorded

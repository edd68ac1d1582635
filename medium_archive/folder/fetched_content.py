"""What comes home is put into index.md: a picture's address gives way to the name of its file, a gist's text follows
the gist's address. Nothing else is touched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from medium_archive.folder import files, index_md
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import TEXT
from medium_archive.folder.post_paths import Homes
from medium_archive.folder.shelf import Shelf


def settle(shelf: Shelf, post_id: str) -> None:
    """Let a post's text name the pictures in its folder and hold the text of its gists. A text that nobody touched
    stays one for the catalog. Into one that a person edited a gist comes once, when it was fetched: who takes it out
    again has it stay out.
    """
    key = same_post(post_id)
    entry, path = shelf.entries.get(key), shelf.paths.get(key)
    if path is None:
        return
    homes = shelf.gallery.files_of(post_id, path)
    blocks = shelf.gists.blocks_of(post_id)
    if not homes and not blocks:
        return
    file = shelf.layout.root / path / TEXT
    before = file.read_bytes()
    is_own = entry is not None and hashlib.sha256(before).hexdigest() == entry.written
    if not is_own:
        blocks = shelf.gists.blocks_of(post_id, only_waiting=True)
    after = _settled(before, homes, blocks)
    if after != before:
        files.write(file, after)
        if entry is not None and is_own:
            shelf.entries[key] = replace(entry, written=hashlib.sha256(after).hexdigest())
    shelf.gists.note_put_in(post_id)


def _settled(text: bytes, homes: Mapping[str, str], blocks: Mapping[str, str]) -> bytes:
    # A person's text may hold bytes that are no UTF-8
    read = text.decode("utf-8", "surrogateescape")
    return index_md.settled(read, homes, blocks).encode("utf-8", "surrogateescape")


def recognise(shelf: Shelf) -> None:
    """Know the texts again that a killed run had settled without coming to the catalog: with what came home since
    they are what the program writes from the original, so nobody edited them.
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
        blocks = shelf.gists.blocks_of(entry.id, only_waiting=True)
        settled = _settled(there, shelf.gallery.files_of(entry.id, path), blocks)
        for homes in (here, recorded):
            shelf.homes = homes
            if shelf.composed(entry) == settled:
                shelf.entries[key] = replace(entry, written=checksum)
    shelf.homes = recorded

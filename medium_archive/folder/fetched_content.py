"""Puts what was fetched into an index.md: the name of a picture's file replaces its address, the text of a gist follows
the gist's address. All else stays as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from medium_archive.folder import files, index_md, post_texts
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.layout import TEXT
from medium_archive.folder.post_paths import PostPaths
from medium_archive.folder.shelf import Shelf


def insert(shelf: Shelf, post_id: str) -> Entry | None:
    """Put the pictures and gists that are here into the text of a post. If nobody had edited it, gives its new entry.

    An edited text gets a gist once, when it was fetched: a person may take it out again.
    """
    key = same_post(post_id)
    entry, path = shelf.entries.get(key), shelf.paths.get(key)
    if path is None:
        return None
    pictures, blocks = shelf.gallery.files_of(post_id, path), shelf.gists.blocks_of(post_id)
    if not pictures and not blocks:
        return None
    file = shelf.layout.root / path / TEXT
    before = file.read_bytes()
    is_edited = entry is None or hashlib.sha256(before).hexdigest() != entry.written
    if is_edited:
        blocks = shelf.gists.blocks_of(post_id, only_waiting=True)
    after = _with(before, pictures, blocks)
    if after != before:
        files.write(file, after)
    return None if entry is None or is_edited else replace(entry, written=hashlib.sha256(after).hexdigest())


def unrecorded(shelf: Shelf) -> Iterator[Entry]:
    """The entries of texts that a killed run wrote without recording it, with their present checksum. With what was
    fetched since, they are what the program composes from the original, so nobody has edited them.
    """
    here = replace(shelf, links=PostPaths.of(shelf.layout, shelf.paths))
    for key, entry in shelf.entries.items():
        path = shelf.paths.get(key)
        if path is None or not entry.original:
            continue
        present = (shelf.layout.root / path / TEXT).read_bytes()
        checksum = hashlib.sha256(present).hexdigest()
        if checksum == entry.written:
            continue
        blocks = shelf.gists.blocks_of(entry.id, only_waiting=True)
        text = _with(present, shelf.gallery.files_of(entry.id, path), blocks)
        if any(post_texts.compose_again(view, entry) == text for view in (here, shelf)):
            yield replace(entry, written=checksum)


def _with(text: bytes, pictures: Mapping[str, str], blocks: Mapping[str, str]) -> bytes:
    # "surrogateescape" keeps bytes that are not UTF-8 as they are
    plain = text.decode("utf-8", "surrogateescape")
    return index_md.insert(plain, pictures, blocks).encode("utf-8", "surrogateescape")

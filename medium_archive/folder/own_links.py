"""Links from one post of the archive to another, in texts that nobody has edited: they lead to where it lies now, once
all posts of a run are there, whichever came first. In a text that a person edited the site finds the way by id.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import replace

from medium_archive.folder import files
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import TEXT
from medium_archive.folder.post_paths import Homes
from medium_archive.folder.shelf import Shelf

_ID = re.compile(rb"(?<![0-9A-Za-z])[0-9a-f]{8,12}(?![0-9A-Za-z])")
_LOCAL = TEXT.encode()


def settle(shelf: Shelf) -> None:
    """Write those texts anew whose links have another aim now."""
    shelf.homes = Homes.of(shelf.layout, {key: path for key, path in shelf.paths.items() if key in shelf.entries})
    ids = frozenset(shelf.homes.paths)
    late: dict[str, bytes] = {}
    for key, path in sorted(shelf.homes.paths.items()):
        entry, there = shelf.entries[key], (shelf.layout.root / path / TEXT).read_bytes()
        if not _may_lead(there, ids):
            continue
        text = shelf.composed(entry)
        if text == there:  # perhaps of a run that was killed before it wrote the catalog
            shelf.entries[key] = replace(entry, written=_sha256(text))
        elif text is not None and _sha256(there) == entry.written:
            late[key] = text
    if late:
        # First what these texts are now: by that a later run knows them again if this one is killed here
        shelf.save()
    for key, text in late.items():
        entry = shelf.entries[key]
        files.write(shelf.layout.root / entry.path / TEXT, text)
        shelf.entries[key] = replace(entry, written=_sha256(text))


def _may_lead(text: bytes, ids: Collection[str]) -> bool:
    """Whether a text can hold a link to a post of the archive, as Medium spells it or as the program does."""
    head, _, body = text.partition(b"\n---\n")
    told = body + b"".join(line for line in head.split(b"\n") if line.startswith(b"title_markdown:"))
    return _LOCAL in told or any(same_post(match[0].decode()) in ids for match in _ID.finditer(told))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

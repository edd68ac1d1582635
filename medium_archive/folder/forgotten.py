"""Forgotten posts: private/forgotten.jsonl, and their folders, which lie hidden among the drafts (docs/format.md).

A hidden folder is private and follows its post as that of any other draft does; no command shows it as a draft.
records/kept_away.jsonl tells a copy of the archive that git made, which has nothing private, what it must not add.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from medium_archive.folder import records
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.folder.schema import ArchivePath

NAME = "forgotten.jsonl"
KEPT_AWAY = "kept_away.jsonl"
_HIDDEN = f"{FOLDER_OF['draft']}/."


@dataclass(frozen=True)
class Forgotten:
    """One post. `post` is Medium's id, or `folder` for a post that has none; `path` is the folder to which it returns
    when a person wants it back, `folder` the one in which it is hidden.
    """

    post: str
    path: ArchivePath
    folder: ArchivePath

    @property
    def key(self) -> str:
        return same_post(self.post)


@dataclass(frozen=True)
class KeptAway:
    """A post that no feed, page or export may bring back: the SHA-256 of its key, so that the record does not name the
    post.
    """

    sha256: str


def read(layout: Layout) -> dict[str, Forgotten]:
    """Every forgotten post by its key. Raises RecordsDamaged."""
    return {one.key: one for one in records.read(layout.private / NAME, Forgotten)}


def add(layout: Layout, record: Forgotten) -> None:
    """Record a post as forgotten, in place of its earlier record. Raises RecordsDamaged, FolderUnwritable."""
    marks = kept_away(layout)
    records.write(layout.private / NAME, (read(layout) | {record.key: record}).values())
    if not is_hidden(record.post):
        _write_marks(layout, marks | {mark(record.key)})


def remove(layout: Layout, key: str) -> None:
    """Remove the record of a post. Raises RecordsDamaged, FolderUnwritable."""
    marks, known = kept_away(layout), read(layout)
    if mark(key) in marks:
        _write_marks(layout, marks - {mark(key)})
    if known.pop(key, None) is not None:
        records.write(layout.private / NAME, known.values())


def mark(key: str) -> str:
    """How `kept_away` names a post, by its key."""
    return hashlib.sha256(key.encode()).hexdigest()


def kept_away(layout: Layout) -> frozenset[str]:
    """The marks of the posts that must not come back. Raises RecordsDamaged."""
    return frozenset(one.sha256 for one in records.read(layout.records / KEPT_AWAY, KeptAway))


def _write_marks(layout: Layout, marks: Iterable[str]) -> None:
    records.write(layout.records / KEPT_AWAY, map(KeptAway, marks))


def keys(layout: Layout, entries: Mapping[str, Entry]) -> frozenset[str]:
    """The keys of all forgotten posts that have an id, by the records. Raises RecordsDamaged."""
    hidden = {key for key, entry in entries.items() if is_hidden(entry.path)}
    return frozenset(hidden.union(key for key in read(layout) if not is_hidden(key)))


def hidden_at(path: str) -> str:
    """The hidden place for the folder of a post."""
    return f"{_HIDDEN}{path.rpartition('/')[2].lstrip('.')}"


def is_hidden(path: str) -> bool:
    """Whether the folder of a post is that of a forgotten one."""
    return path.startswith(_HIDDEN)

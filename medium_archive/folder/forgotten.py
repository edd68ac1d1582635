"""Forgotten posts: private/forgotten.jsonl, and their folders, which lie hidden among the drafts (docs/format.md).

A hidden folder is private and follows its post as that of any other draft does; no command shows it as a draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from medium_archive.folder import records
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.folder.schema import ArchivePath

NAME = "forgotten.jsonl"
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


def read(layout: Layout) -> dict[str, Forgotten]:
    """Every forgotten post by its key. Raises RecordsDamaged."""
    return {one.key: one for one in records.read(layout.private / NAME, Forgotten)}


def write(layout: Layout, forgotten: Iterable[Forgotten]) -> None:
    records.write(layout.private / NAME, forgotten)


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

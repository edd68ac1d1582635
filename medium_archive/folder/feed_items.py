"""private/.cache/feed-items.jsonl: which of the author's posts each feed named when it was last read."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from medium_archive.errors import RecordsDamaged
from medium_archive.folder import files, records
from medium_archive.folder.layout import CACHE, Layout

_NAME = "feed-items.jsonl"


@dataclass(frozen=True)
class NamedPost:
    """A post that a feed named. `published` is a time in ISO 8601, "" if the feed tells none."""

    id: str
    url: str
    published: str = ""


@dataclass(frozen=True)
class FeedItems:
    """What a feed named: `count` posts, and of them `posts` are the author's."""

    feed: str
    count: int
    posts: tuple[NamedPost, ...] = ()


def read(layout: Layout) -> dict[str, FeedItems]:
    """By the address of the feed. The file may be deleted or damaged: then nothing is known."""
    with suppress(RecordsDamaged):
        return {one.feed: one for one in records.parse(_path(layout), FeedItems).records}
    return {}


def write(layout: Layout, items: Iterable[FeedItems]) -> None:
    """Replace the file. Raises FolderUnwritable."""
    if content := records.lines(items):
        files.write(_path(layout), content)


def _path(layout: Layout) -> Path:
    return layout.private / CACHE / _NAME

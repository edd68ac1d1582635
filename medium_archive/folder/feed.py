"""What Medium's feeds had: a line for each post in records/feed.jsonl, a line for each feed in records/feeds.jsonl, and
the originals in original/feed/ (docs/format.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from medium_archive.folder import index_md, records
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.markdown.front_matter import timestamp
from medium_archive.medium import feed as medium_feed
from medium_archive.medium.feed import Item, NoFeed

__all__ = ["FeedRecord", "NoFeed", "Validators", "read", "read_one", "read_validators", "write", "write_validators"]

POSTS, FEEDS = "feed.jsonl", "feeds.jsonl"


@dataclass(frozen=True)
class FeedRecord:
    """A post as feeds last had it. `file` is its original, with the checksum `sha256`; `text` is a fingerprint of its
    words. These three stay when a feed that had the whole text has only its beginning. `updated` is ISO 8601 in UTC.
    """

    id: str
    tags: tuple[str, ...] = ()
    updated: str = ""
    partial: bool | None = None
    text: str = ""
    file: str = ""
    sha256: str = ""

    @classmethod
    def from_item(cls, item: Item) -> FeedRecord:
        return cls(
            id=item.post.id,
            tags=item.tags,
            updated=timestamp(item.updated) if item.updated else "",
            partial=item.is_partial or None,
            text=item.text,
            file=f"original/feed/{item.post.id}.xml",
            sha256=hashlib.sha256(item.source).hexdigest(),
        )

    def front_matter(self, *, is_source: bool) -> index_md.Feed:
        """What of it goes into index.md; `is_source` says that the text is the feed's too."""
        moment = datetime.fromisoformat(self.updated).astimezone(UTC) if self.updated else None
        return index_md.Feed(self.tags, moment, is_source, is_source and bool(self.partial))


@dataclass(frozen=True)
class Validators:
    """What to send to a server so that it can answer that a feed has not changed (RFC 9110, 13.1)."""

    address: str
    etag: str = ""
    modified: str = ""


def read(layout: Layout) -> dict[str, FeedRecord]:
    """What feeds had of each post, by `same_post(id)`."""
    known = FeedRecord.__dataclass_fields__
    found: dict[str, FeedRecord] = {}
    for line in records.read_lines(layout.records / POSTS) + records.read_lines(layout.private / POSTS):
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in line.items() if k in known}
        found[same_post(values["id"])] = FeedRecord(**values)
    return found


def write(layout: Layout, posts: Mapping[str, FeedRecord], private: Collection[str]) -> None:
    """`private` are the keys of posts that a person keeps among the drafts."""
    parts = (
        [asdict(post) for key, post in posts.items() if (key in private) == is_private] for is_private in (False, True)
    )
    records.write_apart(layout.records / POSTS, layout.private / POSTS, *parts)


def read_one(source: bytes) -> Item:
    """The post in one file of original/feed/. Raises NoFeed."""
    items = medium_feed.read(source).items
    if len(items) != 1:
        raise NoFeed("it does not hold one post")
    return items[0]


def read_validators(layout: Layout) -> dict[str, Validators]:
    """By the feed's address."""
    known = Validators.__dataclass_fields__
    lines = records.read_lines(layout.records / FEEDS)
    return {line["address"]: Validators(**{k: v for k, v in line.items() if k in known}) for line in lines}


def write_validators(layout: Layout, validators: Iterable[Validators]) -> None:
    records.write_lines(layout.records / FEEDS, (asdict(each) for each in validators))

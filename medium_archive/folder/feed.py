"""What Medium's feeds had: a line for each post in records/feed.jsonl, a line for each feed in records/feeds.jsonl, and
the originals in original/feed/ (docs/format.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from medium_archive.folder import index_md, records
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.folder.schema import ArchivePath
from medium_archive.markdown.front_matter import timestamp
from medium_archive.medium.not_feed import NotAMediumFeed

if TYPE_CHECKING:
    from medium_archive.medium.feed import Item

__all__ = [
    "FeedRecord",
    "NotAMediumFeed",
    "Validators",
    "read",
    "read_one",
    "read_validators",
    "write",
    "write_validators",
]

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
    file: ArchivePath = ""
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

    def front_matter(self, *, is_source: bool) -> index_md.Supplement:
        """What of it goes into index.md; `is_source` says that the text is the feed's too."""
        moment = datetime.fromisoformat(self.updated).astimezone(UTC) if self.updated else None
        is_partial = is_source and bool(self.partial)
        return index_md.Supplement(self.tags, moment, "feed" if is_source else "", is_partial=is_partial)


@dataclass(frozen=True)
class Validators:
    """What to send to a server so that it can answer that a feed has not changed (RFC 9110, 13.1)."""

    address: str
    etag: str = ""
    modified: str = ""


def read(layout: Layout) -> dict[str, FeedRecord]:
    """What feeds had of each post, by `same_post(id)`."""
    return {same_post(record.id): record for record in records.read_both(layout, POSTS, FeedRecord)}


def write(layout: Layout, posts: Mapping[str, FeedRecord], private: Collection[str]) -> None:
    """`private` are the keys of posts that a person keeps among the drafts."""
    public = (record for key, record in posts.items() if key not in private)
    records.write_both(layout, POSTS, public, (record for key, record in posts.items() if key in private))


def read_one(source: bytes) -> Item:
    """The post in one file of original/feed/. Raises NotAMediumFeed."""
    from medium_archive.medium import feed as medium_feed  # noqa: PLC0415  # slow to import, and few archives have feeds

    items = medium_feed.read(source).items
    if len(items) != 1:
        raise NotAMediumFeed("it does not contain exactly one post")
    return items[0]


def read_validators(layout: Layout) -> dict[str, Validators]:
    """By the feed's address."""
    return {one.address: one for one in records.read(layout.records / FEEDS, Validators)}


def write_validators(layout: Layout, validators: Iterable[Validators]) -> None:
    records.write(layout.records / FEEDS, validators)

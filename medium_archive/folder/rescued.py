"""What saved pages of Medium's had: a line for each post in records/rescued.jsonl, and the public originals in
original/pages/ (docs/format.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from medium_archive.folder import index_md, records
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.folder.schema import ArchivePath
from medium_archive.markdown.front_matter import timestamp
from medium_archive.medium.no_story import NoStory

if TYPE_CHECKING:
    from medium_archive.medium.pages import SavedStory

__all__ = ["NoStory", "RescuedRecord", "read", "read_one", "write"]

POSTS = "rescued.jsonl"
Source = Literal["page", "capture", "mirror"]


@dataclass(frozen=True)
class RescuedRecord:
    """A post as the best of its saved pages has it. `file` is its public original, with the checksum `sha256`.

    `source` tells what kind of page it is, `captured` when it was saved, ISO 8601 in UTC. `exported` is the day of the
    last change, which counts as the day of an export. `version` is Medium's name of the text. `words` are in the page,
    `said` is the number that Medium counts; `lacks` are the codes of the losses.
    """

    id: str
    source: Source = "page"
    captured: str = ""
    tags: tuple[str, ...] = ()
    updated: str = ""
    exported: str = ""
    version: str = ""
    partial: bool | None = None
    words: int = 0
    said: int = 0
    lacks: tuple[str, ...] = ()
    file: ArchivePath = ""
    sha256: str = ""

    @classmethod
    def from_story(cls, saved: SavedStory, source: Source = "page", captured: str = "") -> RescuedRecord:
        return cls(
            id=saved.post.id,
            source=source,
            captured=captured,
            tags=saved.tags,
            updated=timestamp(saved.updated) if saved.updated else "",
            exported=saved.post.exported,
            version=saved.version,
            partial=saved.is_partial or None,
            words=saved.words_here,
            said=saved.words_said,
            lacks=tuple(sorted({loss.code for loss in saved.losses})),
            file=f"original/pages/{saved.post.id}.json",
            sha256=hashlib.sha256(saved.public_state).hexdigest(),
        )

    @property
    def is_damaged(self) -> bool:
        """Whether some of its letters are lost."""
        return "unreadable-bytes" in self.lacks

    @property
    def rank(self) -> tuple[bool, bool, str, bool, int, str]:
        """The higher of two is the better text of a post: a whole one, then one with all its letters, then the newer
        one, then one with a state.
        """
        return not self.partial, not self.is_damaged, self.exported, bool(self.version), self.words, self.sha256

    def is_better_than(self, other: RescuedRecord) -> bool:
        """Whether the text of this page counts, not that of another page of the post. Of equal texts it is the one that
        was captured first, so that saving a page again changes nothing.
        """
        if self.rank != other.rank:
            return self.rank > other.rank
        return (not self.captured, self.captured, self.source) < (not other.captured, other.captured, other.source)

    @property
    def is_complete(self) -> bool:
        """Whether the text is whole, with all its letters. Such a page shows that a draft of an earlier day has been
        published.
        """
        return not self.partial and not self.is_damaged

    @property
    def may_be_newer(self) -> bool:
        """Whether the text may be taken for a newer one than that of an export: it is complete and has its state."""
        return self.is_complete and bool(self.version)

    def front_matter(self, *, is_source: bool) -> index_md.Supplement:
        """What of it goes into index.md; `is_source` says that the text is the page's too."""
        moment = datetime.fromisoformat(self.updated).astimezone(UTC) if self.updated else None
        if not is_source:
            return index_md.Supplement(self.tags, moment)
        is_partial = bool(self.partial)
        return index_md.Supplement(self.tags, moment, self.source, self.captured[:10], self.version, is_partial)


def read(layout: Layout) -> dict[str, RescuedRecord]:
    """What saved pages had of each post, by `same_post(id)`."""
    return {same_post(record.id): record for record in records.read_both(layout, POSTS, RescuedRecord)}


def write(layout: Layout, posts: Mapping[str, RescuedRecord], private: Collection[str]) -> None:
    """`private` are the keys of posts that a person keeps among the drafts."""
    public = (record for key, record in posts.items() if key not in private)
    records.write_both(layout, POSTS, public, (record for key, record in posts.items() if key in private))


def read_one(source: bytes) -> SavedStory:
    """The post in one file of original/pages/. Raises NoStory."""
    from medium_archive.medium import pages  # noqa: PLC0415  # slow to import, and few archives have saved pages

    story = pages.read(source).story
    if story is None:
        raise NoStory("page-without-story", "The file contains no post.")
    return story

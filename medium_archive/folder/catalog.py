"""The catalog: a line for each post, of published ones in records/, of drafts in private/ (docs/format.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from medium_archive.folder import records
from medium_archive.folder.layout import Layout
from medium_archive.folder.schema import ArchivePath
from medium_archive.post import Kind

NAME = "catalog.jsonl"
ABOUT = "about"
ABOUT_OTHER = "about-"  # followed by the name of another author
SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Entry:
    """One post, or one of the files about the authors. `written` is the checksum of the text that the program wrote
    last: a text with another checksum was edited. `kind` is the kind that the program decided, `gone` the day of the
    first export without it, `slug` the one in the text that the program wrote, `author` the name of the account whose
    export has the post, "" for the main account.
    """

    id: str
    path: ArchivePath
    written: str
    original: ArchivePath = ""
    sha256: str = ""
    exported: str = ""
    reason: str = ""
    kind: Literal[Kind, ""] = ""
    gone: str = ""
    slug: str = ""
    author: str = ""

    @property
    def is_post(self) -> bool:
        return self.id != SETTINGS and not self.is_about

    @property
    def is_about(self) -> bool:
        """Whether it is about.md or the about-NAME.md of another author; no id of a post begins like that."""
        return self.id == ABOUT or self.id.startswith(ABOUT_OTHER)

    @property
    def is_from_feed(self) -> bool:
        """Whether the text is that of a feed: no export has had the post yet."""
        return self.original.startswith(("original/feed/", "private/feed/"))

    @property
    def is_from_page(self) -> bool:
        """Whether the text is that of a saved page of Medium's."""
        return self.original.startswith(("original/pages/", "private/pages/"))

    @property
    def is_of_export(self) -> bool:
        """Whether the text is that of a page of an export."""
        return not (self.is_from_feed or self.is_from_page)

    @property
    def is_private(self) -> bool:
        return self.path.startswith("drafts/")


def same_post(post_id: str) -> str:
    """A key that is equal for equal posts: until about 2023 Medium's exports dropped leading zeros of ids."""
    return post_id.lstrip("0") or post_id


def read(layout: Layout) -> dict[str, Entry]:
    """Every entry by `same_post(id)`. Raises RecordsDamaged."""
    return {same_post(entry.id): entry for entry in records.read_both(layout, NAME, Entry)}


def write(layout: Layout, entries: dict[str, Entry]) -> None:
    public = (entry for entry in entries.values() if not entry.is_private)
    records.write_both(layout, NAME, public, (entry for entry in entries.values() if entry.is_private))

"""The saved pages and captures of each post, byte for byte: private/original/pages/, and a line for each in
private/captures.jsonl (docs/format.md). They are private, because a page may have details of who saved it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from medium_archive.folder import files, records
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.folder.rescued import RescuedRecord
from medium_archive.folder.schema import ArchivePath

if TYPE_CHECKING:
    from medium_archive.medium.pages import SavedStory
    from medium_archive.medium.pages.containers import Saved

NAME = "captures.jsonl"
FOLDER = "private/original/pages"


@dataclass(frozen=True)
class Capture:
    """One page of a post, as it was saved. `captured` is ISO 8601 in UTC, "" if its container does not tell the time.
    `source` is how it was saved, `address` its address then. `version` is Medium's name of the text, `words` are in the
    page, `said` is the number that Medium counts. `original` is the checksum of the public original that it gives.
    """

    post: str
    file: ArchivePath
    sha256: str
    address: str = ""
    captured: str = ""
    source: str = ""
    version: str = ""
    words: int = 0
    said: int = 0
    partial: bool | None = None
    original: str = ""

    def is_used(self, record: RescuedRecord | None) -> bool:
        """Whether the public original of its post, with this record, is made from it."""
        return record is not None and self.original == record.sha256 and record.captured in (self.captured, "")


def read(layout: Layout) -> list[Capture]:
    """Raises RecordsDamaged."""
    return records.read(layout.private / NAME, Capture)


def keep(layout: Layout, saved: Saved, story: SavedStory) -> Capture:
    """Keep a page of a post. The line is written by `write`."""
    is_json = saved.content[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[", b"])}"))
    file = f"{FOLDER}/{same_post(story.post.id)}/{saved.sha256}.{'json' if is_json else 'html'}"
    files.write(layout.root / file, saved.content)
    return Capture(
        post=story.post.id,
        file=file,
        sha256=saved.sha256,
        address=saved.address,
        captured=moment(saved.captured),
        source=saved.kind,
        version=story.version,
        words=story.words_here,
        said=story.words_said,
        partial=story.is_partial or None,
        original=hashlib.sha256(story.public_state).hexdigest(),
    )


def write(layout: Layout, kept: Iterable[Capture]) -> None:
    """Add lines to those that are there. A page that was read again has one line, as it is read now."""
    lines = {_key(one): one for one in (*read(layout), *kept)}
    records.write(layout.private / NAME, lines.values())


def sums(layout: Layout) -> dict[str, str]:
    """The checksums of the pages, by their paths."""
    return {one.file: one.sha256 for one in read(layout)}


def moment(captured: datetime | None) -> str:
    """The time of a capture as records have it."""
    return captured.astimezone(UTC).isoformat(timespec="seconds") if captured else ""


def _key(one: Capture) -> tuple[str, ...]:
    return one.file, one.address, one.captured, one.source

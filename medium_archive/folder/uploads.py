"""records/uploads.jsonl: the pictures that were uploaded to platforms (docs/format.md).

Lines of pictures that only drafts show are in private/.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from medium_archive.folder import records
from medium_archive.folder.layout import Layout

NAME = "uploads.jsonl"


@dataclass(frozen=True, order=True)
class Origin:
    """One picture on one account of one platform: the SHA-256 of the file that was uploaded, and the account as in
    `published.Place`.
    """

    sha256: str
    platform: str
    account: str


@dataclass(frozen=True)
class Upload:
    """A picture at a place: its address, and its id where the place has ids."""

    address: str
    id: str = ""


@dataclass(frozen=True)
class Line(Origin):
    """One line of the file."""

    address: str
    id: str = ""


def read(layout: Layout) -> dict[Origin, Upload]:
    """Every recorded picture at every place. Raises RecordsDamaged."""
    return {
        Origin(line.sha256, line.platform, line.account): Upload(line.address, line.id)
        for line in records.read_both(layout, NAME, Line)
    }


def private(layout: Layout) -> set[Origin]:
    """The pictures that only drafts show. Raises RecordsDamaged."""
    lines = records.read(layout.private / NAME, Line)
    return {Origin(line.sha256, line.platform, line.account) for line in lines}


def write(layout: Layout, uploads: Mapping[Origin, Upload], private: Collection[Origin]) -> None:
    """Write all records; those in `private` are of pictures that only drafts show."""
    lines = {origin: Line(**vars(origin), **vars(upload)) for origin, upload in uploads.items()}
    public = [line for origin, line in lines.items() if origin not in private]
    records.write_both(layout, NAME, public, [line for origin, line in lines.items() if origin in private])

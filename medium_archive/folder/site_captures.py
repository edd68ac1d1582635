"""records/site_captures.jsonl: the pages of the site that the Wayback Machine was asked to keep (docs/format.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from medium_archive.folder import records
from medium_archive.folder.layout import Layout

NAME = "site_captures.jsonl"


@dataclass(frozen=True)
class SiteCapture:
    """A page of the live site. `sha256` is the fingerprint of its content when it was asked for, `asked` the time of
    that, `captured` that of the capture in the archive's index, "" until the index lists it. Both are ISO 8601 in UTC.
    """

    address: str
    sha256: str = ""
    asked: str = ""
    captured: str = ""


def read(layout: Layout) -> dict[str, SiteCapture]:
    """Every recorded page, by its address. Raises RecordsDamaged."""
    return {one.address: one for one in records.read(layout.records / NAME, SiteCapture)}


def write(layout: Layout, captures: Iterable[SiteCapture]) -> None:
    """Replace the file by these pages."""
    records.write(layout.records / NAME, captures)

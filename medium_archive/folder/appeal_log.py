"""private/appeals.jsonl: the letters to Medium that `archive appeal --out` wrote (docs/format.md)."""

from __future__ import annotations

from dataclasses import dataclass

from medium_archive.folder import records
from medium_archive.folder.layout import Layout

NAME = "appeals.jsonl"


@dataclass(frozen=True)
class Appeal:
    """One letter. `at` is when it was written, ISO 8601 in UTC, `what` is suspended at the addresses `about`. `number`
    is 1 for the first letter about a suspension; a letter that is written again keeps its number.
    """

    at: str
    what: str
    about: tuple[str, ...] = ()
    number: int = 1


def read(layout: Layout) -> list[Appeal]:
    """Every letter, the oldest first."""
    return sorted(records.read(layout.private / NAME, Appeal), key=lambda appeal: appeal.at)


def add(layout: Layout, appeal: Appeal) -> None:
    """Add a letter. The archive is locked."""
    records.write(layout.private / NAME, [*read(layout), appeal])

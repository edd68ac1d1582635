"""private/signs.jsonl: signs that something may be wrong with the account; never a verdict (docs/format.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from medium_archive.folder import records
from medium_archive.folder.layout import Layout

NAME = "signs.jsonl"
ACCOUNT = "account"  # what a sign is about if it is not about one address

# Where a sign was seen: the state of a saved page, a feed, a mail of Medium's, the numbers of readers
Kind = Literal["state", "feed", "mail", "stats"]


@dataclass(frozen=True)
class Sign:
    """One sign. `at` is the time that its source tells, as ISO 8601 in UTC, or a day; "" if it tells none. `about` is
    `ACCOUNT` or the address of a page, `reason` one sentence, `source` the file or the feed that has the sign.
    """

    at: str = ""
    kind: Kind = "state"
    about: str = ACCOUNT
    reason: str = ""
    source: str = ""


def read(layout: Layout, *, only_sound: bool = False) -> list[Sign]:
    """Every sign, those without a time first, then the oldest first. Raises RecordsDamaged; with `only_sound`, damaged
    lines are left out.
    """
    found = records.read(layout.private / NAME, Sign, only_sound=only_sound)
    return sorted(found, key=lambda sign: (sign.at, sign.kind, sign.about))


def note(layout: Layout, signs: Iterable[Sign]) -> list[Sign]:
    """Add the signs that are not there yet, and give these. The archive is locked. Raises RecordsDamaged and
    FolderUnwritable.
    """
    known = read(layout)
    new = [sign for sign in dict.fromkeys(signs) if sign not in known]
    if new:
        records.write(layout.private / NAME, [*known, *new])
    return new


def moment(at: datetime | None) -> str:
    """A time as signs have it, "" for none."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at is not None else ""

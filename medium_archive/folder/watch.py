"""records/watch.jsonl: every look at what others see, with its evidence (docs/format.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from medium_archive.folder import records
from medium_archive.folder.layout import Layout
from medium_archive.medium.addresses import place
from medium_archive.medium.status import Verdict

NAME = "watch.jsonl"


@dataclass(frozen=True)
class Look:
    """What one address said at a moment (`at`, ISO 8601 in UTC), and what it said, or another address for the same,
    when it was asked again. `verdict` follows from both; `sha256` is that of the body. No status is no answer.
    """

    at: str
    address: str
    verdict: Verdict
    what: str = ""
    reason: str = ""
    status: int | None = None
    title: str = ""
    sha256: str = ""
    again: str = ""
    again_at: str = ""
    again_verdict: Verdict | None = None
    again_status: int | None = None
    again_reason: str = ""
    again_title: str = ""
    again_sha256: str = ""

    @property
    def is_of_account(self) -> bool:
        """Whether it says that the account is suspended, and not a story or a publication alone."""
        return self.verdict == "suspended" and self.what in ("account", "")


def read(layout: Layout) -> list[Look]:
    """Every look, the oldest first."""
    known = Look.__dataclass_fields__
    lines = records.read_lines(layout.records / NAME)
    return sorted(
        (Look(**{key: value for key, value in line.items() if key in known}) for line in lines),
        key=lambda look: (look.at, look.address),
    )


def add(layout: Layout, before: Sequence[Look], looks: Iterable[Look]) -> None:
    """Write the looks to those that were there."""
    records.write_lines(layout.records / NAME, (vars(look) for look in (*before, *looks)))


def of_pages(looks: Sequence[Look]) -> list[Look]:
    """The looks that say something about the account. A feed that is up does not: nobody knows whether it is served on
    while others see no page of its author's. Where there are only such ones, all of them.
    """
    found = [look for look in looks if look.verdict == "suspended" or place(look.address).kind != "feed"]
    return found or list(looks)


def days_unknown(looks: Iterable[Look]) -> int:
    """On how many days, the last ones on which anybody looked, no look could tell anything."""
    count = 0
    for _, on_one_day in groupby(reversed(list(looks)), key=lambda look: look.at[:10]):
        if any(look.verdict != "unknown" for look in on_one_day):
            break
        count += 1
    return count


def since(looks: Sequence[Look], address: str) -> str:
    """When the present verdict on an address was first seen, but for looks that could not tell; "" for no look."""
    first = ""
    verdict = ""
    for look in _backwards(looks, address):
        if look.verdict == "unknown" and verdict != "unknown":
            continue
        if verdict and look.verdict != verdict:
            break
        verdict, first = look.verdict, look.at
    return first


def suspended(looks: Sequence[Look]) -> list[Look]:
    """The looks of the present suspension: from the first that says so since the same was last seen up. An account is
    suspended as a whole: one of its pages that is up again stands for all of them, its feed for itself.
    """
    latest: list[Look] = []
    for look in looks:
        same = [other for other in latest if other.address == look.address]
        if look.verdict == "suspended":
            latest.append(look)
        elif look.verdict == "up" and same:
            is_whole = any(other.is_of_account for other in same) and place(look.address).kind != "feed"
            latest = [other for other in latest if other not in same and not (is_whole and other.is_of_account)]
    return latest


def _backwards(looks: Sequence[Look], address: str) -> Iterator[Look]:
    return (look for look in reversed(looks) if look.address == address)

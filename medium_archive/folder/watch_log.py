"""records/watch.jsonl: every probe of `archive check`, with its evidence (docs/format.md)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from medium_archive.folder import records
from medium_archive.folder.layout import Layout
from medium_archive.medium.status import Verdict
from medium_archive.report import Issue, quantity

NAME = "watch.jsonl"
_AHEAD = timedelta(days=1)  # clocks of two computers, such as of one in another time zone, may differ a little
# The mark in the page about the watch, which only `archive serve` shows. The check of privacy looks for it
PAGE_MARK = "private page of medium-archive about the watch"

# How a probe looked: a request of this program, a browser, or a capture of a web archive, which is a third party
Kind = Literal["plain", "browser", "witness"]


@dataclass(frozen=True)
class Probe:
    """What one address answered at a moment: `at` is ISO 8601 in UTC, `sha256` that of the body, `status` None without
    an answer. The fields `again…` are about the second request, to `again`, another address of the same page.
    `verdict`, `what` and `reason` follow from both answers.

    Of a witness, `at` is the time of the capture, `capture` its address, and `found` the time at which a check found
    it: one that was older than a day then counts less (watch/situation.py). `screenshot` and `page` are the files that
    a browser look kept, below the archive.
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
    kind: Kind = "plain"
    capture: str = ""
    screenshot: str = ""
    page: str = ""
    found: str = ""

    @property
    def is_account_suspended(self) -> bool:
        """Whether the account is suspended, and not only a story or a publication."""
        return self.verdict == "suspended" and self.what in ("account", "")


def read(layout: Layout, *, only_sound: bool = False) -> list[Probe]:
    """Every probe, the oldest first. With `only_sound`, damaged lines are left out."""
    return in_order(records.read(layout.records / NAME, Probe, only_sound=only_sound))


def add(layout: Layout, probes: Iterable[Probe]) -> list[Probe]:
    """Add probes that are not there yet, and give every probe, the oldest first. The archive is locked."""
    before = read(layout)
    new = [probe for probe in probes if probe not in before]
    write(layout, [*before, *new])
    return in_order([*before, *new])


def write(layout: Layout, probes: Iterable[Probe]) -> None:
    """Replace the file by these probes."""
    records.write(layout.records / NAME, probes)


def in_order(probes: Iterable[Probe]) -> list[Probe]:
    """The oldest first."""
    return sorted(probes, key=_order)


def latest(now: datetime) -> str:
    """The latest moment, as records have it, that is not of the future."""
    end = now.astimezone(UTC)
    with suppress(OverflowError):  # at the end of the year 9999
        end += _AHEAD
    return f"{end:%Y-%m-%dT%H:%M:%SZ}"


def believed(probes: Iterable[Probe], now: datetime) -> list[Probe]:
    """The probes that may decide something: not those of the future, which the wrong clock of a computer dated."""
    end = latest(now)
    return [probe for probe in probes if probe.at <= end or not _is_date(probe.at)]


def clock_issues(probes: Iterable[Probe], now: datetime) -> list[Issue]:
    """An issue if there are probes of the future."""
    every = list(probes)
    kept = set(believed(every, now))
    future = [probe.at[:10] for probe in every if probe not in kept]
    if not future:
        return []
    message = (
        f"{quantity(len(future), 'look')} with a date after today, the first of {min(future)}, decided nothing: the "
        "clock of a computer was wrong then, or is wrong now. Correct it if it is wrong now."
    )
    return [Issue(f"records/{NAME}", "clock", message)]


def _is_date(moment: str) -> bool:
    try:
        datetime.fromisoformat(moment)
    except ValueError:  # a line that a person edited
        return False
    return True


def _order(probe: Probe) -> tuple[str, str]:
    return probe.at, probe.address

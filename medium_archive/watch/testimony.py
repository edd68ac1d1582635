"""What a witness told (witness.py), and when it counts like a look: it is a third party, and seldom looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from medium_archive.folder.watch_log import Probe
from medium_archive.report import Issue, quantity
from medium_archive.watch import verdict
from medium_archive.watch.probe import stamp

_FRESH = timedelta(days=1)


@dataclass(frozen=True)
class Testimony:
    """`new` are the probes of captures that were not known yet, `newest` the newest probe of each address, known or
    not; an issue for each thing that the witness could not tell.
    """

    new: tuple[Probe, ...] = ()
    newest: Mapping[str, Probe] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()

    def counting(self, history: Iterable[Probe], now: datetime) -> list[Probe]:
        """The captures that count like looks: those of the last day, unless a look saw something since then. `history`
        are the probes of the checked addresses.
        """
        start = max(stamp(now - _FRESH), verdict.last_seen(history))
        return [one for one in self.newest.values() if one.at > start]

    def rows(self, now: datetime) -> Iterator[tuple[str, str]]:
        """A line for each address: what the newest capture shows, how old it is, and where a person can open it."""
        for address, one in self.newest.items():
            yield address, f"witness, {age(one.at, now)}: {one.verdict}: {one.reason}; {one.capture}"


def age(moment: str, now: datetime) -> str:
    """How old a capture is, for people."""
    try:
        hours = (now - datetime.fromisoformat(moment)).total_seconds() / 3600
    except (ValueError, TypeError):  # a line that a person edited
        return "of unknown age"
    if hours < 1:
        return "less than an hour old"
    return f"{quantity(int(hours), 'hour')} old" if hours < 48 else f"{quantity(int(hours / 24), 'day')} old"

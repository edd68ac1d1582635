"""`archive history --watch`: what the checks saw of each address, how they looked, and the signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby

from medium_archive.errors import SettingsWrong
from medium_archive.folder import settings, sign_log, watch_log
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.folder.watch_log import Kind, Probe
from medium_archive.report import Report, quantity
from medium_archive.watch import signs, targets
from medium_archive.watch.testimony import age

_NOTHING = "No check has looked at your pages yet: run `archive check`."
_DAY = len("2026-11-30")
# How a probe looked, for one and for several
_LOOKS: Mapping[Kind, tuple[str, str]] = {
    "plain": ("check", "checks"),
    "browser": ("look of your browser", "looks of your browser"),
    "witness": ("capture of a web archive", "captures of a web archive"),
}


def watch_history(layout: Layout, now: datetime | None = None) -> Report:
    """A line for each time in which an address had one verdict, by the way of looking, and one for each sign.

    Changes nothing. Raises SettingsWrong, NewerArchive, RecordsDamaged.
    """
    named = settings.read(layout.settings)
    now = now or datetime.now(UTC)
    every, noted = watch_log.read(layout), sign_log.read(layout)
    probes = watch_log.believed(every, now)
    rows = [*_times(probes, now)]
    rows += [(sign.at[:_DAY] or "no day", f"sign: {signs.about(sign)}: {sign.reason}") for sign in noted]
    return Report(
        "history",
        issues=tuple(watch_log.clock_issues(every, now)),
        rows=tuple(sorted(rows, key=lambda row: row[0])),
        details={
            "archive": str(layout.root),
            "watched": _watched(layout, named, probes, now),
            "probes": [asdict(one) for one in every],
            "signs": [asdict(one) for one in noted],
            "text": "" if rows else _NOTHING,
        },
    )


def _watched(layout: Layout, named: Settings, probes: Sequence[Probe], now: datetime) -> list[dict[str, object]]:
    """What the next check looks at: addresses with their kind, and whether each is a story that is followed because a
    look missed it.
    """
    try:
        places = targets.read(layout, named)
    except SettingsWrong:  # the archive does not say whose it is
        return []
    role = targets.roles(layout, named)
    followed = targets.followed(layout, probes, places, now)
    found: list[dict[str, object]] = []
    for there in dict.fromkeys([*places, *followed]):
        whose = role(there.address)
        kind = whose if whose in ("profile", "publication") else there.kind
        found.append({"address": there.address, "kind": kind, "followed": there in followed})
    return found


def _times(probes: Sequence[Probe], now: datetime) -> Iterator[tuple[str, str]]:
    by_place = sorted(probes, key=lambda one: (one.address, one.kind))  # stable: each group stays in order of time
    for (address, kind), seen in groupby(by_place, key=lambda one: (one.address, one.kind)):
        for verdict, same in groupby(seen, key=lambda one: one.verdict):
            yield _time(address, kind, verdict, list(same), now)


def _time(address: str, kind: Kind, verdict: str, same: Sequence[Probe], now: datetime) -> tuple[str, str]:
    """The day on which a time begins, and what it was."""
    first, last = same[0].at[:_DAY], same[-1].at[:_DAY]
    parts = [f"{address}: {verdict}"]
    parts += [f"until {last}"] if last != first else []
    parts.append(quantity(len(same), *_LOOKS[kind]))
    if kind == "witness":
        parts += [f"{'the newest ' if len(same) > 1 else ''}{age(same[-1].at, now)}", same[-1].capture]
    elif same[-1].screenshot:
        parts.append(same[-1].screenshot)
    return first, ", ".join(parts)

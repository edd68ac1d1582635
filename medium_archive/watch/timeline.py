"""The last days of the watch: what the looks of each day saw, what changed, how long the watch was blind, and the one
thing that would help. Pure: reads no file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from medium_archive.errors import NoSuspension
from medium_archive.folder.watch_log import Kind, Probe
from medium_archive.medium.addresses import place
from medium_archive.medium.status import ORDER, Verdict
from medium_archive.watch import situation, suspension, verdict
from medium_archive.watch.situation import Roles, Sight, Situation

DAYS = 90
State = Literal["up", "suspended", "gone", "unknown", "none"]  # "none": nothing looked
Advice = Literal["", "appeal", "schedule", "browser", "witness", "person"]

# One sign for each state: without colours, and in a terminal that knows only ASCII
SIGNS: Mapping[State, str] = {"up": "|", "suspended": "S", "gone": "G", "unknown": "?", "none": "."}
# The worst that was seen is the state of a day; "unknown" was not seen
_SEEN: tuple[Verdict, ...] = ("suspended", "gone", "up")
_BLIND: tuple[State, ...] = ("unknown", "none")
_RECENT = 14  # days that advice is about: what helped since needs none
_FEW = 3  # blind days among them that need no advice
_MOST_EVIDENCE = 4  # looks of one change with a screenshot, and as many captures


@dataclass(frozen=True)
class Day:
    """A day in UTC. `kinds` are the kinds of look that saw its state; of an unknown day, those that saw nothing."""

    day: str
    state: State
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True)
class Change:
    """A new verdict about one or more addresses. `probes` saw it first, `evidence` are looks that others can check
    while it lasts: with a screenshot, or the capture of a web archive.
    """

    at: str
    verdict: Verdict
    probes: tuple[Probe, ...]
    evidence: tuple[Probe, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """The last days, the oldest first, and all changes, the newest first. `blind` days have no look that saw a page;
    days before the first look do not count, and neither does a last day that is not over. `to_see` is the one thing
    that would make the watch see more, "" if it saw enough in the last days. `situation` is the present one.
    """

    days: tuple[Day, ...]
    changes: tuple[Change, ...]
    blind: int
    to_see: Advice
    situation: Situation

    @property
    def advice(self) -> Advice:
        """What to do about a suspension that lasts, else `to_see`."""
        today = date.fromisoformat(self.days[-1].day)
        try:
            suspension.choose(self.situation, "", today)
        except NoSuspension:
            return self.to_see
        return "appeal"

    @property
    def present(self) -> Sight:
        """What matters most: a suspension that lasts, of the account first, a page that is gone, or the account."""
        suspended, account = self.situation.suspensions, self.situation.account
        if suspended:
            return suspended[0]
        # A page that nobody looks at any more says nothing about now
        newest = max((sight.last[:10] for sight in self.situation.pages.values()), default="")
        found = [account, *(sight for sight in self.situation.pages.values() if sight.last[:10] == newest)]
        seen = [sight for sight in found if sight.verdict not in ("unknown", "suspended")]
        return max(seen, key=lambda sight: ORDER.index(sight.verdict), default=account)

    @property
    def counts(self) -> dict[State, int]:
        """How many days have each state that occurs, in the order of the signs."""
        found = {state: sum(day.state == state for day in self.days) for state in SIGNS}
        return {state: number for state, number in found.items() if number}

    @property
    def kinds(self) -> dict[Kind, int]:
        """On how many days each kind of look saw a page."""
        seen = [day for day in self.days if day.state not in _BLIND]
        found: dict[Kind, int] = {kind: sum(kind in day.kinds for day in seen) for kind in get_args(Kind)}
        return {kind: number for kind, number in found.items() if number}


def of(probes: Sequence[Probe], today: date, role: Roles = situation.by_form) -> Timeline:
    """The timeline of the probes of an author's own addresses, the oldest first, up to `today` in UTC."""
    first = today - timedelta(days=DAYS - 1)
    by_day: dict[str, list[Probe]] = defaultdict(list)
    for probe in probes:
        if probe.kind != "witness" or probe.verdict != "unknown":  # a capture that shows nothing is not a look
            by_day[probe.at[:10]].append(probe)
    names = [(first + timedelta(days=number)).isoformat() for number in range(DAYS)]
    days = tuple(_day(name, by_day.get(name, ())) for name in names)
    began = min((probe.at[:10] for probe in probes if probe.kind != "witness"), default=min(by_day, default=""))
    counted = [day for day in days if began and day.day >= began]
    if counted and counted[-1].state == "none":
        counted.pop()
    tried = {probe.kind for probe in probes if probe.at >= names[0]}
    blind = sum(day.state in _BLIND for day in counted)
    return Timeline(days, tuple(changes(probes)), blind, _to_see(counted, tried), situation.of(probes, role))


def rows(timeline: Timeline, length: int = 30) -> list[tuple[str, str]]:
    """The strip of signs as rows that fit into a narrow terminal, each with its first day."""
    pieces = [timeline.days[at : at + length] for at in range(0, len(timeline.days), length)]
    return [(piece[0].day, "".join(SIGNS[day.state] for day in piece)) for piece in pieces]


def _day(name: str, probes: Sequence[Probe]) -> Day:
    if not probes:
        return Day(name, "none")
    of_account = verdict.about_account(probes)
    if any(probe.verdict == "up" and place(probe.address).kind == "profile" for probe in probes):
        # A feed that says something else is wrong
        of_account = [probe for probe in of_account if place(probe.address).kind != "feed"]
    verdicts = {probe.verdict for probe in of_account}
    state: Verdict = next((one for one in _SEEN if one in verdicts), "unknown")
    seen = {probe.kind for probe in of_account if probe.verdict == state}
    return Day(name, state, tuple(kind for kind in get_args(Kind) if kind in seen))


def changes(probes: Iterable[Probe]) -> list[Change]:
    """Every change, the newest first; those of one day to the same verdict are one."""
    found: list[tuple[list[Probe], dict[str, Probe]]] = []
    known: dict[str, Verdict] = {}
    open_change: dict[str, int] = {}  # the change that gave an address its present verdict
    for probe in probes:
        if probe.verdict == "unknown":
            continue
        before = known.get(probe.address, "up")
        known[probe.address] = probe.verdict
        if probe.verdict != before:
            last = found[-1][0] if found else []
            if not (last and last[0].verdict == probe.verdict and last[0].at[:10] == probe.at[:10]):
                found.append(([], {}))
            found[-1][0].append(probe)
            open_change[probe.address] = len(found) - 1
        if (probe.screenshot or probe.capture) and probe.verdict != "up" and probe.address in open_change:
            evidence = found[open_change[probe.address]][1]
            evidence.setdefault(probe.screenshot or probe.capture, probe)  # looks that saw the same have one file
    return [
        Change(first[0].at, first[0].verdict, tuple(first), _few(list(evidence.values())))
        for first, evidence in reversed(found)
    ]


def _few(evidence: Sequence[Probe]) -> tuple[Probe, ...]:
    """Of many screenshots, and of many captures, the first and the last ones."""
    half = _MOST_EVIDENCE // 2
    kept: list[Probe] = []
    for group in ([one for one in evidence if not one.capture], [one for one in evidence if one.capture]):
        kept += group if len(group) <= _MOST_EVIDENCE else [*group[:half], *group[-half:]]
    return tuple(sorted(kept, key=lambda one: one.at))


def _to_see(counted: Sequence[Day], tried: set[Kind]) -> Advice:
    blind = [day for day in counted[-_RECENT:] if day.state in _BLIND]
    if len(blind) < _FEW:
        return ""
    if 2 * sum(day.state == "none" for day in blind) >= len(blind):
        return "schedule"
    if "browser" not in tried:
        return "browser"
    return "witness" if "witness" not in tried else "person"

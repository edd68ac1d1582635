"""The title and the text of an alert: what is back comes first, then what is bad. No title reads as good news while a
suspension lasts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from medium_archive.folder.watch_log import Probe
from medium_archive.report import quantity
from medium_archive.watch import advice, situation, timeline, verdict
from medium_archive.watch.situation import Roles, Situation

BLIND_DAYS = 7  # days of only "unknown", after which an alert says so
# The states of an account besides "suspended ADDRESS" and "gone ADDRESS", as private/alerts.jsonl has them
ACCOUNT = "suspended account"
BLIND = "blind"


@dataclass(frozen=True)
class CheckResult:
    """The probes of this check that decide (`verdict.deciding`), all probes up to now (`history`), whose an address is,
    and `reminder`, the message about an old export, "" if the newest is not old. `signs` are sentences about what is
    no proof, such as a mail of Medium's.
    """

    probes: Sequence[Probe]
    history: Sequence[Probe]
    role: Roles
    reminder: str = ""
    signs: Sequence[str] = field(default=())

    @cached_property
    def situation(self) -> Situation:
        return situation.of(self.history, self.role)

    @cached_property
    def own(self) -> list[Probe]:
        """All probes of the author's own addresses."""
        own = (probe for probe in self.history if self.role(probe.address))
        return sorted(own, key=lambda probe: probe.at)


@dataclass(frozen=True)
class Change:
    """The states that the reader knows and the present ones, both without an old export."""

    before: frozenset[str]
    after: frozenset[str]

    @property
    def new(self) -> list[str]:
        return _pages(self.after - self.before)

    @property
    def lasting(self) -> list[str]:
        return _pages(self.after & self.before)

    @property
    def back(self) -> list[str]:
        """The addresses that are neither suspended nor gone any more."""
        bad = {_address(state) for state in self.after}
        return sorted({_address(state) for state in _pages(self.before)} - bad)

    @property
    def is_account_new(self) -> bool:
        return ACCOUNT in self.after - self.before

    @property
    def is_account_over(self) -> bool:
        return ACCOUNT in self.before - self.after

    @property
    def is_seen_again(self) -> bool:
        return BLIND in self.before - self.after


def _pages(states: Iterable[str]) -> list[str]:
    """The states of pages, suspended ones first."""
    return sorted(
        (state for state in states if state not in (ACCOUNT, BLIND)),
        key=lambda state: (not state.startswith("suspended"), state),
    )


def _address(state: str) -> str:
    return state.partition(" ")[2]


def title(change: Change, result: CheckResult) -> str:
    if change.is_account_new:
        return "Medium: your account is suspended"
    bad = _named(change.new) or (f"still {_named(change.lasting)}" if change.lasting else "")
    if ACCOUNT in change.after:
        if BLIND in change.after - change.before:
            return f"{_BLIND_TITLE}; your account was suspended"
        return f"Medium: your account is still suspended{f'; {_named(change.new)}' if change.new else ''}"
    if BLIND in change.after - change.before and not change.new:
        return _BLIND_TITLE
    is_up = result.situation.account.verdict == "up"
    if not change.after and all(probe.verdict == "up" for probe in result.probes):
        return "Medium: all pages are up again"
    if change.is_account_over and is_up:
        good = "your account is up again"
    elif change.back:
        good = f"up again: {_few(change.back)}"
    elif change.is_seen_again and not change.new and not any(one.startswith("suspended") for one in change.lasting):
        good = "checks can see your pages again"
    else:
        return f"Medium: {bad}"
    return f"Medium: {good}, but {bad}" if bad else f"Medium: {good}"


_BLIND_TITLE = f"Medium: for {BLIND_DAYS} days no check could see your pages"


def _named(states: Sequence[str]) -> str:
    """ "suspended: ADDRESS, and 2 other addresses"; "" for none."""
    return f"{states[0].partition(' ')[0]}: {_few([_address(state) for state in states])}" if states else ""


def _few(addresses: Sequence[str]) -> str:
    rest = len(addresses) - 1
    return addresses[0] + (f", and {quantity(rest, 'other address', 'other addresses')}" if rest else "")


def text(change: Change, result: CheckResult, today: date) -> str:
    good = list(_good(change, result))
    parts = [*good, *_bad(change, result)] if good else []
    if not good or change.new or change.is_account_new or all(probe.verdict == "up" for probe in result.probes):
        parts.append(advice.summary(result.probes, result.situation))
    if not good:
        parts += _bad(Change(change.before, change.after - set(change.new)), result)
    if BLIND in change.after - change.before:
        parts += _blind(result, today)
    parts.append(f"Results of this check (UTC):\n{_lines(result.probes)}")
    if result.signs:
        parts.append("Signs, which prove nothing:\n" + "\n".join(f"- {sign}" for sign in result.signs))
    return "\n\n".join([*parts, *([result.reminder] if result.reminder else [])]) + "\n"


def _good(change: Change, result: CheckResult) -> Iterator[str]:
    """What is back, and how long it was suspended."""
    account = result.situation.account
    if change.is_account_over:
        lasted = _lasted("It", account.ended)
        if account.verdict == "up":
            where = account.probes[-1].address
            yield f"Your account is up again: others can see {where}, seen on {account.last[:10]}.{lasted}"
        elif lasted:
            yield f"Your profile is gone.{lasted.replace(' It', ' Your account')}"
    for address in change.back:
        sight = result.situation.pages.get(address)
        yield f"Up again: {address}.{_lasted('It', sight.ended) if sight else ''}"
    if change.is_seen_again and ACCOUNT not in change.after:
        yield "Checks can see your pages again."


def _lasted(subject: str, ended: Sequence[Probe]) -> str:
    return f" {subject} was seen suspended from {ended[0].at[:10]} to {ended[-1].at[:10]}." if ended else ""


def _bad(change: Change, result: CheckResult) -> Iterator[str]:
    """A line for each page that is suspended or gone."""
    lines = list(_states(change.new, "", result)) + list(_states(change.lasting, "Still ", result))
    if lines:
        yield "\n".join(lines)


def _states(states: Collection[str], still: str, result: CheckResult) -> Iterator[str]:
    for state in states:
        address = _address(state)
        kind = state.partition(" ")[0]
        sight = result.situation.pages.get(address)
        seen = f", since {sight.since[:10]}, last seen on {sight.last[:10]}" if sight and sight.since else ""
        yield f"{f'{still}{kind}' if still else kind.capitalize()}: {address}{seen}"


def _blind(result: CheckResult, today: date) -> Iterator[str]:
    """What was seen last, and what would help."""
    seen = [probe for probe in verdict.about_account(result.own) if probe.verdict != "unknown"]
    last = f" The last look that saw a page was on {seen[-1].at[:10]}: {seen[-1].verdict}." if seen else ""
    yield f"This says nothing about your account: something keeps the looks away from your pages.{last}"
    if what_helps := advice.OF_TIMELINE.get(timeline.of(result.own, today, result.role).to_see, ""):
        yield what_helps


def _lines(probes: Sequence[Probe]) -> str:
    return "\n".join(
        f"{probe.at}  {probe.verdict}  {probe.address}\n    {probe.reason}; {advice.how(probe)}" for probe in probes
    )

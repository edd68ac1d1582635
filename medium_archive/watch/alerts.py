"""Alerts: one when something changes, else none. An alert that can't be sent waits for the next run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from medium_archive.folder import alert_log
from medium_archive.folder.alert_log import Alert
from medium_archive.folder.layout import Layout
from medium_archive.folder.watch_log import Probe
from medium_archive.medium.addresses import place
from medium_archive.report import Issue, quantity
from medium_archive.watch import advice, timeline, verdict
from medium_archive.watch.channels import Channels
from medium_archive.watch.faults import Faults
from medium_archive.watch.probe import stamp
from medium_archive.web.notifications import NotificationFailed

BLIND_DAYS = 7  # days of only "unknown", after which an alert says so
# The states of an account besides "suspended ADDRESS" and "gone ADDRESS", as private/alerts.jsonl has them
_ACCOUNT = "suspended account"
_BLIND = "blind"
_OLD = "old export"
_EXPORT_TITLE = "Medium: it is time for a new export"
_ATTEMPTS = 2


@dataclass(frozen=True)
class CheckResult:
    """The probes of this check that decide (`verdict.deciding`), all probes up to now (`history`), whether an address
    is the author's (`is_own`), and `reminder`, the message about an old export, "" if the newest is not old. `signs`
    are sentences about what is no proof, such as a mail of Medium's.
    """

    probes: Sequence[Probe]
    history: Sequence[Probe]
    is_own: Callable[[str], bool]
    reminder: str = ""
    signs: Sequence[str] = ()


def send(layout: Layout, channels: Channels, result: CheckResult, now: datetime, faults: Faults) -> list[Issue]:
    """Send the alerts that wait from earlier runs, and a new one if something changed since the last alert; before the
    first alert everything counts as up. Gives an issue for each alert that could not be sent; it waits. What can't be
    recorded is sent all the same, and by the next run again.
    """
    alerts = faults.read(alert_log.NAME, partial(alert_log.read, layout))
    if (alert := _new_alert(alerts, channels, result, now)) is not None:
        alerts.append(alert)
        # Before sending: a killed run sends twice rather than never
        faults.write(alert_log.NAME, partial(alert_log.write, layout, alerts))
    issues: list[Issue] = []
    for position, waiting in enumerate(alerts):
        if waiting.unsent:
            alerts[position], failures = _send(waiting, channels)
            issues += failures
            faults.write(alert_log.NAME, partial(alert_log.write, layout, alerts))
    return issues


def _new_alert(alerts: Sequence[Alert], channels: Channels, result: CheckResult, now: datetime) -> Alert | None:
    """An alert with the present state, None if it is the state of the last alert."""
    known = frozenset(alerts[-1].state) if alerts else frozenset()
    before = known - {_OLD}
    own = [probe for probe in result.history if result.is_own(probe.address)]
    state = state_of(result.probes, before, verdict.days_unknown(verdict.about_account(own)), result.is_own)
    old = frozenset({_OLD} if result.reminder else ())
    if state | old == known:
        return None
    # The author knows of a new export, so the end of "old export" is recorded and not sent
    unsent = tuple(channels) if state != before or old else ()
    title = _title(before, state, result) if state != before else _EXPORT_TITLE
    return Alert(stamp(now), title, _text(result, before, state, now), tuple(sorted(state | old)), unsent)


def state_of(
    probes: Sequence[Probe], before: frozenset[str], days_unknown: int, is_own: Callable[[str], bool]
) -> frozenset[str]:
    """The state after these probes: addresses that are gone or suspended, or the whole account (then without its
    addresses), and whether nothing could be seen for `BLIND_DAYS`.

    An address that was not checked, or is "unknown", keeps its state of `before`. The author's pages, and among them
    first the profile, decide about the account; a feed that is up does not.
    """
    of_account = [
        probe for probe in verdict.about_account(probes) if is_own(probe.address) and probe.verdict != "unknown"
    ]
    blind = frozenset({_BLIND} if days_unknown >= BLIND_DAYS else ())
    is_up = any(probe.verdict == "up" and place(probe.address).kind == "profile" for probe in of_account)
    if any(probe.is_account_suspended for probe in of_account) and not is_up:
        return frozenset({_ACCOUNT})
    seen = {probe.address for probe in probes if probe.verdict != "unknown"}
    now = {f"{probe.verdict} {probe.address}" for probe in probes if probe.verdict in ("gone", "suspended")}
    kept = {state for state in before - {_BLIND, _ACCOUNT} if state.partition(" ")[2] not in seen}
    if _ACCOUNT in before and not of_account:
        return frozenset({_ACCOUNT}) | blind
    return frozenset(now | kept) | blind


def _send(waiting: Alert, channels: Channels) -> tuple[Alert, list[Issue]]:
    """Try each channel; one that the environment no longer names is dropped."""
    named = {name: channels[name] for name in waiting.unsent if name in channels}
    failed = failures(waiting, named)
    issues = [
        Issue(
            f"private/{alert_log.NAME}",
            "alert-unsent",
            f"The alert “{waiting.title}” could not be sent: {reason} The next run tries again.",
        )
        for reason in failed.values()
    ]
    return replace(waiting, unsent=tuple(failed)), issues


def failures(alert: Alert, channels: Channels) -> dict[str, str]:
    """Send an alert by each channel, trying twice. Gives the reason for each that did not accept it."""
    failed: dict[str, str] = {}
    for name, send_by in channels.items():
        for _ in range(_ATTEMPTS):
            try:
                send_by(alert)
                failed.pop(name, None)
                break
            except NotificationFailed as error:
                failed[name] = str(error)
    return failed


def _title(before: frozenset[str], state: frozenset[str], result: CheckResult) -> str:
    if _ACCOUNT in state - before:
        return "Medium: your account is suspended"
    if new := sorted(state - before - {_BLIND}, key=lambda state: (not state.startswith("suspended"), state)):
        kind, _, where = new[0].partition(" ")
        more = f", and {quantity(len(new) - 1, 'other address', 'other addresses')}" if len(new) > 1 else ""
        return f"Medium: {kind}: {where}{more}"
    if _BLIND in state - before:
        return f"Medium: for {BLIND_DAYS} days no check could see your pages"
    if not state and all(probe.verdict == "up" for probe in result.probes):
        return "Medium: all pages are up again"
    if _ACCOUNT in before - state:
        return "Medium: your account is up again"
    return (
        "Medium: checks can see your pages again" if before - state == {_BLIND} else "Medium: some pages are up again"
    )


def _text(result: CheckResult, before: frozenset[str], state: frozenset[str], now: datetime) -> str:
    summary = advice.summary(result.probes, result.history, result.is_own)
    parts = [summary, *_more(result, before, state, now), f"Results of this check (UTC):\n{_lines(result.probes)}"]
    if result.signs:
        parts.append("Signs, which prove nothing:\n" + "\n".join(f"- {sign}" for sign in result.signs))
    return "\n\n".join([*parts, *([result.reminder] if result.reminder else [])]) + "\n"


def _more(result: CheckResult, before: frozenset[str], state: frozenset[str], now: datetime) -> Iterator[str]:
    """What a person wants to know beside the result: what was seen last if nothing is seen now, and how long a
    suspension lasted that is over.
    """
    own = [probe for probe in result.history if result.is_own(probe.address)]
    if _BLIND in state - before:
        seen = [probe for probe in verdict.about_account(own) if probe.verdict != "unknown"]
        last = f" The last look that saw a page was on {seen[-1].at[:10]}: {seen[-1].verdict}." if seen else ""
        yield f"This says nothing about your account: something keeps the looks away from your pages.{last}"
        if what_helps := advice.OF_TIMELINE.get(timeline.of(own, now.astimezone(UTC).date()).to_see, ""):
            yield what_helps
    if _ACCOUNT in before - state and (days := [probe.at[:10] for probe in own if probe.is_account_suspended]):
        first = next((one.at[:10] for one in timeline.changes(own) if one.verdict == "suspended"), days[0])
        yield f"It was seen suspended from {first} to {days[-1]}."


def _lines(probes: Sequence[Probe]) -> str:
    return "\n".join(
        f"{probe.at}  {probe.verdict}  {probe.address}\n    {probe.reason}; {advice.how(probe)}" for probe in probes
    )

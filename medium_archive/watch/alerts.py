"""Alerts: one when something changes, else none. An alert that can't be sent waits for the next run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from medium_archive.folder import alert_log
from medium_archive.folder.alert_log import Alert
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue
from medium_archive.watch import alert_words, verdict
from medium_archive.watch.alert_words import ACCOUNT, BLIND, BLIND_DAYS, Change, CheckResult
from medium_archive.watch.channels import Channels
from medium_archive.watch.faults import Faults
from medium_archive.watch.probe import stamp
from medium_archive.web.notifications import NotificationFailed

_OLD = "old export"
_EXPORT_TITLE = "Medium: it is time for a new export"
_ATTEMPTS = 2


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
    state = state_of(result, before)
    old = frozenset({_OLD} if result.reminder else ())
    if state | old == known:
        return None
    # The author knows of a new export, so the end of "old export" is recorded and not sent
    unsent = tuple(channels) if state != before or old else ()
    change = Change(before, state)
    title = alert_words.title(change, result) if state != before else _EXPORT_TITLE
    text = alert_words.text(change, result, now.astimezone(UTC).date())
    number = alerts[-1].number + 1 if alerts else 1
    return Alert(stamp(now), title, text, tuple(sorted(state | old)), unsent, number)


def state_of(result: CheckResult, before: frozenset[str]) -> frozenset[str]:
    """What the reader has to know: whether the account is suspended, the checked addresses and those of `before` that
    are suspended or gone, and whether nothing could be seen for `BLIND_DAYS`. What nobody ever saw stays as it was.
    """
    found = result.situation
    seen = {address: sight.verdict for address, sight in found.pages.items() if sight.verdict != "unknown"}
    named = {state.partition(" ")[2] for state in before - {ACCOUNT, BLIND}}
    state = {
        f"{seen[address]} {address}"
        for address in {probe.address for probe in result.probes} | named
        if seen.get(address) in ("gone", "suspended")
    }
    state |= {one for one in before - {ACCOUNT, BLIND} if one.partition(" ")[2] not in found.pages}
    if found.account.is_suspended or (ACCOUNT in before and found.account.verdict == "unknown"):
        state.add(ACCOUNT)
    if verdict.days_unknown(verdict.about_account(result.own)) >= BLIND_DAYS:
        state.add(BLIND)
    return frozenset(state)


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

"""Alerts: told once, when something changes, and told later where they could not be told at once."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from medium_archive.errors import SettingsWrong
from medium_archive.folder import records, watch
from medium_archive.folder.layout import Layout
from medium_archive.folder.watch import Look
from medium_archive.medium.addresses import place
from medium_archive.report import Issue
from medium_archive.watch import verdict as advice
from medium_archive.watch.probe import stamp
from medium_archive.web import notifications
from medium_archive.web.notifications import Mailbox, NotificationFailed

NAME = "alerts.jsonl"
ENVIRONMENT_FILE = "alert.env"
BLIND = 7  # days on which nobody could tell anything
_ACCOUNT = "suspended account"
_BLIND = "blind"
_OLD = "old export"
_EXPORT = "Medium: it is time for a new export"
_KEPT = 200  # alerts that are remembered
_COMMAND_SECONDS = 60
_CHAT_CHARACTERS = 1900  # Discord takes 2,000
_PREFIX = "ARCHIVE_"


@dataclass(frozen=True)
class Alert:
    """What was to be told, with the state that it told of, and by which ways it could not be sent yet."""

    at: str
    title: str
    text: str = ""
    state: tuple[str, ...] = ()
    unsent: tuple[str, ...] = ()


Ways = Mapping[str, Callable[[Alert], None]]  # by name: mail and to whom, webhook, command


def ways(layout: Layout) -> Ways:
    """How to tell somebody, as the environment says. Raises SettingsWrong where it names no way."""
    found = ways_of(_environment(layout))
    if not found:
        raise SettingsWrong(
            "Nobody can be told: no mail server, webhook or command is named.",
            "Set ARCHIVE_SMTP_HOST and ARCHIVE_ALERT_TO, ARCHIVE_ALERT_WEBHOOK or ARCHIVE_ALERT_COMMAND "
            f"in the environment or in private/{ENVIRONMENT_FILE} (docs/watch.md).",
        )
    return found


@dataclass(frozen=True)
class Seen:
    """The looks of this run, all there ever were, which addresses are the author's own, and the reminder where the
    newest export is old.
    """

    looks: Sequence[Look]
    everything: Sequence[Look]
    is_own: Callable[[str], bool]
    reminder: str = ""


def alert(layout: Layout, ways: Ways, seen: Seen, now: datetime) -> list[Issue]:
    """Send what waits from earlier runs, and a new alert if anything changed since the last one. The state of the last
    alert is what a person knows; nothing told yet means that all is up. What can't be sent is an issue, and waits.
    """
    alerts = _read(layout)
    known = frozenset(alerts[-1].state) if alerts else frozenset()
    before = known - {_OLD}
    of_own = [look for look in seen.everything if seen.is_own(look.address)]
    state = state_of(seen.looks, before, watch.days_unknown(watch.of_pages(of_own)), seen.is_own)
    old = frozenset({_OLD} if seen.reminder else ())
    if state | old != known:
        # That a new export is here needs no telling: it was its owner who brought it
        is_told = state != before or bool(old)
        title = _title(before, state, seen) if state != before else _EXPORT
        unsent = tuple(ways) if is_told else ()
        alerts.append(Alert(stamp(now), title, _text(seen), tuple(sorted(state | old)), unsent))
        _write(layout, alerts)  # before anything is sent: a killed run tells twice rather than never
    issues: list[Issue] = []
    for position, waiting in enumerate(alerts):
        if waiting.unsent:
            alerts[position], told = _send(waiting, ways)
            issues += told
            _write(layout, alerts)
    return issues


def state_of(
    looks: Sequence[Look], before: frozenset[str], days_unknown: int, is_own: Callable[[str], bool]
) -> frozenset[str]:
    """What a person should know now, given what they know: which addresses are gone or suspended, whether the account
    is (then its addresses are not named one by one), and whether the watch has seen nothing for long.

    What could not be seen, or was not looked at, stays as it was known. Of the account its pages tell, not its feed,
    and its profile before all.
    """
    of_account = [look for look in watch.of_pages(looks) if is_own(look.address) and look.verdict != "unknown"]
    blind = frozenset({_BLIND} if days_unknown >= BLIND else ())
    is_up = any(look.verdict == "up" and place(look.address).kind == "profile" for look in of_account)
    if any(look.is_of_account for look in of_account) and not is_up:
        return frozenset({_ACCOUNT})
    seen = {look.address for look in looks if look.verdict != "unknown"}
    now = {f"{look.verdict} {look.address}" for look in looks if look.verdict in ("gone", "suspended")}
    kept = {said for said in before - {_BLIND, _ACCOUNT} if said.partition(" ")[2] not in seen}
    if _ACCOUNT in before and not of_account:
        return frozenset({_ACCOUNT}) | blind
    return frozenset(now | kept) | blind


def ways_of(environment: Mapping[str, str]) -> Ways:
    """The ways to tell somebody that the environment names: mail, webhook, command. Raises SettingsWrong."""
    value = {key: environment.get(_PREFIX + key, "").strip() for key in KEYS}
    ways: dict[str, Callable[[Alert], None]] = {}
    if value["SMTP_HOST"]:
        for mailbox in _mailboxes(value):
            # Each by itself: a server may take what is for one, and refuse what is for another
            ways[f"mail {mailbox.to}"] = partial(_mail, mailbox)
    if value["ALERT_WEBHOOK"]:
        ways["webhook"] = lambda alert: notifications.post(
            value["ALERT_WEBHOOK"], _as_json(alert, value["ALERT_TOPIC"])
        )
    if value["ALERT_COMMAND"]:
        ways["command"] = lambda alert: _run(value["ALERT_COMMAND"], alert)
    return ways


KEYS = (
    "SMTP_HOST", "SMTP_PORT", "SMTP_USER", "SMTP_PASSWORD", "SMTP_SECURITY", "ALERT_FROM", "ALERT_TO",
    "ALERT_WEBHOOK", "ALERT_TOPIC", "ALERT_COMMAND",
)  # fmt: skip


def _mailboxes(value: Mapping[str, str]) -> list[Mailbox]:
    port = value["SMTP_PORT"] or "587"
    security = value["SMTP_SECURITY"] or (Mailbox.security_for(int(port)) if port.isdecimal() else "")
    to = tuple(address.strip() for address in value["ALERT_TO"].split(",") if address.strip())
    if not port.isdecimal() or not to or security not in ("starttls", "tls", "none"):
        raise SettingsWrong(
            "The mail server is named, but not how to use it.",
            "ARCHIVE_ALERT_TO needs an address, ARCHIVE_SMTP_PORT a number, ARCHIVE_SMTP_SECURITY starttls, tls or "
            "none.",
        )
    sender = value["ALERT_FROM"] or (value["SMTP_USER"] if "@" in value["SMTP_USER"] else to[0])
    host, user, password = value["SMTP_HOST"], value["SMTP_USER"], value["SMTP_PASSWORD"]
    return [Mailbox(host, int(port), sender, address, user, password, security) for address in to]


def _mail(mailbox: Mailbox, alert: Alert) -> None:
    notifications.mail(mailbox, alert.title, alert.text)


def _environment(layout: Layout) -> dict[str, str]:
    """The environment, and below it private/alert.env: what runs by a clock has hardly any environment."""
    file = layout.private / ENVIRONMENT_FILE
    values: dict[str, str] = {}
    if file.is_file():
        for line in file.read_text("utf-8-sig", errors="replace").splitlines():
            key, is_set, value = line.partition("=")
            if is_set and not key.lstrip().startswith("#"):
                values[key.strip().removeprefix("export ").strip()] = value.strip().strip("'\"")
    return {**values, **os.environ}


def _send(waiting: Alert, ways: Ways) -> tuple[Alert, list[Issue]]:
    """Each way twice; a way that the environment doesn't name any more is given up."""
    failed: dict[str, str] = {}
    for name in (name for name in waiting.unsent if name in ways):
        for _ in range(2):
            try:
                ways[name](waiting)
                failed.pop(name, None)
                break
            except NotificationFailed as error:
                failed[name] = str(error)
    issues = [
        Issue("private/alerts.jsonl", "alert-unsent", f"{waiting.title}: {why} It is sent with the next run.")
        for why in failed.values()
    ]
    return replace(waiting, unsent=tuple(failed)), issues


def _as_json(alert: Alert, topic: str) -> dict[str, object]:
    """One object that ntfy (topic, title, message), Slack, Mattermost, Teams (text) and Discord (content) all take."""
    said = f"{alert.title}\n\n{alert.text}"[:_CHAT_CHARACTERS]
    named: dict[str, object] = {"topic": topic} if topic else {}
    return {
        **named,
        "title": alert.title,
        "message": alert.text[:_CHAT_CHARACTERS],
        "text": said,
        "content": said,
        "state": list(alert.state),
        "at": alert.at,
    }


def _run(command: str, alert: Alert) -> None:
    """A person's own command, by their shell, with the text as its input and the title in $ARCHIVE_ALERT_TITLE."""
    try:
        done = subprocess.run(  # noqa: S602  # the command is the person's own, pipes and all
            command,
            shell=True,
            input=alert.text.encode(),
            env={**os.environ, "ARCHIVE_ALERT_TITLE": alert.title},
            capture_output=True,
            timeout=_COMMAND_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotificationFailed(f"The command could not be run: {type(error).__name__}.") from error
    if done.returncode:
        raise NotificationFailed(f"The command ended with {done.returncode}.")


def _title(before: frozenset[str], state: frozenset[str], seen: Seen) -> str:
    if _ACCOUNT in state - before:
        return "Medium: your account is suspended"
    if new := sorted(state - before - {_BLIND}, key=lambda said: (not said.startswith("suspended"), said)):
        verdict, _, where = new[0].partition(" ")
        return f"Medium: {verdict}: {where}{f' and {len(new) - 1} more' if len(new) > 1 else ''}"
    if _BLIND in state - before:
        return f"Medium: for {BLIND} days nobody could tell whether you are up"
    if not state and all(look.verdict == "up" for look in seen.looks):
        return "Medium: all is up again"
    if _ACCOUNT in before - state:
        return "Medium: your account is up again"
    return (
        "Medium: what others see can be told again" if before - state == {_BLIND} else "Medium: some of it is up again"
    )


def _text(seen: Seen) -> str:
    lines = "\n".join(f"{look.at}  {look.verdict}  {look.address}  {look.reason}" for look in seen.looks)
    reminder = f"\n{seen.reminder}\n" if seen.reminder else ""
    return f"{advice.sentence(seen.looks, seen.everything, seen.is_own)}\n\nSeen (UTC):\n{lines}\n{reminder}"


def _read(layout: Layout) -> list[Alert]:
    known = Alert.__dataclass_fields__
    alerts = []
    for line in records.read_lines(layout.private / NAME):
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in line.items() if k in known}
        alerts.append(Alert(**values))
    return sorted(alerts, key=lambda alert: alert.at)


def _write(layout: Layout, alerts: Sequence[Alert]) -> None:
    waiting = [alert for alert in alerts[:-_KEPT] if alert.unsent]
    records.write_lines(layout.private / NAME, (asdict(alert) for alert in (*waiting, *alerts[-_KEPT:])))

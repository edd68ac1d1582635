"""The channels of alerts: mail, a webhook, a command. Environment variables name them (docs/watch.md)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from functools import partial

from medium_archive.errors import SettingsWrong
from medium_archive.folder import environment
from medium_archive.folder.alert_log import Alert
from medium_archive.folder.layout import Layout
from medium_archive.web import notifications
from medium_archive.web.notifications import Mailbox, NotificationFailed

Channels = Mapping[str, Callable[[Alert], None]]  # by name; sending raises NotificationFailed

ENVIRONMENT_FILE = "alert.env"
PREFIX = "ARCHIVE_"
KEYS = (
    "SMTP_HOST", "SMTP_PORT", "SMTP_USER", "SMTP_PASSWORD", "SMTP_SECURITY", "ALERT_FROM", "ALERT_TO",
    "ALERT_WEBHOOK", "ALERT_TOPIC", "ALERT_COMMAND",
)  # fmt: skip
_COMMAND_SECONDS = 60
_CHAT_CHARACTERS = 1900  # Discord accepts 2,000


def read(layout: Layout) -> Channels:
    """The channels that the environment and private/alert.env name. Raises SettingsWrong if there is none, or if the
    settings of the mail server are wrong.
    """
    channels = _channels(environment.read(layout, ENVIRONMENT_FILE))
    if not channels:
        raise SettingsWrong(
            "No alert can be sent: no mail server, webhook or command is set.",
            "Set ARCHIVE_SMTP_HOST and ARCHIVE_ALERT_TO, ARCHIVE_ALERT_WEBHOOK or ARCHIVE_ALERT_COMMAND "
            f"in the environment or in private/{ENVIRONMENT_FILE} (docs/watch.md).",
        )
    return channels


def check(variables: Mapping[str, str]) -> None:
    """Raises SettingsWrong if the settings of a channel among these variables are wrong. There need be none."""
    _channels(variables)


def _channels(variables: Mapping[str, str]) -> Channels:
    value = {key: variables.get(PREFIX + key, "").strip() for key in KEYS}
    channels: dict[str, Callable[[Alert], None]] = {}
    if value["SMTP_HOST"]:
        for mailbox in _mailboxes(value):
            # One mail for each recipient: a server may accept one and refuse another
            channels[f"mail {mailbox.to}"] = partial(_mail, mailbox)
    if value["ALERT_WEBHOOK"]:
        channels["webhook"] = partial(_post, value["ALERT_WEBHOOK"], value["ALERT_TOPIC"])
    if value["ALERT_COMMAND"]:
        channels["command"] = partial(_run, value["ALERT_COMMAND"])
    return channels


def _mailboxes(value: Mapping[str, str]) -> list[Mailbox]:
    port = value["SMTP_PORT"] or "587"
    security = value["SMTP_SECURITY"] or (Mailbox.security_for(int(port)) if port.isdecimal() else "")
    to = tuple(address.strip() for address in value["ALERT_TO"].split(",") if address.strip())
    if not port.isdecimal() or not to or security not in ("starttls", "tls", "none"):
        raise SettingsWrong(
            "The settings of the mail server are incomplete or wrong.",
            "Set ARCHIVE_ALERT_TO to an address, ARCHIVE_SMTP_PORT to a number, and ARCHIVE_SMTP_SECURITY to starttls, "
            "tls or none.",
        )
    sender = value["ALERT_FROM"] or (value["SMTP_USER"] if "@" in value["SMTP_USER"] else to[0])
    host, user, password = value["SMTP_HOST"], value["SMTP_USER"], value["SMTP_PASSWORD"]
    return [Mailbox(host, int(port), sender, address, user, password, security) for address in to]


def _mail(mailbox: Mailbox, alert: Alert) -> None:
    notifications.mail(mailbox, alert.title, alert.text)


def _post(address: str, topic: str, alert: Alert) -> None:
    """Post one object that ntfy (topic, title, message), Slack, Mattermost, Teams (text), Discord (content) accept."""
    text = f"{alert.title}\n\n{alert.text}"[:_CHAT_CHARACTERS]
    content = {
        **({"topic": topic} if topic else {}),
        "title": alert.title,
        "message": alert.text[:_CHAT_CHARACTERS],
        "text": text,
        "content": text,
        "state": list(alert.state),
        "at": alert.at,
    }
    notifications.post(address, content)


def _run(command: str, alert: Alert) -> None:
    """Run the user's command in their shell, with the text as its input and the title in $ARCHIVE_ALERT_TITLE."""
    try:
        done = subprocess.run(  # noqa: S602  # the user wrote this command for a shell, maybe with pipes
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
        # Its output may contain a secret
        raise NotificationFailed(f"The command ended with exit code {done.returncode}.")

"""The way of alerts by mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hostile_servers.mail_servers import PASSWORD, MailServer
from tests.hostile_servers.scene import Stage, Way
from tests.hostile_servers.ways import alerts, unsent

_VARIABLES = {
    "ARCHIVE_SMTP_HOST": "127.0.0.1",
    "ARCHIVE_ALERT_TO": "ada@ada.example",
    "ARCHIVE_SMTP_USER": "ada",
    "ARCHIVE_SMTP_PASSWORD": PASSWORD,
    "ARCHIVE_SMTP_SECURITY": "starttls",
}


@contextmanager
def _mailed(folder: Path) -> Iterator[Stage]:
    with alerts(folder) as stage:
        made = MailServer()

        def fresh() -> MailServer:
            made.mails.clear()
            return made

        yield Stage(stage.archive, stage.hosts, stage.servers, _VARIABLES, (PASSWORD,), fresh)


WAYS: tuple[Way, ...] = (
    Way("alerts, mail", ("check", "--alert"), _mailed, frozenset({60}), hosts=("mail",), result=unsent, good=60),
)

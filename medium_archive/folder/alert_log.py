"""private/alerts.jsonl: the alerts of `archive check --alert`, sent and waiting (docs/format.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from medium_archive.folder import records
from medium_archive.folder.layout import Layout

NAME = "alerts.jsonl"
_MAX_SENT = 200  # alerts that are kept after they were sent


@dataclass(frozen=True)
class Alert:
    """One alert. `at` is ISO 8601 in UTC, `state` what the reader knows after it, `unsent` the channels that did not
    accept it yet.
    """

    at: str
    title: str
    text: str = ""
    state: tuple[str, ...] = ()
    unsent: tuple[str, ...] = ()


def read(layout: Layout) -> list[Alert]:
    """Every alert, the oldest first."""
    known = Alert.__dataclass_fields__
    alerts = []
    for line in records.read_lines(layout.private / NAME):
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in line.items() if k in known}
        alerts.append(Alert(**values))
    return sorted(alerts, key=lambda alert: alert.at)


def write(layout: Layout, alerts: Sequence[Alert]) -> None:
    """Replace the file by these alerts, without old ones that were sent."""
    waiting = [alert for alert in alerts[:-_MAX_SENT] if alert.unsent]
    records.write_lines(layout.private / NAME, (asdict(alert) for alert in (*waiting, *alerts[-_MAX_SENT:])))

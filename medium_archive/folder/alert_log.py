"""private/alerts.jsonl: the alerts of `archive check --alert`, sent and waiting (docs/format.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medium_archive.folder import records
from medium_archive.folder.layout import Layout

NAME = "alerts.jsonl"
_MAX_SENT = 200  # alerts that are kept after they were sent


@dataclass(frozen=True)
class Alert:
    """One alert. `at` is ISO 8601 in UTC, `state` what the reader knows after it, `unsent` the channels that did not
    accept it yet. `number` counts the alerts: a clock that was ahead for a while dated one after all that followed.
    """

    at: str
    title: str
    text: str = ""
    state: tuple[str, ...] = ()
    unsent: tuple[str, ...] = ()
    number: int = 0


def read(layout: Layout, *, only_sound: bool = False) -> list[Alert]:
    """Every alert, the oldest first. With `only_sound`, damaged lines are left out."""
    return sorted(
        records.read(layout.private / NAME, Alert, only_sound=only_sound), key=lambda alert: (alert.number, alert.at)
    )


def write(layout: Layout, alerts: Sequence[Alert]) -> None:
    """Replace the file by these alerts, without old ones that were sent."""
    waiting = [alert for alert in alerts[:-_MAX_SENT] if alert.unsent]
    records.write(layout.private / NAME, (*waiting, *alerts[-_MAX_SENT:]))

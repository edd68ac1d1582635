"""What `archive status` shows of the watch: a strip of the last days, and whether the account is suspended now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from medium_archive.folder import files
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings

_NEVER = (
    "No check has looked yet whether others can see your pages on Medium: `archive check --alert --schedule cron "
    "--install` looks every day (on Windows: `windows` in place of `cron`)."
)


@dataclass(frozen=True)
class WatchFacts:
    """`shown` is for people and programs, as JSON has it; empty in an archive without an account."""

    shown: Mapping[str, Any] = field(default_factory=dict)
    is_suspended: bool = False


def read(layout: Layout, settings: Settings, now: datetime) -> WatchFacts:
    """The facts at a time. Raises RecordsDamaged."""
    file = layout.records / "watch.jsonl"
    with files.disk_errors(file):
        is_watched = file.is_file()
    if not is_watched:
        has_account = bool(settings.author.username or settings.author.url or settings.watch.profile)
        return WatchFacts({"advice": "schedule", "advice_text": _NEVER} if has_account else {})
    from medium_archive.folder import sign_log, watch_log  # noqa: PLC0415  # slow to import, and only needed here
    from medium_archive.watch import advice, signs, targets, timeline  # noqa: PLC0415  # as above

    role = targets.roles(layout, settings)
    probes = [probe for probe in watch_log.believed(watch_log.read(layout), now) if role(probe.address)]
    found = timeline.of(probes, now.astimezone(UTC).date(), role)
    shown = {
        "days": [asdict(day) for day in found.days],
        "strip": [{"day": day, "signs": signs} for day, signs in timeline.rows(found)],
        "counts": found.counts,
        "seen_by": found.kinds,
        "blind": found.blind,
        "signs": [signs.line(one) for one in signs.current(sign_log.read(layout), probes, now)],
        "advice": found.advice,
        "advice_text": advice.OF_TIMELINE.get(found.advice, ""),
    }
    return WatchFacts(shown, found.situation.account.is_suspended)

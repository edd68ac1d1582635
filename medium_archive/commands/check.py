"""`archive check [URL…]`: see what others see of the author's pages."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from medium_archive.folder import lock, watch_log
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.folder.watch_log import Probe
from medium_archive.medium import status
from medium_archive.medium.addresses import MEDIUM, place
from medium_archive.report import Issue, Report
from medium_archive.watch import advice, alerts, channels, probe, targets, verdict
from medium_archive.watch.alerts import CheckResult
from medium_archive.watch.export_age import age_of_export

_LONG = 7  # days of only "unknown", after which an issue says so


@dataclass(frozen=True)
class Options:
    """`alert` sends an alert when something has changed (docs/watch.md)."""

    alert: bool = False


def utc_now() -> datetime:
    return datetime.now(UTC)


def check(
    layout: Layout | None,
    addresses: Sequence[str] = (),
    options: Options = Options(),
    now: Callable[[], datetime] = utc_now,
    sleep: Callable[[float], None] = time.sleep,
) -> Report:
    """Probe the addresses, or those that [watch] names, and add the results to records/watch.jsonl. Without an archive
    (`layout` None) nothing is recorded.

    The exit code is that of the worst result: 60 suspended, 61 gone, 62 unknown, 0 up. Raises SettingsWrong,
    NewerArchive, ArchiveInUse, FolderUnwritable, RecordsDamaged.
    """
    settings = settings_file.read(layout.settings) if layout else Settings()
    ways = channels.read(layout) if layout and options.alert else {}
    places = [place(_with_host(address)) for address in addresses]
    if layout is not None and not places:
        places = targets.read(layout, settings)
    probes = probe.send(places, settings.watch, now, sleep)
    if layout is None:
        return _report(CheckResult(probes, probes, _any_address), [], {})
    with lock.held(layout):
        history = [*watch_log.read(layout), *probes]
        watch_log.write(layout, history)
        age = age_of_export(layout, now())
        reminder = "\n".join(issue.message for issue in age.issues)
        result = CheckResult(probes, history, targets.own_filter(layout, settings), reminder)
        issues = _unknown_for_long(probes, history)
        if ways:
            issues += alerts.send(layout, ways, result, now())
    return _report(result, [*issues, *age.issues], {**age.facts, "archive": str(layout.root)})


def _any_address(_address: str) -> bool:
    """Without an archive every address counts as the user's own."""
    return True


def _with_host(address: str) -> str:
    """The full address for one that a person typed in a short form: `@ada`, `medium.com/@ada`."""
    if "://" in address:
        return address
    return f"https://{MEDIUM}/{address}" if address.startswith("@") else f"https://{address}"


def _unknown_for_long(probes: Sequence[Probe], history: Sequence[Probe]) -> list[Issue]:
    issues = []
    for address in (now.address for now in probes if now.verdict == "unknown"):
        days = verdict.days_unknown(one for one in history if one.address == address)
        if days >= _LONG:
            message = (
                f"For {days} days no check could see what others see here. Open it in a private window of your browser."
            )
            issues.append(Issue(address, "unknown-for-long", message))
    return issues


def _report(result: CheckResult, issues: Sequence[Issue], facts: Mapping[str, str]) -> Report:
    worst = status.worst(one.verdict for one in result.probes)
    return Report(
        command="check",
        facts=facts,
        rows=tuple((one.address, f"{one.verdict}: {one.reason}") for one in result.probes),
        issues=tuple(issues),
        details={
            "verdict": worst,
            "probes": [vars(one) for one in result.probes],
            "text": advice.summary(result.probes, result.history, result.is_own),
        },
        code=status.EXIT_CODES[worst],
    )

"""`archive check [URL…]`: what do others see?"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from medium_archive.folder import lock, watch
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.folder.watch import Look
from medium_archive.medium import status
from medium_archive.medium.addresses import MEDIUM, place
from medium_archive.report import Issue, Report
from medium_archive.watch import alerts, probe
from medium_archive.watch import verdict as advice
from medium_archive.watch.export_age import age_of_export
from medium_archive.watch.targets import own, watched

_LONG = 7  # days after which looks that could tell nothing are said as such


@dataclass(frozen=True)
class Options:
    """With `alert` a change is told as the environment says (docs/watch.md)."""

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
    """Look once at the addresses, or at what [watch] names, and note it in records/watch.jsonl. Without an archive
    nothing is noted.

    The exit code is that of the worst look: 60 suspended, 61 gone, 62 unknown, 0 up. Raises SettingsWrong,
    NewerArchive, ArchiveInUse, FolderUnwritable, RecordsDamaged.
    """
    settings = settings_file.read(layout.settings) if layout else Settings()
    ways = alerts.ways(layout) if layout and options.alert else {}
    places = [place(_whole(address)) for address in addresses]
    if layout is not None and not places:
        places = watched(layout, settings)
    looks = probe.look(places, settings.watch, now, sleep)
    is_own: Callable[[str], bool] = _nobody_knows
    if layout is None:
        return _report(looks, looks, is_own, [], {})
    with lock.held(layout):
        before = watch.read(layout)
        watch.add(layout, before, looks)
        everything = [*before, *looks]
        issues = _long_unknown(everything, looks)
        age = age_of_export(layout, now())
        if ways or any(look.verdict == "suspended" for look in looks):
            is_own = own(layout, settings)
        if ways:
            reminder = "\n".join(issue.message for issue in age.issues)
            seen = alerts.Seen(looks, everything, is_own, reminder)
            issues += alerts.alert(layout, ways, seen, now())
    return _report(looks, everything, is_own, [*issues, *age.issues], {**age.facts, "archive": str(layout.root)})


def _nobody_knows(address: str) -> bool:
    """Whether an address is the author's, where there is no archive to say so: who asks is taken for them."""
    return True


def _whole(address: str) -> str:
    """An address as people type it: `@ada`, `medium.com/@ada`."""
    if "://" in address:
        return address
    return f"https://{MEDIUM}/{address}" if address.startswith("@") else f"https://{address}"


def _long_unknown(looks: Sequence[Look], now: Sequence[Look]) -> list[Issue]:
    issues = []
    for address in (look.address for look in now if look.verdict == "unknown"):
        days = watch.days_unknown(look for look in looks if look.address == address)
        if days >= _LONG:
            message = f"On {days} days in a row it could not be seen whether this is up. Look yourself, signed out."
            issues.append(Issue(address, "unknown-for-long", message))
    return issues


def _report(
    looks: Sequence[Look],
    everything: Sequence[Look],
    is_own: Callable[[str], bool],
    issues: list[Issue],
    facts: dict[str, str],
) -> Report:
    verdict = status.worst(look.verdict for look in looks)
    return Report(
        command="check",
        facts=facts,
        rows=tuple((look.address, f"{look.verdict}: {look.reason}") for look in looks),
        issues=tuple(issues),
        details={
            "verdict": verdict,
            "looks": [vars(look) for look in looks],
            "text": advice.sentence(looks, everything, is_own),
        },
        code=status.EXIT_CODES[verdict],
    )

"""`archive check [URL…]`: see what others see of the author's pages."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from medium_archive.folder import environment, lock, watch_log
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings, Watch
from medium_archive.folder.watch_log import Kind, Probe
from medium_archive.medium import status
from medium_archive.medium.addresses import MEDIUM, Place, place
from medium_archive.report import Issue, Report
from medium_archive.watch import advice, alerts, channels, look_files, probe, targets, verdict
from medium_archive.watch.alerts import CheckResult
from medium_archive.watch.export_age import age_of_export
from medium_archive.watch.look_files import Look, Looks

_LONG = 7  # days of only "unknown", after which an issue says so
_BY: Mapping[Kind, str] = {"plain": "", "browser": ", in a browser", "witness": ", in a web archive"}


@dataclass(frozen=True)
class Options:
    """`alert` sends an alert when something has changed; `browser` looks at pages with a browser (docs/watch.md)."""

    alert: bool = False
    browser: bool = False


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
    plain, in_browser = _look(layout, places, settings.watch, options.browser, now, sleep)
    facts = {"browser": in_browser.browser} if in_browser.browser else {}
    if layout is None:
        probes = [*plain, *(look.probe for look in in_browser.looks)]
        return _report(CheckResult(_last(places, probes), probes, _any_address), probes, in_browser.issues, facts)
    with lock.held(layout):
        probes, history = _recorded(layout, plain, in_browser.looks)
        age = age_of_export(layout, now())
        reminder = "\n".join(issue.message for issue in age.issues)
        result = CheckResult(_last(places, probes), history, targets.own_filter(layout, settings), reminder)
        issues = _unknown_for_long(result.probes, history)
        if ways:
            issues += alerts.send(layout, ways, result, now())
    facts |= {**age.facts, "archive": str(layout.root)}
    return _report(result, probes, [*issues, *in_browser.issues, *age.issues], facts)


def _look(  # noqa: PLR0913, PLR0917  # what a check is asked for
    layout: Layout | None,
    places: Sequence[Place],
    watch: Watch,
    in_browser: bool,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
) -> tuple[list[Probe], Looks]:
    """The probes by requests of this program, and the looks with a browser: at all pages if `in_browser`, else at those
    that are unknown, if [watch] asks for that. No browser looks at a feed, which is not for readers.
    """
    pages = [there for there in places if there.kind != "feed"]
    requested = [there for there in places if not in_browser or there.kind == "feed"]
    plain = probe.send(requested, watch, now, sleep) if requested else []
    if not in_browser:
        unknown = {one.address for one in plain if one.verdict == "unknown" and watch.browser}
        pages = [there for there in pages if there.address in unknown]
    if not pages:
        return plain, Looks()
    from medium_archive.watch import looks  # noqa: PLC0415  # most checks need no browser

    variables = environment.read(layout, channels.ENVIRONMENT_FILE) if layout else os.environ
    return plain, looks.send(pages, watch, variables, now, sleep)


def _recorded(layout: Layout, plain: Sequence[Probe], in_browser: Sequence[Look]) -> tuple[list[Probe], list[Probe]]:
    """Add what was seen to the records, with the evidence of looks with a browser. Gives the new probes, and all."""
    new = [*plain, *look_files.keep(layout, in_browser)]
    whole = [*watch_log.read(layout), *new]
    history = look_files.without_old(whole)
    watch_log.write(layout, history)
    look_files.remove_unneeded(layout, whole, history)
    return new, history


def _last(places: Sequence[Place], probes: Sequence[Probe]) -> list[Probe]:
    """The last probe of each address: a look with a browser replaces the request that saw nothing."""
    by_address = {one.address: one for one in probes}
    return [by_address[there.address] for there in places]


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


def _report(result: CheckResult, probes: Sequence[Probe], issues: Sequence[Issue], facts: Mapping[str, str]) -> Report:
    worst = status.worst(one.verdict for one in result.probes)
    return Report(
        command="check",
        facts=facts,
        rows=tuple((one.address, f"{one.verdict}{_BY[one.kind]}: {one.reason}") for one in probes),
        issues=tuple(issues),
        details={
            "verdict": worst,
            "probes": [vars(one) for one in probes],
            "text": advice.summary(result.probes, result.history, result.is_own),
        },
        code=status.EXIT_CODES[worst],
    )

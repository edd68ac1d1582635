"""`archive check [URL…]`: see what others see of the author's pages."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from medium_archive.folder import environment, sign_log, watch_log
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings, Watch
from medium_archive.folder.sign_log import Sign
from medium_archive.folder.watch_log import Kind, Probe
from medium_archive.medium import status
from medium_archive.medium.addresses import Place, author_of, full, place
from medium_archive.report import Issue, Report
from medium_archive.watch import advice, alerts, channels, look_files, probe, signs, situation, targets, verdict
from medium_archive.watch.alert_words import CheckResult
from medium_archive.watch.export_age import Age, age_of_export
from medium_archive.watch.faults import Faults
from medium_archive.watch.look_files import Look, Looks
from medium_archive.watch.signs import Found
from medium_archive.watch.situation import Roles
from medium_archive.watch.testimony import Testimony

_LONG = 7  # days of only "unknown", after which an issue says so
_WAITS = "What this check saw is in {}; the next check that can write records it."
_COPY = "What this check saw is in {}: copy its files to private/watch/, and the next check records it."
_BY: Mapping[Kind, str] = {"plain": "", "browser": ", in a browser", "witness": ""}


@dataclass(frozen=True)
class Options:
    """`alert` sends an alert when something has changed, `browser` looks at pages with a browser, `witness` asks a web
    archive too (docs/watch.md). `mails` and `stats` are files in which signs are looked for.
    """

    alert: bool = False
    browser: bool = False
    witness: bool = False
    mails: tuple[Path, ...] = ()
    stats: tuple[Path, ...] = ()


def utc_now() -> datetime:
    return datetime.now(UTC)


def check(  # noqa: PLR0913  # the last ones by keyword
    layout: Layout | None,
    addresses: Sequence[str] = (),
    options: Options = Options(),
    now: Callable[[], datetime] = utc_now,
    sleep: Callable[[float], None] = time.sleep,
    *,
    clock: Callable[[], float] = time.monotonic,
    say: Callable[[str], None] = lambda _text: None,
    archive_hosts: Mapping[str, str] = {},
) -> Report:
    """Probe the addresses, or those that [watch] names, and add the results to records/watch.jsonl. Without an archive
    (`layout` None) nothing is recorded. `say` hears why a web archive or a bot wall is waited for; the host of the web
    archive may be another address (`archive_hosts`).

    The exit code is that of the worst result: 60 suspended, 61 gone, 62 unknown, 0 up. If the archive can't be read or
    written, the report has this error beside the result, and its exit code. Raises SettingsWrong, NewerArchive.
    """
    faults = Faults()
    settings = settings_file.read(layout.settings) if layout else Settings()
    ways = channels.read(layout) if layout and options.alert else {}
    given = _read_files(options, now)
    places = [place(full(address)) for address in addresses]
    if layout is not None and not places:
        places = faults.read("posts", partial(targets.read, layout, settings))
        before = watch_log.believed(faults.read(watch_log.NAME, partial(watch_log.read, layout)), now())
        places += faults.read("posts", partial(targets.followed, layout, before, places, now()))
    plain, in_browser = _look(layout, places, settings.watch, options.browser, now, sleep, say, faults)
    facts = {"browser": in_browser.browser} if in_browser.browser else {}
    probes, every = _recorded(layout, plain, in_browser.looks, faults)
    history = watch_log.believed(every, now())
    told = Testimony()
    if options.witness:  # after the looks are recorded: the web archive may take minutes
        from medium_archive.commands import ask_witness  # noqa: PLC0415  # slow to import, and few checks need it

        asking = partial(ask_witness.ask, layout, settings.watch, places, history, hosts=archive_hosts)
        told = faults.attempt(partial(asking, now=now, sleep=sleep, clock=clock, say=say), told)
    shown = _Shown((*probes, *told.new), given.signs, (*told.rows(now()), *given.rows))
    issues = [*watch_log.clock_issues(every, now()), *in_browser.issues, *told.issues]
    if layout is None:
        counted = _counted(places, probes, told.counting(probes, now()))
        history = sorted(shown.probes, key=lambda one: one.at)
        return _report(CheckResult(counted, history, _role(places)), shown, issues, facts, faults)
    with faults.held(layout):
        if told.new:
            faults.write(watch_log.NAME, partial(watch_log.add, layout, told.new))
            history = watch_log.in_order(dict.fromkeys([*history, *told.new]))
        if given.signs:
            faults.write(sign_log.NAME, partial(sign_log.note, layout, given.signs))
        age = faults.attempt(lambda: age_of_export(layout, now()), Age({}))
        reminder = "\n".join(issue.message for issue in age.issues)
        role = faults.read("posts", partial(targets.roles, layout, settings))
        noted = faults.read(sign_log.NAME, partial(sign_log.read, layout))
        current = signs.current(noted, [one for one in history if role(one.address)], now())
        shown = replace(shown, signs=tuple(dict.fromkeys((*given.signs, *current))))
        same = {there.address for there in places}
        counted = _counted(places, probes, told.counting((one for one in history if one.address in same), now()))
        result = CheckResult(counted, history, role, reminder, tuple(map(signs.line, shown.signs)))
        issues = [*_unknown_for_long(counted, history), *issues]
        if ways:
            issues += alerts.send(layout, ways, result, now(), faults)
    return _report(result, shown, [*issues, *age.issues], {**facts, **age.facts, "archive": str(layout.root)}, faults)


def _read_files(options: Options, now: Callable[[], datetime]) -> Found:
    """The signs in the files that a person gave."""
    if not options.mails and not options.stats:
        return Found()
    from medium_archive.commands import sign_files  # noqa: PLC0415  # slow to import, and few checks need it

    return sign_files.read(options.mails, options.stats, now().astimezone(UTC).date())


def _look(  # noqa: PLR0913, PLR0917  # what a check is asked for
    layout: Layout | None,
    places: Sequence[Place],
    watch: Watch,
    in_browser: bool,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    say: Callable[[str], None],
    faults: Faults,
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

    variables: Mapping[str, str] = os.environ
    if layout is not None:
        variables = faults.attempt(lambda: environment.read(layout, channels.ENVIRONMENT_FILE), variables)
    return plain, looks.send(pages, watch, variables, now, sleep, say)


def _recorded(
    layout: Layout | None, plain: Sequence[Probe], in_browser: Sequence[Look], faults: Faults
) -> tuple[list[Probe], list[Probe]]:
    """Add what was seen to the records, with the evidence of looks with a browser, and what earlier checks could not
    add. Gives the new probes, and all.
    """
    if layout is None:
        probes = [*plain, *(look.probe for look in in_browser)]
        return probes, probes

    def write() -> tuple[list[Probe], list[Probe]]:
        new = [*plain, *look_files.keep(layout, in_browser)]
        whole = watch_log.in_order(dict.fromkeys([*before, *new]))
        history = look_files.without_old(whole)
        watch_log.write(layout, history)
        look_files.remove_apart(layout)
        look_files.remove_unneeded(layout, whole, history)
        return new, history

    with faults.held(layout):
        before = [*faults.read(watch_log.NAME, partial(watch_log.read, layout)), *look_files.read_apart(layout)]
        written = faults.write(watch_log.NAME, write)
    if written is not None:
        return written
    new = [*plain, *(look.probe for look in in_browser)]
    if (kept := faults.attempt(lambda: look_files.keep_apart(layout, plain, in_browser), None)) is not None:
        new, path = kept
        faults.kept = (_WAITS if path.is_relative_to(layout.root) else _COPY).format(path)
    return new, watch_log.in_order([*before, *new])


def _counted(places: Sequence[Place], looks: Sequence[Probe], captures: Sequence[Probe]) -> list[Probe]:
    """The probe of each place that decides about it."""
    found = {one.address: one for one in verdict.deciding([*looks, *captures])}
    return [found[there.address] for there in places]


def is_address(typed: str) -> bool:
    """Whether a person typed something that can be an address, be it in a short form. One word is rather a name."""
    host = full(typed).partition("://")[2].partition("/")[0]
    return settings_file.is_web_address(full(typed)) and ("://" in typed or "." in host) and typed.strip() != "@"


def _role(places: Sequence[Place]) -> Roles:
    """Without an archive all addresses count as the user's own, if they name one author."""
    names = {author_of(there.address).lower() for there in places} - {""}
    return situation.by_form if len(names) <= 1 else lambda _address: ""


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


@dataclass(frozen=True)
class _Shown:
    """What a person sees beside the verdict: all probes of this check, signs, and lines about other evidence."""

    probes: tuple[Probe, ...]
    signs: tuple[Sign, ...]
    rows: tuple[tuple[str, str], ...]


def _report(
    result: CheckResult, shown: _Shown, issues: Sequence[Issue], facts: Mapping[str, str], faults: Faults
) -> Report:
    worst = status.worst(one.verdict for one in result.probes)
    looks = [one for one in shown.probes if one.kind != "witness"]
    summary = advice.summary(result.probes, result.situation)
    return Report(
        command="check",
        facts=facts,
        rows=(*((one.address, f"{one.verdict}{_BY[one.kind]}: {one.reason}") for one in looks), *shown.rows),
        issues=tuple(issues),
        details={
            "verdict": worst,
            "probes": [vars(one) for one in shown.probes],
            "signs": [vars(one) for one in shown.signs],
            "text": "\n\n".join(filter(None, (summary, signs.text(shown.signs)))),
        },
        code=status.EXIT_CODES[worst],
        error=faults.told(summary.partition("\n")[0]),
    )

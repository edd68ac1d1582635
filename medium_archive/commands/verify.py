"""`archive verify`: run all checks on the archive."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from medium_archive import collector, processes
from medium_archive.checks import register, result_cache, snapshot
from medium_archive.checks.register import Check
from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.errors import FolderUnwritable, RecordsDamaged, SettingsWrong
from medium_archive.folder import bags, begun_import, last_import, settings
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue, Progress, Report, silent

# Issues that have the exit code of the error that other commands stop with; the first one found counts
_OWN_CODES = {"settings-wrong": SettingsWrong.exit_code, "record-damaged": RecordsDamaged.exit_code}
# Files; with more, two large checks at a time would take gigabytes of memory
_MOST_ALONGSIDE = 100_000


@collector.collect_rarely()
def verify(  # noqa: PLR0913  # all but the first by keyword
    layout: Layout,
    *,
    quick: bool = False,
    report: Path | None = None,
    drafts: bool = False,
    everything: bool = False,
    progress: Progress = silent,
) -> Report:
    """Run every check of `medium_archive.checks`, with `quick` only those that need no checksum, and report all issues;
    changes nothing in the archive but its caches, and nothing at all in a bag (bags.py), whose list is checked too.
    Unless `everything`, a result in the cache is used for
    files whose checksums are the same. The proof is written as a page to `report`, which names drafts only if `drafts`.
    Raises NewerArchive, and UnsafeTarget and FolderUnwritable about `report`.
    """
    _refuse_newer(layout)
    if report is not None:
        from medium_archive.commands import proof_report  # noqa: PLC0415  # imports the site's templates

        proof_report.check_place(layout, report, drafts=drafts)
    known = result_cache.NOTHING if quick or everything else result_cache.read(layout)
    archive = snapshot.read(layout, quick=quick, progress=progress, known=known)
    chosen = [check for check in register.ALL if check.IN_QUICK or not quick]
    with collector.leave_alone():
        findings = _run(chosen, archive)
    bag = bags.of(layout)
    if not quick and bag is None:
        result_cache.write(layout, _merged([found.kept for found in findings]))
    issues = tuple(dict.fromkeys(issue for found in findings for issue in sorted(found.issues)))
    if bag is not None and not quick:
        issues = (*bags.check(bag, progress), *issues)
    elif any(issue.level == "error" for issue in issues):
        with suppress(FolderUnwritable):
            last_import.forget(layout)  # the next import then reads everything, damaged files too
    for found in findings:
        if report is not None and found.proof is not None:
            proof_report.write(layout, report, found.proof, drafts=drafts, checked=found.counts)
    return Report(
        command="verify",
        counts={"files": len(archive.files), **_merged([found.counts for found in findings])},
        facts=_merged([found.facts for found in findings]) | ({"report": str(report)} if report else {}),
        issues=(*begun_import.issues(layout), *issues),
        details=_merged([found.details for found in findings]),
        own_code=_own_code(issues),
    )


def _run(chosen: Sequence[Check], archive: Snapshot) -> list[Findings]:
    """The findings of the checks, in order."""
    quiet = replace(archive, progress=silent)  # two processes must not write to one terminal
    parts = len(archive.files)
    alongside = register.ALONGSIDE if parts <= _MOST_ALONGSIDE else ()
    started = {
        number: waiting
        for number, check in enumerate(chosen)
        if check in alongside and (waiting := processes.alongside(check.inspect, quiet, parts)) is not None
    }

    def result(number: int) -> Findings:
        return started[number]() if number in started else chosen[number].inspect(archive)

    def has_bar(number: int) -> bool:
        return chosen[number] in register.WITH_BAR and number not in started

    found: list[Findings] = []
    for is_alone, numbers in groupby(range(len(chosen)), has_bar):
        same = list(numbers)
        found += map(result, same if is_alone else archive.progress("Checking records and files", same, len(same)))
    return found


def _refuse_newer(layout: Layout) -> None:
    try:
        settings.read(layout.settings)
    except SettingsWrong:
        return  # a check reports it


def _merged(parts: list[Any]) -> dict[str, Any]:
    return {key: value for part in parts for key, value in part.items()}


def _own_code(issues: tuple[Issue, ...]) -> int:
    codes = {issue.code for issue in issues if issue.level == "error"}
    return next((number for code, number in _OWN_CODES.items() if code in codes), 0)

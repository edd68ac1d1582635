"""`archive check --rehearse`: send a test alert by every way that is set up. Looks at nothing, records nothing."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from medium_archive.folder import environment
from medium_archive.folder import settings as settings_file
from medium_archive.folder.alert_log import Alert
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue, Report
from medium_archive.watch import alerts, channels
from medium_archive.watch.probe import stamp

TITLE = "Test: alerts of medium-archive reach you"
_TEXT = """\
This is a test. Nothing has happened to your account on Medium.

You, or somebody at your computer, ran `archive check --rehearse` for the archive {archive}. It sends this text by each
way that is set up for alerts. If you read it, alerts reach you by this way: {way}.

A real alert says what changed, since when, how it was seen, and what to do."""


def rehearse(layout: Layout, now: datetime | None = None) -> Report:
    """Send a test alert, and report the result of each way; one that fails is an error, and the exit code is 1.

    Raises SettingsWrong if no way is set up or its settings are wrong, NewerArchive, FolderUnwritable.
    """
    settings_file.read(layout.settings)
    at = stamp(now or datetime.now(UTC))
    results: dict[str, str] = {}
    for way, send in channels.read(layout).items():
        text = _TEXT.format(archive=layout.root, way=way)
        failed = alerts.failures(Alert(at, TITLE, text), {way: send})
        results[way] = failed.get(way, "")
    issues = [
        Issue(way, "rehearsal-failed", f"The test alert could not be sent: {reason} Correct its settings.", "error")
        for way, reason in results.items()
        if reason
    ]
    issues += _only_here(layout)
    sent = sum(not reason for reason in results.values())
    return Report(
        "check",
        facts={"archive": str(layout.root)},
        rows=tuple((way, "failed" if reason else "sent; see whether it arrives") for way, reason in results.items()),
        issues=tuple(issues),
        details={"rehearsed": results, "text": "" if sent else "No alert would reach you now."},
    )


def _only_here(layout: Layout) -> list[Issue]:
    """A note if a run that a scheduler starts would not have the settings of this one."""
    kept = environment.read_file(layout, channels.ENVIRONMENT_FILE)
    names = [f"{channels.PREFIX}{key}" for key in channels.KEYS]
    missing = [name for name in names if os.environ.get(name) and kept.get(name) != os.environ[name]]
    if not missing:
        return []
    where = f"private/{channels.ENVIRONMENT_FILE}"
    message = f"A scheduled check has no {', '.join(missing)}, which only this terminal knows. Write it to {where}."
    return [Issue(where, "rehearsal-environment", message, "note")]

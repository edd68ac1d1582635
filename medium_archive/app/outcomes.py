"""What a job that has ended has come to, in one line: that a command ended without an error says little."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from medium_archive.app.actions import Action
from medium_archive.app.jobs import Job
from medium_archive.links import is_web

_READY = {"send_now": "job_ready_to_send", "write_now": "job_ready_to_write", "fetch_now": "job_ready_to_fetch"}
_GOT = ("pictures_fetched", "gists_fetched", "found_in_folder")
# Of a name server that does not answer (web/guard.py)
_UNREACHED = re.compile(r"unknown(?:, in a browser)?: There is no host named \S+?\.(?: .*)?", re.DOTALL)
_LACKING = ("pictures_missing", "pictures_not_tried", "gists_missing", "gists_not_tried")

# Errors that can be over the next time, though nothing was entered wrongly: of the network, the disk, another run
_PASSING = frozenset(
    ("Unreachable", "FolderUnwritable", "ArchiveInUse", "AccessDenied", "ProgramMissing", "WorkerStopped")
)
_NO_ENTRIES = frozenset(("post", "rest", "as_saved", "dry_run", "plan", "favor", "drop", "offline", "scheduler"))


@dataclass(frozen=True)
class Mistake:
    """What a person entered that can't be used: the field of the form, and what the command said about it, "" for an
    address that git needs.
    """

    field: str
    message: str
    hint: str


def mistake(job: Job) -> Mistake | None:
    """The mistake for which a job failed; None if it failed for something else, which may be over the next time."""
    report = job.report
    entries = {name: text for name, text in job.form.items() if text.strip() and name not in _NO_ENTRIES}
    if job.action == "import" and (job.form.get("drop") or entries):
        entries = {"source": job.form.get("source", "")}
    if job.state != "failed" or not report.get("error") or report["error"] in _PASSING or not entries:
        return None
    if report["error"] == "GitIdentityMissing":  # its sentences name commands
        return Mistake("git_email", "", "")
    named = (name for name, text in entries.items() if text.strip() and text.strip() in report["message"])
    return Mistake(next(named, next(iter(entries))), report["message"], report["hint"])


def title(job: Job, action: Action) -> str:
    """The name of the text that says it. `action` is that of the job."""
    if job.state == "stopped" and action.pauses:
        return "job_paused"
    if job.report.get("error") == "AnotherAccount":
        return "job_asks"
    if job.state != "done":
        return f"job_{job.state}"
    if action.rehearsal is not None and action.is_rehearsed(job.form):
        return "job_is_there" if job.report.get("is_there") else _READY[action.rehearsal.button]
    if any(issue["level"] == "error" for issue in job.report.get("issues", ())):
        return "job_problems"
    if saw_nothing(job):
        return "job_nothing_seen"
    counts = job.report.get("counts", {})
    if job.action == "pictures" and _sum(counts, _LACKING):
        return "job_some_fetched" if _sum(counts, _GOT) else "job_nothing_fetched"
    return "job_done"


def saw_nothing(job: Job) -> bool:
    """Whether a look at Medium reached no host at all, so that its results say nothing about the account."""
    rows = job.report.get("rows", ()) if job.action == "check" else ()
    return bool(rows) and all(_UNREACHED.fullmatch(row["value"]) for row in rows)


def form_of(job: Job, action: Action) -> str:
    """The address of the form with what was typed there, for a job that failed, stopped or said what it would do; ""
    for another one.
    """
    is_rehearsed = action.rehearsal is not None and action.is_rehearsed(job.form)
    if job.state in ("running", "done") and not is_rehearsed:
        return ""
    page, query = ("" if action.page == "start" else action.page), {"change": str(job.number)}
    return f"{page}?{urlencode({'name': job.form['post'], **query} if page == 'post' else query)}"


def published_at(job: Job, action: Action) -> str:
    """The address of the site that a job has sent; "" if it sent none, or none is known, or nothing is there yet."""
    address = str(job.report.get("facts", {}).get("address", ""))
    is_sent = job.state == "done" and action.sends and not action.is_rehearsed(job.form)
    is_shown = is_sent and not job.report.get("steps")  # until those are done, the host shows nothing
    return address if is_shown and is_web(address) else ""


def _sum(counts: Mapping[str, Any], names: tuple[str, ...]) -> int:
    return sum(counts.get(name, 0) for name in names)

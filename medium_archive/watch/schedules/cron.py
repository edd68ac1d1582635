"""cron: one line of a crontab."""

from __future__ import annotations

import shlex

from medium_archive.errors import CannotSchedule
from medium_archive.watch.schedules.job import Job, Run

NAME = "cron"


def text(job: Job) -> str:
    return f"# {job.purpose}. Add this line with `crontab -e`, or with --install:\n{entry(job)}\n# {_end(job)}"


def install(job: Job, run: Run) -> list[str]:
    """Add the line to the crontab, replacing the one of an earlier run."""
    run(("crontab", "-"), "\n".join([*_others(_lines(run), job), entry(job), ""]))
    return [f"Added to your crontab: {entry(job)}", _end(job)]


def is_installed(job: Job, run: Run) -> bool:
    try:
        lines = _lines(run)
    except CannotSchedule:
        return False
    return len(_others(lines, job)) < len(lines)


def remove(job: Job, run: Run) -> list[str]:
    """Delete the line from the crontab; all other lines stay."""
    run(("crontab", "-"), "".join(f"{line}\n" for line in _others(_lines(run), job)))
    return [f"Deleted from your crontab: the line that ends with “{_mark(job)}”."]


def _lines(run: Run) -> list[str]:
    """The lines of the crontab. Raises CannotSchedule if it can't be read."""
    try:
        return run(("crontab", "-l")).splitlines()
    except CannotSchedule as error:
        if "no crontab" not in error.message.lower():
            raise
        return []


def _others(lines: list[str], job: Job) -> list[str]:
    return [line for line in lines if not line.rstrip().endswith(_mark(job))]


def entry(job: Job) -> str:
    """The line for the crontab. cron reads % as a line break (crontab(5)) and mails what a command prints. That mail is
    the only alert of a check without --alert; all other jobs are quiet, else they would send a mail each day.
    """
    quiet = ("--quiet",) if job.command != "check" or "--alert" in job.options else ()
    command = shlex.join([*job.program, *quiet]).replace("%", "\\%")
    return f"{job.minute} {job.hour} * * * {command} {_mark(job)}"


def _end(job: Job) -> str:
    return f"To end it: delete the line that ends with “{_mark(job)}”, with `crontab -e`."


def _mark(job: Job) -> str:
    return f"# {job.name}"

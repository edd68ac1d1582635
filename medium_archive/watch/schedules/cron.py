"""cron: one line of a crontab."""

from __future__ import annotations

import shlex

from medium_archive.errors import CantSchedule
from medium_archive.watch.schedules.job import Job, Run


def text(job: Job) -> str:
    return f"# {job.purpose}. Put this line in place with `crontab -e`, or with --install:\n{line(job)}\n# {_end(job)}"


def install(job: Job, run: Run) -> list[str]:
    """Add the line to the crontab, in place of the one that an earlier run put there."""
    try:
        before = run(("crontab", "-l")).splitlines()
    except CantSchedule as error:
        if "no crontab" not in error.message.lower():
            raise
        before = []
    kept = [old for old in before if not old.rstrip().endswith(_mark(job))]
    run(("crontab", "-"), "\n".join([*kept, line(job), ""]))
    return [f"In your crontab now: {line(job)}", _end(job)]


def line(job: Job) -> str:
    """The line. cron takes % for a line end (crontab(5)), and mails what a command prints: of a look without --alert
    that is how one is told, of all else it would be a mail each day with nothing in it.
    """
    quiet = ("--quiet",) if job.command != "check" or "--alert" in job.options else ()
    command = shlex.join([*job.program, *quiet]).replace("%", "\\%")
    return f"{job.minute} {job.hour} * * * {command} {_mark(job)}"


def _end(job: Job) -> str:
    return f"To end it: take out the line that ends with “{_mark(job)}”, with `crontab -e`."


def _mark(job: Job) -> str:
    return f"# {job.name}"

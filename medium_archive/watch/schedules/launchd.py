"""launchd: an agent of the user on macOS. A run that was missed during sleep starts when the Mac wakes."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from medium_archive.errors import CannotSchedule
from medium_archive.folder import files
from medium_archive.watch.schedules.job import Job, Run

NAME = "launchd"


def text(job: Job) -> str:
    return f"<!-- {_place(job)} -->\n{agent(job).decode()}\n<!-- Then: {' '.join(_load(job))} -->\n<!-- {_end(job)} -->"


def install(job: Job, run: Run) -> list[str]:
    place = _place(job)
    files.write(job.home / place, agent(job))
    with suppress(CannotSchedule):  # the agent may not be loaded yet
        run(_unload(job))
    run(_load(job))
    return [f"Written: {place}", f"Done: {' '.join(_load(job))}", _end(job)]


def is_installed(job: Job, run: Run) -> bool:
    return Path(_place(job)).is_file()


def remove(job: Job, run: Run) -> list[str]:
    place = Path(_place(job))
    with suppress(CannotSchedule):  # the agent may not be loaded
        run(_unload(job))
    with files.disk_errors(place):
        place.unlink(missing_ok=True)
    return [f"Done: {' '.join(_unload(job))}", f"Deleted: {place}"]


def agent(job: Job) -> bytes:
    """The property list of the agent."""
    import plistlib  # noqa: PLC0415  # every command imports this module, and almost none needs it

    log = f"{job.home}/Library/Logs/{job.name}.log"
    return plistlib.dumps(
        {
            "Label": _label(job),
            "ProgramArguments": list(job.program),
            "StartCalendarInterval": {"Hour": job.hour, "Minute": job.minute},
            "StandardOutPath": log,
            "StandardErrorPath": log,
        }
    )


def _label(job: Job) -> str:
    return f"org.{job.name}"


def _place(job: Job) -> str:
    return f"{job.home}/Library/LaunchAgents/{_label(job)}.plist"


def _domain() -> str:
    # Windows has no user ids; there the lines are only printed, for a Mac, where the first user is 501
    return f"gui/{getattr(os, 'getuid', lambda: 501)()}"


def _load(job: Job) -> tuple[str, ...]:
    return ("launchctl", "bootstrap", _domain(), _place(job))


def _unload(job: Job) -> tuple[str, ...]:
    return ("launchctl", "bootout", f"{_domain()}/{_label(job)}")


def _end(job: Job) -> str:
    return f"To end it: {' '.join(_unload(job))} && rm '{_place(job)}'"

"""`archive check --schedule` and `archive sync --schedule`: run a command once a day."""

from __future__ import annotations

from collections.abc import Sequence

from medium_archive.errors import CannotSchedule
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from medium_archive.watch import schedules
from medium_archive.watch.schedules import Scheduler, program


def schedule(layout: Layout, command: str, name: str, options: Sequence[str] = (), *, install: bool = False) -> Report:
    """Print what a scheduler needs to run a command with options once a day, or put it in place.

    Raises CannotSchedule.
    """
    scheduler = _named(name)
    job = schedules.job_for(layout, command, options)
    text = "\n".join(scheduler.install(job, program.run)) if install else scheduler.text(job)
    return Report("schedule", details={"text": text})


def remove(layout: Layout, command: str, name: str) -> Report:
    """End the daily run of a command that was installed with a scheduler, whatever options it has.

    Raises CannotSchedule, also if that scheduler has no such run.
    """
    scheduler, job = _named(name), schedules.job_for(layout, command)
    if not scheduler.is_installed(job, program.run):
        raise CannotSchedule(
            f"{name} has no daily run of `archive {command}` for this archive.", "Nothing had to be removed."
        )
    return Report("schedule", details={"text": "\n".join(scheduler.remove(job, program.run))})


def installed(layout: Layout, command: str) -> Report:
    """The schedulers by their names, and whether each has a daily run of a command for this archive. Changes nothing.

    Raises CannotSchedule.
    """
    job = schedules.job_for(layout, command)
    found = {one.NAME: one.is_installed(job, program.run) for one in schedules.ALL}
    at = f"{job.hour:02}:{job.minute:02}"
    return Report("schedule", details={"schedules": found, "at": at, "text": ""})


def _named(name: str) -> Scheduler:
    found = next((scheduler for scheduler in schedules.ALL if name == scheduler.NAME), None)
    if found is None:
        names = ", ".join(scheduler.NAME for scheduler in schedules.ALL)
        raise CannotSchedule(f"There is no schedule “{name}”.", f"Use one of these: {names}.")
    return found

"""`archive check --schedule` and `archive sync --schedule`: run a command once a day."""

from __future__ import annotations

from collections.abc import Sequence

from medium_archive.errors import CannotSchedule
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from medium_archive.watch import schedules
from medium_archive.watch.schedules import program


def schedule(layout: Layout, command: str, name: str, options: Sequence[str] = (), *, install: bool = False) -> Report:
    """Print what a scheduler needs to run a command with options once a day, or put it in place.

    Raises CannotSchedule.
    """
    scheduler = next((scheduler for scheduler in schedules.ALL if name == scheduler.NAME), None)
    if scheduler is None:
        names = ", ".join(scheduler.NAME for scheduler in schedules.ALL)
        raise CannotSchedule(f"There is no schedule “{name}”.", f"Use one of these: {names}.")
    job = schedules.job_for(layout, command, options)
    text = "\n".join(scheduler.install(job, program.run)) if install else scheduler.text(job)
    return Report("schedule", details={"text": text})

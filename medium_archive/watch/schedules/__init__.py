"""Schedulers that run a command once a day, one file each. To add one, write its file and add it to `ALL`."""

from __future__ import annotations

from typing import Protocol

from medium_archive.watch.schedules import cron, github, launchd, systemd, windows
from medium_archive.watch.schedules.job import Job, Run, job_for

__all__ = ["ALL", "Job", "Run", "Scheduler", "job_for"]


class Scheduler(Protocol):
    """A module for one scheduler; `NAME` is its name in `--schedule NAME`."""

    NAME: str

    def text(self, job: Job) -> str:
        """The text to install by hand, with comments on how to install it and how to end the job."""

    def install(self, job: Job, run: Run) -> list[str]:
        """Install the job, replacing an earlier one of the same name. Gives a line for each step, the last one on how
        to end the job. Raises CannotSchedule.
        """

    def is_installed(self, job: Job, run: Run) -> bool:
        """Whether this scheduler has the job, whatever its options; False where the scheduler is not."""

    def remove(self, job: Job, run: Run) -> list[str]:
        """End an installed job. Gives a line for each step. Raises CannotSchedule."""


ALL: tuple[Scheduler, ...] = (cron, systemd, launchd, windows, github)

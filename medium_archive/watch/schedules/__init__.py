"""A run once a day, by the clock that a system has. Each clock is one file here; adding one is adding one file."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from medium_archive.errors import CantSchedule
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from medium_archive.watch.schedules import cron, github, launchd, systemd, windows
from medium_archive.watch.schedules.job import Job, Run

__all__ = ["CLOCKS", "Clock", "Job", "job_for", "run_program", "schedule"]


class Clock(Protocol):
    """`text` gives what a person would put in place, how, and how to end it; `install` puts it there and gives a line
    for each thing it did, and how to end it. `run` starts a program with a text as its input, gives what it says, and
    raises CantSchedule.
    """

    @staticmethod
    def text(job: Job) -> str: ...

    @staticmethod
    def install(job: Job, run: Run) -> list[str]: ...


CLOCKS: Mapping[str, Clock] = {
    name: cast(Clock, module)
    for name, module in (
        ("cron", cron),
        ("systemd", systemd),
        ("launchd", launchd),
        ("windows", windows),
        ("github", github),
    )
}


def schedule(layout: Layout, command: str, clock: str, options: Sequence[str] = (), *, install: bool = False) -> Report:
    """Print how a clock runs a command of the program once a day, or put it in place. Raises CantSchedule."""
    if clock not in CLOCKS:
        raise CantSchedule(f"There is no schedule called {clock}.", f"Take one of: {', '.join(CLOCKS)}.")
    job = job_for(layout, command, tuple(options))
    if not install:
        return Report("schedule", details={"text": CLOCKS[clock].text(job)})
    return Report("schedule", details={"text": "\n".join(CLOCKS[clock].install(job, run_program))})


def job_for(layout: Layout, command: str, options: tuple[str, ...] = ()) -> Job:
    """The job for an archive, at a minute that differs from person to person, so that Medium is not asked by everybody
    at once, and stays the same for each; in hours in which a computer may be on.
    """
    seed = hashlib.sha256(f"{layout.root}\0{command}".encode("utf-8", "surrogateescape")).digest()
    if any(ord(character) < 32 for word in (str(layout.root), *options) for character in word):
        raise CantSchedule("There is a line end in an address or in the name of the archive's folder.", "Mend it.")
    program = (sys.executable, "-m", "medium_archive.cli", command, *options, "--archive", str(layout.root))
    hour, minute = 7 + seed[0] % 4, 1 + seed[1] % 58
    return Job(command, layout.root, program, hour, minute, key=seed.hex()[:6], options=options)


def run_program(program: Sequence[str], text: str = "") -> str:
    """Start a program with a text as its input; what it says. Raises CantSchedule."""
    try:
        done = subprocess.run(program, input=text.encode(), capture_output=True, check=False)  # noqa: S603  # names of ours
    except OSError as error:
        raise CantSchedule(
            f"{program[0]} can't be run: {error.strerror or error}.", "Take another schedule, or install that program."
        ) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip() or f"it ended with {done.returncode}"
        raise CantSchedule(
            f"{program[0]} refused: {said}", "Without --install the lines are printed, to be put in place by hand."
        )
    return done.stdout.decode(errors="replace")

"""Runs the programs of schedulers (crontab, systemctl, …). Their errors enter the program here."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from medium_archive.errors import CannotSchedule


def run(program: Sequence[str], stdin: str = "") -> str:
    """Run a program until it ends and give its output. Raises CannotSchedule."""
    try:
        done = subprocess.run(program, input=stdin.encode(), capture_output=True, check=False)  # noqa: S603  # names of ours
    except OSError as error:
        raise CannotSchedule(
            f"Could not run {program[0]}: {error.strerror or error}.", "Use another schedule, or install that program."
        ) from error
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip() or f"it exited with {done.returncode}"
        raise CannotSchedule(
            f"{program[0]} failed: {reason}",
            "Run this without --install. It prints the lines, which you can then install yourself.",
        )
    return done.stdout.decode(errors="replace")

"""The processes that use a profile: found by their arguments, so that no other program is ever ended."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

# The options by which the programs of a browser name the profile
_OPTIONS = "--user-data-dir|--database|--?profile"


def end_users_of(folder: Path) -> None:
    """Kill each process that uses the profile, with its group if it leads one. On Windows they are in a job, which ends
    with the process that made it (process.py).
    """
    if sys.platform == "win32":
        return
    for pid in users_of(str(folder)):
        with suppress(OSError):  # it may have ended meanwhile
            if os.getpgid(pid) == pid:
                os.killpg(pid, signal.SIGKILL)
            else:
                os.kill(pid, signal.SIGKILL)


def users_of(folder: str) -> list[int]:
    """The processes of this user with an option that names the profile, or a folder in it."""
    listing, between = (_from_proc(), "\0") if Path("/proc/self/cmdline").exists() else (_from_ps(), " ")
    uses = re.compile(f"(?:^|{between})(?:{_OPTIONS})[={between}]{re.escape(folder)}(?:[/{between}]|$)")
    return [pid for pid, command in listing if uses.search(command)]


def _from_proc() -> Iterator[tuple[int, str]]:
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            with suppress(OSError):
                if place.stat().st_uid == os.getuid():
                    yield int(place.name), os.fsdecode((place / "cmdline").read_bytes())


def _from_ps() -> Iterator[tuple[int, str]]:
    """For macOS."""
    command = ("ps", "-U", str(os.getuid()), "-ww", "-o", "pid=,command=")
    listed = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # a constant, and a number
    for line in os.fsdecode(listed.stdout).splitlines():
        pid, _, arguments = line.strip().partition(" ")
        if pid.isdecimal():
            yield int(pid), arguments

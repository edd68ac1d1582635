"""A program in a group of processes that is killed at a change to the disk.

A change is a file opened to be written, renamed, replaced or removed, or a folder made. Forked processes count with the
first one, in memory that they share.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.conftest import SAME_PACKAGE

LONGEST = 600.0  # seconds for one run; the longest here took 20
NEVER = 1 << 40

_PROGRAM = """
import atexit, mmap, os, runpy, signal, sys
most, module = int(sys.argv.pop(1)), sys.argv.pop(1)
made, first = mmap.mmap(-1, 8), os.getpid()
def count(event, given):
    if event in ("os.rename", "os.remove", "os.mkdir") or (
        event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
        and given[0] != os.devnull
    ):
        so_many = int.from_bytes(made[:], "little") + 1
        made[:] = so_many.to_bytes(8, "little")
        if so_many > most:
            os.killpg(0, signal.SIGKILL)
def say():
    if os.getpid() == first:
        sys.stderr.write(f"\\nchanges {int.from_bytes(made[:], 'little')}")
atexit.register(say)
sys.addaudithook(count)
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""


@dataclass(frozen=True)
class Program:
    """A module that is run with arguments and more variables of the environment."""

    module: str
    arguments: Sequence[str]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Ended:
    """`code` is the exit code, negative after a signal; `changes` is 0 if the program was killed."""

    code: int
    changes: int
    output: str

    @property
    def was_killed(self) -> bool:
        return self.code == -signal.SIGKILL


def run(program: Program, most: int = NEVER) -> Ended:
    """Run a program to its end, or kill all its processes when they have made `most` changes and try one more."""
    command = [sys.executable, "-c", _PROGRAM, str(most), program.module, *program.arguments]
    environment = {**os.environ, **SAME_PACKAGE, "PYTHONDONTWRITEBYTECODE": "1", **program.environment}
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        output, errors = process.communicate(timeout=LONGEST)
    said, _, changes = errors.rpartition("\nchanges ")
    return Ended(process.returncode, int(changes) if said or changes.isdigit() else 0, f"{output}{said or errors}")

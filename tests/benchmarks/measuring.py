"""Runs a command and measures it: wall time, CPU time, memory of all its processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.02  # seconds between two looks at the memory
_SHARE = 0.05  # of the time at most goes into looking: a process of a gigabyte takes tens of milliseconds
_SHARED_ONCE = "Pss:"  # the line of smaps_rollup that counts a page shared by n processes as 1/n


@dataclass(frozen=True)
class Run:
    """One run: seconds, CPU seconds of the process and its children, the most megabytes they held together (0 where
    the system does not tell), and the last line of an error if the command failed.
    """

    wall: float
    cpu: float
    memory: float
    failure: str = ""


@dataclass(frozen=True)
class Measured:
    """All runs of a command."""

    runs: tuple[Run, ...]

    @property
    def failure(self) -> str:
        return next((run.failure for run in self.runs if run.failure), "")

    def median(self, value: str) -> float:
        return statistics.median(self._all(value))

    def spread(self, value: str) -> tuple[float, float]:
        """The smallest and the largest one."""
        return min(self._all(value)), max(self._all(value))

    def _all(self, value: str) -> list[float]:
        return [float(getattr(run, value)) for run in self.runs]


def run(command: Sequence[str | Path], folder: Path) -> Run:
    """Run a command in a folder, which it waits for. What it prints is dropped, but for the end of its errors."""
    with tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], cwd=folder, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors
        )
        memory = _Memory(process.pid)
        memory.start()
        if sys.platform == "win32":  # the only system that does not tell the CPU time of ended children
            code, cpu = process.wait(), 0.0
        else:
            _, status, usage = os.wait4(process.pid, 0)
            code, cpu = os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime
            process.returncode = code
        wall = time.perf_counter() - begin
        memory.stop()
        errors.seek(0)
        lines = errors.read().decode(errors="replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return Run(wall, cpu, memory.most / 1024, f"exit code {code}: {last[:120]}" if code else "")


class _Memory(threading.Thread):
    """Adds up the memory of a process and all below it, again and again. `most` is in kilobytes."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._pid = pid
        self._is_over = threading.Event()

    def run(self) -> None:
        pause = _PAUSE
        while not self._is_over.wait(pause):
            begin = time.perf_counter()
            self.most = max(self.most, sum(map(_held, _with_children(self._pid))))
            pause = max(_PAUSE, (time.perf_counter() - begin) / _SHARE)

    def stop(self) -> None:
        self._is_over.set()
        self.join()


def _with_children(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text("ascii").split()]
        except OSError:  # ended by now, or no Linux
            continue
    return found


def _held(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(_SHARED_ONCE)), 0)

"""`python -m tests.watch_looks.kills [COUNT]`: `kill -9` of a look with a browser, at random moments (Linux).

Only the process of the command is killed, as when a person ends it or a machine runs out of memory: the browser goes
on. One to three looks are killed, then one runs to its end. After it no process and no temporary file may be left, and
its verdict must be right. Exits with 1 otherwise.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.small_archive import make
from tests.watch_looks import looks, processes
from tests.watch_looks.host import WatchHost
from tests.watch_looks.situations import SITUATIONS

_SITUATION = SITUATIONS["a profile, behind a wall that reloads"]
_PR_SET_CHILD_SUBREAPER = 36  # of linux/prctl.h
_MOST = 3  # looks that are killed one after the other


class _Round:
    """Looks in one folder. `left` are what each killed look left behind: the numbers of processes and of files."""

    def __init__(self, folder: Path, host: WatchHost, display: str, program: str) -> None:
        self.folder = folder
        layout = make(folder / "archive")
        if not looks.is_chromium(program):
            looks.lead(layout, host, _SITUATION)
        self._command = looks.command(layout, _SITUATION.shown.address, "--browser")
        self._environment = looks.environment(
            folder, {"DISPLAY": display, "ARCHIVE_BROWSER": looks.with_host(program, host)}
        )
        self.left: list[tuple[int, int]] = []

    def complete(self) -> tuple[float, str]:
        """The seconds of a look that is not disturbed, and what is wrong after it."""
        start = time.monotonic()
        done = self._start()
        output, errors = done.communicate(timeout=looks.LONGEST)
        seconds = time.monotonic() - start
        if f'"verdict": "{_SITUATION.browser}"' not in output:
            return seconds, f"another verdict: {output[-1000:]}{errors[-1000:]}"
        return seconds, "; ".join(looks.left(self.folder))

    def is_killed(self, seconds: float) -> bool:
        """Start a look and kill it after so many seconds; False if it ended before."""
        process = self._start()
        time.sleep(seconds)
        is_running = process.poll() is None
        process.kill()
        process.communicate(timeout=looks.LONGEST)
        if is_running:
            self.left.append((len(processes.of(self.folder)), len(looks.files_left(self.folder))))
        return is_running

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self._environment
        )


def _orphans(known: Sequence[int]) -> list[str]:
    """The living descendants of this process, without those that are known; the dead ones are forgotten."""
    living = processes.below(os.getpid(), known)
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                return living
        except ChildProcessError:
            return living


def main(options: argparse.Namespace) -> int:
    # So that a process whose parent is killed becomes a child of this one, whatever its name and its session are
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    chance, wrong, count, slowest = random.Random(options.seed), 0, 0, 0.0  # noqa: S311  # to be repeated
    with (
        tempfile.TemporaryDirectory() as place,
        processes.desktop() as (display, server),
        WatchHost(_SITUATION.shown.answers, wall=_SITUATION.wall) as host,
    ):
        trial = _Round(Path(place), host, display, options.browser)
        length, problem = trial.complete()
        print(f"an undisturbed look: {length:.1f} s {problem}", flush=True)
        while count < options.count:
            planned = [chance.uniform(0, length) for _ in range(min(chance.randint(1, _MOST), options.count - count))]
            moments = [moment for moment in planned if trial.is_killed(moment)]
            if not moments:
                continue
            count += len(moments)
            seconds, problem = trial.complete()
            length, slowest = min(length, seconds), max(slowest, seconds)
            problem = "; ".join(filter(None, [problem, *_orphans([server])]))
            wrong += bool(problem)
            killed = ", ".join(
                f"at {moment:.2f} s ({living} processes, {files} files)"
                for moment, (living, files) in zip(moments, trial.left[-len(moments) :], strict=True)
            )
            print(f"killed {killed}; the next look took {seconds:.1f} s and left {problem or 'nothing'}", flush=True)
    stranded = sum(1 for living, files in trial.left if living or files)
    print(f"\n{count} looks killed, {stranded} of them left something; after the next look: {wrong} times something")
    print(f"the slowest look after a kill: {slowest:.1f} s, the quickest one: {length:.1f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.watch_looks.kills")
    parser.add_argument("count", nargs="?", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--browser", default=looks.BROWSER)
    sys.exit(main(parser.parse_args()))

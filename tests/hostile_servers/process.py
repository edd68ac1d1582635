"""A command in a process of its own, whose hosts are on this machine and whose clock is quick: waits take no time, and
a silent server is given up `speed` times sooner.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from medium_archive.web import Web, guard, notifications
from tests.clocks import replace_defaults, set_wall_clock
from tests.hostile.command import Outcome, run

_CLOCK = ".clock"
_SECONDS = 20  # of the processor
_ALWAYS = "*"  # the key of the address to which all other hosts are led


@dataclass(frozen=True)
class Task:
    """A command. `hosts` are those of `Web`, for every `Web` of the command."""

    command: tuple[str, ...]
    folder: Path
    hosts: Mapping[str, str]
    environment: Mapping[str, str]
    speed: float = 1.0
    days: int = 0  # that the clock on the wall is ahead


@dataclass(frozen=True)
class Ended:
    """How a command ended, what it printed, and the seconds that it took by its clock."""

    outcome: Outcome
    output: str
    seconds: float


class Commands:
    """Runs commands, one after the other. A process that has imported the program forks one for each command; it has
    no threads, and the servers are in another one.
    """

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))

    def close(self) -> None:
        self._pool.shutdown()

    def run(self, task: Task) -> Ended:
        return self._pool.submit(_run, task).result()


def _run(task: Task) -> Ended:
    outcome = run(task.command, task.folder, _SECONDS, partial(_prepare, task))
    clock, output = task.folder / _CLOCK, task.folder / ".output"
    seconds = float(clock.read_text("ascii")) if clock.exists() else 0.0
    return Ended(outcome, output.read_text("utf-8", "replace") if output.exists() else "", seconds)


def _prepare(task: Task) -> None:
    for name in [name for name in os.environ if name.startswith("ARCHIVE_")]:
        del os.environ[name]
    os.environ.update(task.environment)
    if task.days:
        now = time.time
        set_wall_clock(lambda: now() + task.days * 86_400)
    clock = _QuickClock(task.speed)
    clock.set(task.folder / _CLOCK)
    _lead(task.hosts)
    _hasten(task.speed)


class _QuickClock:
    def __init__(self, speed: float) -> None:
        self._speed, self._real, self._really_sleep = speed, time.monotonic, time.sleep
        self._start = self._real()
        self._slept = 0.0
        self._lock = threading.Lock()

    def now(self) -> float:
        return self._start + (self._real() - self._start) * self._speed + self._slept

    def sleep(self, seconds: float) -> None:
        if not seconds >= 0:  # as the real one, also for NaN
            raise ValueError("sleep length must be non-negative")
        with self._lock:
            self._slept += seconds
            passed = self.now() - self._start
        self._file.write_text(f"{passed:.0f}", "ascii")
        self._really_sleep(0.001)

    def set(self, file: Path) -> None:
        """Let the program read this clock, also where a function has the real one as a default value."""
        self._file = file
        replace_defaults({time.sleep: self.sleep, time.monotonic: self.now})
        time.sleep, time.monotonic = self.sleep, self.now  # type: ignore[assignment]  # the same calls


def _lead(hosts: Mapping[str, str]) -> None:
    """Every `Web` has these hosts; no other name has an address."""
    begin: Callable[..., None] = Web.__init__

    def begin_led(self: Web, **given: Any) -> None:
        begin(self, **{**given, "hosts": {**given.get("hosts", {}), **hosts}})

    Web.__init__ = begin_led  # type: ignore[method-assign]  # for this process
    resolve = guard.resolve

    def resolve_here(host: str, port: int) -> tuple[str, ...]:
        if any(one.isalpha() for one in host) and not any(one in host for one in ("localhost", ":", "0x")):
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return resolve(host, port)

    guard.resolve = resolve_here


def _hasten(speed: float) -> None:
    """Give up what waits for a socket so many times sooner."""
    from httpcore2._backends import sync  # noqa: PLC0415  # where the waits are

    def hasten(owner: type, name: str) -> None:
        slow = getattr(owner, name)

        def quick(self: object, *given: Any, timeout: float | None = None, **named: Any) -> Any:
            if name == "read" and len(given) > 1:
                given, timeout = given[:1], given[1]
            if name == "write" and len(given) > 1:
                given, timeout = given[:1], given[1]
            return slow(self, *given, timeout=None if timeout is None else timeout / speed, **named)

        setattr(owner, name, quick)

    for name in ("read", "write", "start_tls"):
        hasten(sync.SyncStream, name)
    hasten(sync.SyncBackend, "connect_tcp")
    notifications._SECONDS = notifications._SECONDS / speed

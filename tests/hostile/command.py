"""A command in a process of its own, which is stopped when it takes too long."""

from __future__ import annotations

import contextlib
import importlib
import os
import pkgutil
import resource
import select
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from medium_archive import checks, commands, markdown, medium, site

_WAIT = 12  # times as long as a command may compute: other programs compute too
_MEMORY = 3 * 1024**3  # of addresses: keeps the machine alive
_OUTPUT = ".output"
_PACKAGES = (markdown, medium, checks, site, commands)


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its exit code, the sentence about what is wrong (else its last line), the time of
    processors, the memory of its largest process. `is_stopped` says that it took too long.
    """

    command: str
    code: int
    sentence: str
    seconds: float
    megabytes: int
    has_traceback: bool
    is_stopped: bool = False


def run(command: Sequence[str], folder: Path, seconds: int, prepare: Callable[[], None] = lambda: None) -> Outcome:
    """Run a command in a folder. It gets twice `seconds` of the processor, so that its time is known if it is slow."""
    _load()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        _run(command, folder, seconds, prepare)  # does not return
    is_stopped = _wait(child, seconds * _WAIT)
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    output = (folder / _OUTPUT).read_text("utf-8", errors="replace") if (folder / _OUTPUT).exists() else ""
    return Outcome(
        command=" ".join(command[:2] if command[0] == "export" else command[:1]),
        code=code,
        sentence=_sentence(output),
        seconds=usage.ru_utime + usage.ru_stime,
        megabytes=usage.ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024),
        has_traceback="Traceback (most recent call last)" in output,
        is_stopped=is_stopped or code in (-signal.SIGXCPU, -signal.SIGKILL),
    )


@cache
def _load() -> None:
    """Import what most commands need, once and before their processes, which then take a third of the time."""
    for package in _PACKAGES:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)


def _wait(child: int, seconds: int) -> bool:
    """Wait for a process; after some time, stop it and those that it started. Returns whether that was necessary."""
    number = os.pidfd_open(child)
    try:
        poll = select.poll()
        poll.register(number, select.POLLIN)
        if poll.poll(seconds * 1000):
            return False
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        return True
    finally:
        os.close(number)


def _run(command: Sequence[str], folder: Path, seconds: int, prepare: Callable[[], None]) -> None:
    code = 70
    try:
        os.setsid()
        os.chdir(folder)
        output = os.open(_OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.stdout = open(1, "w", encoding="utf-8")  # noqa: SIM115  # open as long as the process lives
        sys.stderr = open(2, "w", encoding="utf-8")  # noqa: SIM115  # as above
        resource.setrlimit(resource.RLIMIT_CPU, (2 * seconds, 2 * seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        prepare()
        sys.argv = ["archive", *command]
        code = _exit_code()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def _exit_code() -> int:
    """Call the command line as its console script does."""
    from medium_archive.cli.app import main  # noqa: PLC0415  # in the process of the command

    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 70 if end.code else 0
    except BaseException:  # this is what the table counts
        traceback.print_exc()
        return 70
    return 0


def _sentence(output: str) -> str:
    """The error, else the first issue, else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if not lines:
        return ""
    if refused := [line for line in lines if line.startswith("Error: ")]:
        return refused[-1]
    # The issues of a report are sentences, those of errors first
    return next((line for line in lines if ": " in line and line.endswith(".")), lines[-1])

"""Jobs: commands of the command line, each in a process of its own, one at a time, and what their pages see of them."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import signal
import subprocess
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from medium_archive import program_start
from medium_archive.app.actions import Place
from medium_archive.folder.layout import Layout

State = Literal["running", "done", "failed", "stopped"]
PREVIEW = "trial"  # the one action that a page starts by itself
PROGRESS = "ARCHIVE_PROGRESS"  # of cli/progress_lines.py
_LINE_BYTES = 1 << 20
_MOST_LINES = 20
_STOP_SECONDS = 10.0  # after which a command that was asked to stop is ended
_ALIVE_SECONDS = 15.0  # between two signs of life for a page
_PAUSE_SECONDS = 0.1  # between two events for a page
_RATE_SECONDS = 1.0  # before a rate is worth showing
_NEW_GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # so that it can be interrupted, on Windows
_INTERRUPT = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT)


@dataclass(frozen=True)
class Step:
    """How far a loop of a command is. `total` is None if it is not known; `seconds` it has run so far."""

    label: str
    done: int
    total: int | None
    seconds: float = 0.0

    @property
    def rate(self) -> float | None:
        """Items in a second; None while too little is known."""
        return self.done / self.seconds if self.done and self.seconds >= _RATE_SECONDS else None

    @property
    def seconds_left(self) -> float | None:
        """None while it is not known."""
        return (self.total - self.done) / self.rate if self.total and self.rate else None


@dataclass(frozen=True)
class Job:
    """One run of a command. `arguments` are those of the command line after `archive`, `form` the values of the form
    that asked for it, `place` is where it works. `report` is what `--json` printed, {} before the end and after a
    stop. `lines` are other lines that the command printed. `is_stopping` once somebody asked for a stop. `cause` says
    why it could not be started.
    """

    number: int
    action: str
    form: Mapping[str, str]
    arguments: tuple[str, ...]
    place: Place
    state: State = "running"
    step: Step | None = None
    steps: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    report: Mapping[str, Any] = field(default_factory=dict)
    exit_code: int | None = None
    is_stopping: bool = False
    cause: str = ""

    @property
    def command(self) -> str:
        """The command as a person would type it."""
        return shlex.join(["archive", *self.arguments])


class Jobs:
    """The jobs of this run of the program; `latest` is the running one, or the one that ended last. `stopped` are those
    that a person stopped and that were not done since, by archive and action. `after` is called in a thread with each
    job that was done, before its pages say so.
    """

    def __init__(self, after: Callable[[Job], None] = lambda _job: None) -> None:
        self.latest: Job | None = None
        self.stopped: dict[tuple[Layout, str], Job] = {}
        self._after = after
        self._news = asyncio.Condition()
        self._process: Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._since = 0.0  # time.monotonic() at which the step began

    @property
    def is_running(self) -> bool:
        return self.latest is not None and self.latest.state == "running"

    def start(
        self,
        action: str,
        form: Mapping[str, str],
        arguments: Sequence[str],
        place: Place,
        secrets: Mapping[str, str] = MappingProxyType({}),
    ) -> bool:
        """Start a command. `secrets` are variables of its environment, which nothing keeps. False if another command is
        running: then nothing is started.
        """
        if self.is_running:
            return False
        number = self.latest.number + 1 if self.latest else 1
        self.latest = Job(number, action, form, tuple(arguments), place)
        self._task = asyncio.create_task(self._run(self.latest, secrets))
        return True

    async def stop(self) -> None:
        """Ask the running command to stop, and end it if it does not. It loses nothing: the next run goes on."""
        if not self.is_running:
            return
        await self._change(is_stopping=True)
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(_INTERRUPT)
        task = self._task
        asyncio.get_running_loop().call_later(_STOP_SECONDS, self._end, task)

    async def make_way(self) -> None:
        """End a preview of settings that is being built, because a person wants something else."""
        if self.latest is not None and self.latest.action == PREVIEW:
            await self.close()

    async def close(self) -> None:
        """Stop what runs, and wait for its end."""
        await self.stop()
        if self._task is not None:
            await asyncio.wait([self._task])

    async def events(self) -> AsyncIterator[Job | None]:
        """The latest job, again after each change until it has ended; None as a sign of life."""
        seen: Job | None = None
        while True:
            await self._wait_for_news(seen)
            job = self.latest
            yield None if job is seen else job
            seen = job
            if job is None or job.state != "running":
                return
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _wait_for_news(self, seen: Job | None) -> None:
        async with self._news:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait_for(lambda: self.latest is not seen), _ALIVE_SECONDS)

    async def _run(self, job: Job, secrets: Mapping[str, str]) -> None:
        options = job.arguments.index("--") if "--" in job.arguments else len(job.arguments)  # after it come names
        arguments = [*job.arguments[:options], "--json", *job.arguments[options:]]
        command = [*program_start.command(), *arguments]
        environment = {**os.environ, **secrets, PROGRESS: "json", "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
        environment.pop("FORCE_COLOR", None)
        try:
            process = self._process = await asyncio.create_subprocess_exec(
                *command,
                stdin=subprocess.DEVNULL,
                stdout=PIPE,
                stderr=PIPE,
                env=environment,
                limit=_LINE_BYTES,
                creationflags=_NEW_GROUP,
            )
        except (OSError, ValueError) as error:  # no memory, a moved program, an argument with a NUL
            cause = getattr(error, "strerror", None) or str(error)
            await self._change(state="failed", cause=cause, step=None)
            return
        assert process.stdout is not None and process.stderr is not None  # noqa: S101  # both are PIPE
        if self.latest is not None and self.latest.is_stopping:  # it was asked for before the process was there
            with suppress(ProcessLookupError):
                process.send_signal(_INTERRUPT)
        printed, _ = await asyncio.gather(process.stdout.read(), self._follow(process.stderr))
        code = await process.wait()
        self._process = None
        report = _report(printed)
        is_stopped = not report and self.latest is not None and self.latest.is_stopping
        state: State = "stopped" if is_stopped else "failed" if not report or "error" in report else "done"
        key = (job.place.layout, job.action)
        if state == "stopped":
            self.stopped[key] = job
        if state == "done":
            self.stopped.pop(key, None)
            await asyncio.to_thread(self._after, job)
        await self._change(state=state, report=report, exit_code=code, step=None)

    async def _follow(self, errors: asyncio.StreamReader) -> None:
        """Read the progress of a command, and what else it prints, line by line."""
        while True:
            try:
                line = await errors.readline()
            except ValueError:  # a line of more than _LINE_BYTES
                continue
            if not line:
                return
            await self._note(line.decode("utf-8", "replace").rstrip("\r\n"))

    async def _note(self, line: str) -> None:
        job = self.latest
        if job is None or not line:
            return
        step = _step(line)
        if step is None:
            await self._change(lines=(*job.lines, line)[-_MOST_LINES:])
            return
        if job.step is None or job.step.label != step.label or step.done < job.step.done:
            self._since = time.monotonic()
        seen = job.steps if step.label in job.steps else (*job.steps, step.label)
        await self._change(step=replace(step, seconds=time.monotonic() - self._since), steps=seen)

    async def _change(self, **values: Any) -> None:
        if self.latest is not None:
            self.latest = replace(self.latest, **values)
            async with self._news:
                self._news.notify_all()

    def _end(self, task: asyncio.Task[None] | None) -> None:
        """End the process of a task that has not ended."""
        if task is not None and not task.done() and task is self._task and self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()


def _report(printed: bytes) -> Mapping[str, Any]:
    """The report that a command printed; {} if it did not come so far."""
    try:
        found = json.loads(printed)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _step(line: str) -> Step | None:
    """The step of a line of progress; None for another line."""
    if not line.startswith('{"progress"'):
        return None
    try:
        found = json.loads(line)
        return Step(str(found["progress"]), int(found["done"]), found["total"])
    except (ValueError, LookupError, TypeError):
        return None

"""Processes that do tasks for the process that starts them, each task in the process that is free first.

`concurrent.futures` does this with two threads in the first process. Whenever the first process computes, they wait up
to 5 ms for Python's lock, and the other processes wait for them. Here it needs no thread: it sends tasks and receives
results when it asks for one, and the other processes send from a thread of their own.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from typing import Any, TypeVar

from medium_archive import collector
from medium_archive.errors import WorkerStopped

T = TypeVar("T")
R = TypeVar("R")

STOPPED = "A process of this run was stopped from outside, perhaps because the memory was full."
_CURE = "Run this again with `--jobs 1`, which takes less memory: it continues where it stopped."
_ROOM = 1 << 20  # bytes that wait in a pipe, if the system allows; else 64 KB
_open: list[Workers] = []
_context: Any  # of this worker: set once, when it begins


class Workers:
    """As many processes as `number`, started by `method`, a context of `multiprocessing`, with a value `context` that
    they share. They call `begin` first, while this process goes on, and end with this process.
    """

    def __init__(self, number: int, method: Any, context: object, begin: Callable[[], object] | None) -> None:
        tasks, self._tasks = method.Pipe(duplex=False)
        alive, self._alive = method.Pipe(duplex=False)
        pipes = [method.Pipe(duplex=False) for _ in range(number)]
        self._results: list[Connection] = [here for here, _ in pipes]
        there = [end for _, end in pipes]
        for pipe in (self._tasks, *there):
            _widen(pipe)
        self._sent = 0
        self._found: dict[int, tuple[Any, Exception | None]] = {}
        self._unwanted: set[int] = set()
        _open.append(self)
        self._lock = method.Lock()  # a new process still looks for it when this function has returned
        # A forked process forks the others after `begin`, so that only one of them needs the time for that
        self._forks = method.get_start_method() == "fork"
        shared = (tasks, self._lock, alive, context, begin)
        self._processes = [
            method.Process(target=_work, args=(ends, *shared), daemon=True)
            for ends in ([there] if self._forks else [[end] for end in there])
        ]
        for process in self._processes:
            process.start()
        for pipe in (tasks, alive, *there):
            pipe.close()  # so that `wait` notices the end of a process

    def send(self, function: Callable[[Any, T], R], tasks: Sequence[T]) -> int:
        """Let a process call `function(context, task)` for each of these tasks. Returns a number for `results`."""
        self._sent += 1
        try:
            self._tasks.send((self._sent, function, tasks))
        except BrokenPipeError as error:
            raise WorkerStopped(STOPPED, _CURE) from error
        return self._sent

    def results(self, number: int) -> list[Any]:
        """Wait for the results of tasks that were sent. Raises WorkerStopped, and what the function raised."""
        while number not in self._found:
            self._receive()
        results, error = self._found.pop(number)
        if error is not None:
            raise error
        return results  # type: ignore[no-any-return]  # what `_work` sent

    def forget(self, number: int) -> None:
        """Nobody will ask for the results with this number."""
        if self._found.pop(number, None) is None:
            self._unwanted.add(number)

    def close(self) -> None:
        """End the processes."""
        _open.remove(self)
        for pipe in (self._alive, self._tasks, *self._results):
            pipe.close()
        for process in () if self._forks else self._processes:
            process.terminate()  # it may not have begun yet, and then can't

    def _receive(self) -> None:
        ready = wait(self._results)
        for pipe in self._results:
            if pipe not in ready:
                continue
            try:
                number, results, error = pipe.recv()
            except (EOFError, OSError) as stopped:
                raise WorkerStopped(STOPPED, _CURE) from stopped
            if number in self._unwanted:
                self._unwanted.remove(number)
            else:
                self._found[number] = results, error


def prepare(context: object) -> None:
    """Prepare this process, which another one has started. Only the first process handles Ctrl-C."""
    for workers in _open:  # those of the first process, which a fork copies
        workers._tasks.close()
        workers._alive.close()
    global _context  # noqa: PLW0603  # the one place for what a worker keeps between two tasks
    _context = context
    gc.freeze()  # the collector writes to each object that it looks at, and so copies all memory that a fork shares
    collector.raise_threshold()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def end_with(alive: Connection | int, started: Sequence[int] = ()) -> None:
    """End this process, with those that it has `started`, when the first process ends or closes its end of `alive`."""

    def end() -> None:
        wait([alive])
        _end(started)

    threading.Thread(target=end, daemon=True).start()


def _end(started: Sequence[int]) -> None:
    for pid in started:
        with suppress(OSError):
            os.waitpid(pid, 0)
    os._exit(0)


def _work(  # noqa: PLR0913, PLR0917  # what the processes share
    ends: Sequence[Connection],
    tasks: Connection,
    lock: Any,
    alive: Connection,
    context: object,
    begin: Callable[[], object] | None,
) -> None:
    """Do tasks until the first process ends. `ends` has the pipe for the results of this process, and of those that it
    is to start.
    """
    if begin is not None:
        begin()
    prepare(context)
    own, *others = ends
    started: list[int] = []
    for other in others:
        pid = os.fork()
        if not pid:
            own, started = other, []
            break
        started.append(pid)
    for end in ends:
        if end is not own:
            end.close()
    end_with(alive, started)
    outbox: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_send, args=(own, outbox), daemon=True).start()
    with suppress(EOFError):
        while True:
            with lock:
                message = tasks.recv_bytes()
            outbox.put(_answer(message))
    _end(started)


def _answer(message: bytes) -> bytes:
    """The results of the tasks in a message, or the error, as the first process receives them."""
    number, function, tasks = pickle.loads(message)  # noqa: S301  # what the first process sent
    try:
        return pickle.dumps((number, [function(_context, task) for task in tasks], None))
    except Exception as error:  # raised by the first process
        return pickle.dumps((number, None, error))


def _send(pipe: Connection, outbox: SimpleQueue[bytes]) -> None:
    with suppress(BrokenPipeError):
        while True:
            pipe.send_bytes(outbox.get())


def _widen(pipe: Connection) -> None:
    """Let more bytes wait in a pipe, so that neither end waits for the other often."""
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415  # not on Windows

        with suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _ROOM)

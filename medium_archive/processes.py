"""Work on many items in several processes, with the results in order.

The pages of an export are read and written one by one, and Python uses one core for a process. Where a process may not
be forked (Windows, macOS, a program with threads), the workers are new processes of Python, so a function and what it
takes and gives must be picklable.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, Self, TypeVar

from medium_archive import workers
from medium_archive.errors import WorkerStopped
from medium_archive.workers import Workers

C = TypeVar("C")
K = TypeVar("K")
T = TypeVar("T")
R = TypeVar("R")

_CHUNK = 4  # tasks that are sent to a worker at once: each may hold a page of 100 KB
_AHEAD = 12  # chunks for each worker that wait for a result; this limits the memory
_AHEAD_OF_PREPARATIONS = 64  # chunks for all workers while this process prepares something, and takes no result
_FEWEST = 48  # tasks that are worth starting processes for

_Chunk = list[tuple[K, T | None]]
_Sent = tuple[_Chunk[K, T], int]  # a chunk with the number of its results


def available() -> int:
    """The number of processor cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """The worker processes of a command, with a value `context` that their functions share. They are started when there
    is enough work, and kept until `close`. Use it in a `with`.

    `jobs` is the number of processes, 0 for one for each core.
    """

    def __init__(self, context: object = None, jobs: int = 0) -> None:
        self._context = context
        self._jobs = jobs or available()
        self._workers: Workers | None = None
        self._most = max(self._jobs * _AHEAD, _AHEAD_OF_PREPARATIONS)
        self._preparations: list[Callable[[], object]] = []

    def start(self, begin: Callable[[], object]) -> None:
        """Start the processes now, if there may be several: much work will follow. They call `begin`, which must be
        only a preparation, such as an import of modules.
        """
        if self._jobs > 1:
            self._workers = Workers(self._jobs, _start_method(), self._context, begin)

    def do_meanwhile(self, task: Callable[[], object]) -> None:
        """Do a task in this process as soon as the other processes have work. The task must be only a preparation, such
        as an import of modules: it is left out if this process does all the work.
        """
        self._preparations.append(task)

    def run(
        self, function: Callable[[Any, T], R], work: Iterable[tuple[K, T | None]], least: int = 0
    ) -> Iterator[tuple[K, R | None]]:
        """Each key of `work` with the result of `function(context, task)` for its task, in order; with None if the task
        is None. Keys stay in this process. `least` is a number of tasks that are known to follow: if it is large
        enough, the processes begin with the first task.

        The processes begin before the first result is asked for. A small amount of work is done in this process, when
        it is asked for, unless the others run already: they may have imported what it needs. `work` is taken only a few
        chunks ahead, and the results do not depend on the number of processes. Raises WorkerStopped, and what the
        function raises.
        """
        chunks = _chunks(work)
        first: list[_Chunk[K, T]] = []
        tasks = least if self._jobs > 1 else 0
        fewest = _FEWEST if self._workers is None else 1
        while self._jobs > 1 and tasks < fewest and (chunk := next(chunks, None)) is not None:
            first.append(chunk)
            tasks += sum(task is not None for _, task in chunk)
        if tasks < fewest:
            return self._here(function, _joined(first, chunks))
        return self._in_processes(function, _joined(first, chunks))

    def begin(self, function: Callable[[Any, T], R], task: T, parts: int) -> Callable[[], R]:
        """Start one task while this pool does other work; returns a function that waits for the result. A task of few
        `parts` is done in this process, when its result is asked for, unless the others run already.
        """
        if self._jobs == 1 or (self._workers is None and parts < _FEWEST):
            return partial(function, self._context, task)
        started = self._started()
        number = started.send(function, [task])
        return cache(lambda: started.results(number)[0])

    def close(self) -> None:
        """End the processes. They may still be ending when this returns."""
        if self._workers is not None:
            self._workers.close()
            self._workers = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _started(self) -> Workers:
        if self._workers is None:
            self._workers = Workers(self._jobs, _start_method(), self._context, None)
        return self._workers

    def _here(self, function: Callable[[Any, T], R], chunks: Iterable[_Chunk[K, T]]) -> Iterator[tuple[K, R | None]]:
        for chunk in chunks:
            yield from ((key, None if task is None else function(self._context, task)) for key, task in chunk)

    def _in_processes(
        self, function: Callable[[Any, T], R], chunks: Iterator[_Chunk[K, T]]
    ) -> Iterator[tuple[K, R | None]]:
        started = self._started()
        sent = _sent(started, function, chunks)
        return self._received(started, deque(islice(sent, self._most)), sent)

    def _received(
        self, started: Workers, waiting: deque[_Sent[K, T]], sent: Iterator[_Sent[K, T]]
    ) -> Iterator[tuple[K, Any]]:
        """The results of chunks that were sent, while more are sent."""
        try:
            for one in sent:
                waiting.append(one)
                if len(waiting) > self._most:
                    self._prepare()
                    yield from _results(started, *waiting.popleft())
                # Two for each one that is sent, so that the others have work while fewer are waiting
                for _ in range(0 if self._preparations or len(waiting) <= self._jobs * _AHEAD else 2):
                    yield from _results(started, *waiting.popleft())
            while self._preparations:
                self._prepare()
            while waiting:
                yield from _results(started, *waiting.popleft())
        finally:
            for _, number in waiting:
                started.forget(number)

    def _prepare(self) -> None:
        """Do one of the preparations; results are taken before the next one."""
        if self._preparations:
            self._preparations.pop()()


def run(
    function: Callable[[C, T], R], context: C, work: Iterable[tuple[K, T | None]], jobs: int = 0
) -> Iterator[tuple[K, R | None]]:
    """What `Pool.run` gives, with processes for this work alone."""
    with Pool(context, jobs) as pool:
        yield from pool.run(function, work)


def alongside(function: Callable[[T], R], task: T, parts: int) -> Callable[[], R] | None:
    """Start a task of many `parts` in a process of its own; returns a function that waits for the result, and raises
    WorkerStopped and what `function` raises. None if the task is too small, or if there is one core or no safe way to
    fork: a new process would need a copy of all that the task reads.
    """
    if parts < _FEWEST or available() == 1 or _start_method().get_start_method() != "fork":
        return None
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)
    process = fork.Process(target=_send, args=(there, function, task), daemon=True)
    process.start()
    there.close()  # so that `here` notices the end of the process

    def result() -> R:
        try:
            value, error = here.recv()
        except EOFError as stopped:
            raise WorkerStopped(workers.STOPPED, "Run this again with less other work on this computer.") from stopped
        finally:
            here.close()
        process.join()
        if error is not None:
            raise error
        return value  # type: ignore[no-any-return]  # what `function` gave

    return result


def _joined(first: list[_Chunk[K, T]], rest: Iterator[_Chunk[K, T]]) -> Iterator[_Chunk[K, T]]:
    while first:
        yield first.pop(0)
    yield from rest


def _chunks(work: Iterable[tuple[K, T | None]]) -> Iterator[_Chunk[K, T]]:
    """Groups of pairs with at most `_CHUNK` tasks. A pair without a task at the start of a group is a group alone."""
    chunk: _Chunk[K, T] = []
    tasks = 0
    for key, task in work:
        chunk.append((key, task))
        tasks += task is not None
        if tasks == _CHUNK or not tasks:
            yield chunk
            chunk, tasks = [], 0
    if chunk:
        yield chunk


def _sent(started: Workers, function: Callable[[Any, T], R], chunks: Iterator[_Chunk[K, T]]) -> Iterator[_Sent[K, T]]:
    """Send chunks to the processes, one whenever the next is asked for."""
    for chunk in chunks:
        yield chunk, started.send(function, [task for _, task in chunk if task is not None])


def _results(started: Workers, chunk: _Chunk[K, T], number: int) -> Iterator[tuple[K, Any]]:
    results = iter(started.results(number))
    for key, task in chunk:
        yield key, None if task is None else next(results)


def _start_method() -> multiprocessing.context.BaseContext:
    """Forking is quick and shares the memory, but is not safe with other threads, nor in the libraries of macOS."""
    may_fork = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if may_fork else "spawn")


def _send(there: Connection, function: Callable[[Any], object], task: object) -> None:
    """Send what a function gives for a task, or its error."""
    workers.prepare(None)
    if parent := multiprocessing.parent_process():
        workers.end_with(parent.sentinel)
    try:
        answer: tuple[object, Exception | None] = function(task), None
    except Exception as error:  # raised by the parent process
        answer = None, error
    there.send(answer)

"""Work on many items in several processes, with the results in order.

The pages of an export are read and written one by one, and Python uses one core for a process. Where a process may not
be forked (Windows, macOS, a program with threads), the workers are new processes of Python, so a function and what it
takes and gives must be picklable.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Any, TypeVar

from medium_archive.errors import WorkerStopped

C = TypeVar("C")
K = TypeVar("K")
T = TypeVar("T")
R = TypeVar("R")

_CHUNK = 8  # tasks that are sent to a worker at once: each may hold a page of 100 KB
_AHEAD = 2  # chunks for each worker that wait for a result; this limits the memory
_FEWEST = 48  # tasks that are worth starting processes for
_STOPPED = "A process of this run was stopped from outside, perhaps because the memory was full."
_CURE = "Run this again with `--jobs 1`, which takes less memory: it continues where it stopped."

_Chunk = list[tuple[K, T | None]]


def available() -> int:
    """The number of processor cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    function: Callable[[C, T], R], context: C, work: Iterable[tuple[K, T | None]], jobs: int = 0
) -> Iterator[tuple[K, R | None]]:
    """Each key of `work` with the result of `function(context, task)` for its task, in order; with None if the task is
    None. Keys stay in this process.

    `jobs` is the number of processes, 0 for one for each core. Little work is done in this process. `work` is taken
    only a few chunks ahead, and the results do not depend on the number of processes. Raises WorkerStopped, and what
    the function raises.
    """
    jobs = jobs or available()
    chunks = _chunks(work)
    first: list[_Chunk[K, T]] = []
    tasks = 0
    while jobs > 1 and tasks < _FEWEST and (chunk := next(chunks, None)) is not None:
        first.append(chunk)
        tasks += sum(task is not None for _, task in chunk)
    if tasks < _FEWEST or jobs == 1:
        for chunk in (*first, *chunks):
            yield from ((key, None if task is None else function(context, task)) for key, task in chunk)
        return
    yield from _in_processes(function, context, _joined(first, chunks), jobs)


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


def _in_processes(
    function: Callable[[C, T], R], context: C, chunks: Iterable[_Chunk[K, T]], jobs: int
) -> Iterator[tuple[K, R | None]]:
    executor = ProcessPoolExecutor(jobs, _start_method(), _begin, (function, context))
    waiting: deque[tuple[_Chunk[K, T], Future[list[R]]]] = deque()
    try:
        for chunk in chunks:
            waiting.append((chunk, executor.submit(_do, [task for _, task in chunk if task is not None])))
            if len(waiting) > jobs * _AHEAD:
                yield from _results(*waiting.popleft())
        while waiting:
            yield from _results(*waiting.popleft())
    except BrokenProcessPool as error:
        raise WorkerStopped(_STOPPED, _CURE) from error
    finally:
        executor.shutdown(cancel_futures=True)


def _results(chunk: _Chunk[K, T], future: Future[list[R]]) -> Iterator[tuple[K, R | None]]:
    results = iter(future.result())
    for key, task in chunk:
        yield key, None if task is None else next(results)


def _start_method() -> multiprocessing.context.BaseContext:
    """Forking is quick and shares the memory, but is not safe with other threads, nor in the libraries of macOS."""
    may_fork = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if may_fork else "spawn")


_work: tuple[Callable[[Any, Any], Any], Any]  # of this worker: set once, when it begins


def _begin(function: Callable[[C, T], R], context: C) -> None:
    """Prepare a worker. It ends when its parent process ends or is killed. Only the parent handles Ctrl-C."""
    global _work  # noqa: PLW0603  # the one place for what a worker keeps between two chunks
    _work = (function, context)
    gc.freeze()  # the collector writes to each object that it looks at, and so copies all memory that a fork shares
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _do(tasks: list[Any]) -> list[Any]:
    function, context = _work
    return [function(context, task) for task in tasks]

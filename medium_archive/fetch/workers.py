"""Threads that share work. They end with the program: Ctrl-C does not wait for a thread that waits for a silent host,
as it would with `concurrent.futures`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Workers(Generic[T, R]):
    """`count` threads that do `work` on items. At the end of the context items that no thread has begun are dropped,
    and the others are waited for, unless the context ends by Ctrl-C.
    """

    def __init__(self, count: int, work: Callable[[T], R]) -> None:
        self.under_way = 0
        self._work = work
        self._given: SimpleQueue[tuple[T] | None] = SimpleQueue()
        self._done: SimpleQueue[tuple[T, R | BaseException]] = SimpleQueue()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(count)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(Empty):
            while True:
                self._given.get_nowait()
        for _ in self._threads:
            self._given.put(None)
        if not isinstance(error, KeyboardInterrupt):
            for thread in self._threads:
                thread.join()

    def give(self, item: T) -> None:
        """Give an item to the next free thread."""
        self.under_way += 1
        self._given.put((item,))

    def take(self) -> tuple[T, R]:
        """Wait for the next finished item; gives it with its result. Raises the error of the work."""
        item, result = self._done.get()
        self.under_way -= 1
        if isinstance(result, BaseException):
            raise result
        return item, result

    def _run(self) -> None:
        while (given := self._given.get()) is not None:
            (item,) = given
            try:
                self._done.put((item, self._work(item)))
            except BaseException as error:  # `take` raises it in the thread of the caller
                self._done.put((item, error))

"""Messages over two pipes, each ended by a zero byte: no other program can reach them, and they end with this one."""

from __future__ import annotations

import os
import threading
from queue import Empty, SimpleQueue

from medium_archive.watch.browser.failures import BrowserStopped

MAX_BYTES = 64 * 1024 * 1024  # of a message: the largest is a page, or a screenshot
_PIECE = 1 << 16
_ENDED = "the browser ended in the middle of the look"


class Pipe:
    """A channel over two file descriptors. A thread reads, so that every wait can end in time on every system."""

    def __init__(self, read_from: int, write_to: int) -> None:
        self._write_to = write_to
        self._received: SimpleQueue[str | BrowserStopped] = SimpleQueue()
        self._problem: BrowserStopped | None = None
        threading.Thread(target=self._receive, args=(read_from,), daemon=True).start()

    def write(self, text: str) -> None:
        data = memoryview(text.encode() + b"\0")
        try:
            while data:
                data = data[os.write(self._write_to, data) :]
        except OSError as error:
            raise BrowserStopped(_ENDED) from error

    def read(self, seconds: float) -> str | None:
        if self._problem is None:
            try:
                received = self._received.get(timeout=seconds)
            except Empty:
                return None
            if isinstance(received, str):
                return received
            self._problem = received
        raise self._problem

    def close(self) -> None:
        """Close the end for writing, which ends the browser. The other end is closed when the browser has ended."""
        os.close(self._write_to)

    def _receive(self, read_from: int) -> None:
        problem = BrowserStopped(_ENDED)
        pending = bytearray()
        try:
            while piece := os.read(read_from, _PIECE):
                pending += piece
                if b"\0" in piece:
                    *messages, pending = pending.split(b"\0")
                    for message in messages:
                        self._received.put(message.decode("utf-8", "replace"))
                elif len(pending) > MAX_BYTES:
                    problem = BrowserStopped("the browser sent a message that is too large")
                    break
        except OSError as error:
            problem.__cause__ = error
        self._received.put(problem)
        os.close(read_from)

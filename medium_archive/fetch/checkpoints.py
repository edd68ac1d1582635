"""What a run learns is written down while it goes on, so that a killed run keeps it."""

from __future__ import annotations

import time
from collections.abc import Callable

_SHARE = 20  # of the run's time at most one part in so many goes into writing


class Learning:
    """Calls `write` after some of the results that are noted, the rarer the longer it takes."""

    def __init__(self, write: Callable[[], None]) -> None:
        self._write = write
        self._next = time.monotonic()

    def note(self) -> None:
        """One more result is known."""
        start = time.monotonic()
        if start >= self._next:
            self._write()
            end = time.monotonic()
            self._next = end + _SHARE * (end - start)

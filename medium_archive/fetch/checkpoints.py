"""Saves the results of a long run while it goes on, so that a killed run keeps them."""

from __future__ import annotations

import time
from collections.abc import Callable

_SHARE = 20  # at most one part in so many of the run's time is spent on saving


class Checkpoints:
    """Calls `save` after some of the results, the more rarely the longer it takes."""

    def __init__(self, save: Callable[[], None]) -> None:
        self._save = save
        self._next = time.monotonic()

    def note_result(self) -> None:
        """Tell that there is one more result to save."""
        start = time.monotonic()
        if start >= self._next:
            self._save()
            end = time.monotonic()
            self._next = end + _SHARE * (end - start)

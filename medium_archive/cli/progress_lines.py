"""Progress for a program that runs a command: one line of JSON on standard error for each step (docs/commands.md)."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sized
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")

VARIABLE = "ARCHIVE_PROGRESS"
_SECONDS = 0.1  # between two lines of one loop


def are_wanted() -> bool:
    """Whether the program that runs this one reads the lines."""
    return os.environ.get(VARIABLE) == "json"


def lines(label: str, items: Iterable[T], total: int | None = None) -> Iterator[T]:
    """The `Progress` that prints `{"progress": LABEL, "done": NUMBER, "total": NUMBER or null}`."""
    number = len(items) if total is None and isinstance(items, Sized) else total
    done, printed = 0, 0.0
    for done, item in enumerate(items):
        if time.monotonic() >= printed + _SECONDS:
            printed = time.monotonic()
            _print(label, done, number)
        yield item
        done += 1  # noqa: PLW2901  # the number after the last item
    _print(label, done, number)


def _print(label: str, done: int, total: int | None) -> None:
    with suppress(OSError):  # nobody reads any more: the command goes on
        print(json.dumps({"progress": label, "done": done, "total": total}), file=sys.stderr, flush=True)  # noqa: T201

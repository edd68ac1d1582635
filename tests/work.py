"""Functions for worker processes. This module imports little, so that a new process starts quickly."""

from __future__ import annotations

import os
import signal
import time

_marks: list[bool] = []


def times(factor: int, number: int) -> int:
    return factor * number


def times_two(context: None, number: int) -> int:
    return 2 * number


def refuse(context: None, number: int) -> int:
    if number == 100:
        raise ValueError(number)
    return number


def stop(context: None, number: int) -> int:
    if number == 100:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def place_of(context: None, number: int) -> int:
    return os.getpid()


def sleep(context: None, number: int) -> int:
    time.sleep(0.01)
    return os.getpid()


def mark() -> None:
    _marks.append(True)


def is_marked(context: None, number: int) -> bool:
    return bool(_marks)

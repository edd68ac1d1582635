"""Pauses that a platform asks for: a request is repeated after them, unless they are longer than is worth waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from medium_archive.web import RequestFailed

T = TypeVar("T")
_MAX_PAUSE = 900.0  # seconds; a platform that wants a longer pause is left for another run
MOST = 20  # in a row, for one article


def obeyed(ask: Callable[[], T], sleep: Callable[[float], None]) -> T:
    """What `ask` gives, after the pauses for which the platform asks. `ask` must send nothing twice.

    Raises what `ask` raises, and RequestFailed for a pause that is too long, or for too many.
    """
    for _ in range(MOST):
        try:
            return ask()
        except RequestFailed as failure:
            wait(failure, sleep)
    raise too_many()


def wait(failure: RequestFailed, sleep: Callable[[float], None]) -> None:
    """Wait as long as the platform asks. Raises `failure` if it asks for no pause, or for a pause that is too long."""
    if failure.reason != "rate-limited" or failure.retry_after is None or failure.retry_after > _MAX_PAUSE:
        raise failure
    sleep(failure.retry_after)


def too_many() -> RequestFailed:
    return RequestFailed("rate-limited", "The platform asked for a pause too often.")

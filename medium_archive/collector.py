"""Python's garbage collector, for commands that keep many objects until their end."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_AFTER = 100_000  # new objects; Python's default is 700


@contextmanager
def collect_rarely() -> Iterator[None]:
    """Run the collector rarely. A build or an import keeps millions of objects until its end, and few of them form
    reference cycles. With Python's own thresholds the collector scans all objects again and again, which took an eighth
    of the time of a build of 1,000 posts.
    """
    before = gc.get_threshold()
    raise_threshold()
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def leave_alone() -> Iterator[None]:
    """Let the collector leave all present objects alone. It writes to each object that it looks at, so a process and
    those that it forks would share no memory after a scan.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def raise_threshold() -> None:
    """Run the collector rarely until the process ends."""
    gc.set_threshold(_AFTER, *gc.get_threshold()[1:])

"""Signals that end the program, treated as Ctrl-C, so that temporary files are removed."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interrupt_on_termination() -> Iterator[None]:
    """Make SIGTERM, and SIGHUP from a terminal that is closed, raise KeyboardInterrupt."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for number in handled:  # a second signal must not end the cleaning up
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    is_main = threading.current_thread() is threading.main_thread()  # other threads receive no signal
    handled = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if is_main and hasattr(signal, name)]
    handled = [number for number in handled if signal.getsignal(number) != signal.SIG_IGN]  # nohup
    before = [(number, signal.signal(number, interrupt)) for number in handled]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)

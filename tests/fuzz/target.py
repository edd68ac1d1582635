"""A target of fuzzing: a door at which the program takes what others made, and what may come back from it."""

from __future__ import annotations

import random
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from medium_archive import errors

SECONDS = 10  # of the processor, for one input
_PACKAGE = Path(errors.__file__).parent
Mutator = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True)
class Target:
    """`run` gives an input to a door and asserts what must hold of the answer. It may raise `refusals`, the errors that
    the door documents; every other error is a crash, also one that a catch-all of the program turns into a sentence.
    `mutate` changes an input so that much of it stays well-formed.
    """

    name: str
    seeds: Callable[[], Sequence[bytes]] = field(repr=False)
    run: Callable[[bytes], None] = field(repr=False)
    mutate: Mutator = field(repr=False)
    refusals: tuple[type[Exception], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Crash:
    """Two inputs with the same `kind` found the same defect: an error of one class, raised in the same function."""

    kind: str
    report: str


class TooSlow(BaseException):
    """An input took more than its seconds. No catch-all of the program catches it."""


class CaughtByCatchAll(BaseException):
    """A catch-all was reached. It is raised from the error that was caught."""


def crash_of(target: Target, content: bytes) -> Crash | None:
    """Run the target on an input; what went wrong, None if nothing did."""
    try:
        with _nothing_hidden(), _limited_time():
            target.run(content)
    except target.refusals:
        pass
    except CaughtByCatchAll as caught:
        assert caught.__cause__ is not None
        return _crash(caught.__cause__)
    except (Exception, TooSlow) as error:  # any is what fuzzing looks for
        return _crash(error)
    return None


def _crash(error: BaseException) -> Crash:
    steps = traceback.extract_tb(error.__traceback__)
    own = [step for step in steps if Path(step.filename).is_relative_to(_PACKAGE)] or list(steps)
    place = f"{Path(own[-1].filename).stem}.{own[-1].name}"
    lines = traceback.format_exception(error, limit=-20)
    return Crash(f"{type(error).__name__} in {place}", "".join(lines))


@contextmanager
def _limited_time() -> Iterator[None]:
    """Raise TooSlow where the time is over. Windows has no such clock: nothing is limited there."""
    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(*_: object) -> None:
    raise TooSlow


@contextmanager
def _nothing_hidden() -> Iterator[None]:
    """Let pass what catch-alls hide: each of them calls `errors.unexpected`. The code of that function is replaced,
    because modules import it by its name.
    """
    code = errors.unexpected.__code__
    errors.unexpected.__code__ = _let_pass.__code__
    try:
        yield
    finally:
        errors.unexpected.__code__ = code


def _let_pass(error: Exception) -> str:
    from tests.fuzz.target import CaughtByCatchAll  # noqa: PLC0415  # runs with the names of another module

    raise CaughtByCatchAll from error

"""Faults of the archive during a check. What a check saw is told all the same, and alerts are sent; then the error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Protocol, TypeVar

from medium_archive.errors import ArchiveError
from medium_archive.folder import files, lock
from medium_archive.folder.layout import Layout

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Reading(Protocol[T_co]):
    """Reads a file of the archive; with `only_sound` it leaves out what can't be read, and raises nothing for that."""

    def __call__(self, *, only_sound: bool = False) -> T_co: ...


class Faults:
    """Reads and writes as far as that is possible. `error` is the first error, `kept` says where the looks are that
    could not be recorded.
    """

    def __init__(self) -> None:
        self.error: ArchiveError | None = None
        self.kept = ""
        self._damaged: set[str] = set()
        self._can_write = True

    @contextmanager
    def held(self, layout: Layout) -> Iterator[None]:
        """Hold the archive for writing. If that is not possible, `write` does nothing."""
        with ExitStack() as stack:
            self._can_write = self._attempt(lambda: stack.enter_context(lock.held(layout)) or True) or False
            yield
        self._can_write = True

    def read(self, name: str, reading: Reading[T]) -> T:
        """What the file NAME has, or of a damaged one its sound lines. Raises what `reading` raises then."""
        try:
            return reading()
        except (ArchiveError, OSError) as error:
            self._note(error)
            self._damaged.add(name)
            return reading(only_sound=True)

    def write(self, name: str, writing: Callable[[], T]) -> T | None:
        """Write the file NAME; None if that is not possible. A damaged file is not written: its lines would be lost."""
        return self._attempt(writing) if self._can_write and name not in self._damaged else None

    def attempt(self, work: Callable[[], T], otherwise: T) -> T:
        """The result of `work`, or `otherwise` if it fails."""
        found = self._attempt(work)
        return otherwise if found is None else found

    def told(self, seen: str) -> ArchiveError | None:
        """The error for a person, with what the check saw, because `--quiet` shows nothing else."""
        if self.error is None:
            return None
        parts = (self.error.message, self.kept, f"The check itself saw: {seen}")
        return type(self.error)(" ".join(filter(None, parts)), self.error.hint)

    def _attempt(self, work: Callable[[], T]) -> T | None:
        try:
            return work()
        except (ArchiveError, OSError) as error:
            self._note(error)
            return None

    def _note(self, error: ArchiveError | OSError) -> None:
        """Keep the first error. Raises every error that is not about a file of the archive."""
        known = files.translated(error) if isinstance(error, OSError) else error
        if known is None:
            raise error
        self.error = self.error or known

"""The result of a command: a `Report` with its `Issue`s. Warnings are values; the command line prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

from medium_archive.errors import ArchiveError

Level = Literal["error", "warning", "note"]
T = TypeVar("T")
# Codes of issues of a run in which the network or hosts gave nothing, so that the next run would not get more at once
_NOT_NOW = frozenset({"network-unreachable", "hosts-refuse"})


@dataclass(frozen=True, order=True)
class Issue:
    """One thing a person should know, about one place.

    `where` is a path inside the archive or the export; `code` is a stable name, explained in docs/issues.md;
    only a `level` of "error" makes the exit code 1.
    """

    where: str
    code: str
    message: str
    level: Level = "warning"


@dataclass(frozen=True)
class Report:
    """The result of one command, in the order in which it should be read.

    The keys of `counts` and `facts` are snake_case identifiers, and never data: docs/commands.md lists them,
    `cli/labels.py` has what people read. `rows` are pairs of label and value whose label is data, as an address or a
    day. `details` are further keys of the JSON. `code` is the exit code of a command that answers with one, 0 for
    none; `own_code` replaces the exit code 1 that errors among the issues make. `error` is an error that did not keep
    the command from its result; its exit code comes first.
    """

    command: str
    counts: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[tuple[str, str], ...] = ()
    own_code: int = 0
    code: int = 0
    error: ArchiveError | None = None

    @property
    def exit_code(self) -> int:
        if self.error is not None:
            return self.error.exit_code
        if self.code:
            return self.code
        return self.own_code or 1 if any(issue.level == "error" for issue in self.issues) else 0

    def as_json(self) -> dict[str, Any]:
        """The report as plain data, the same keys for every command (docs/commands.md)."""
        return {
            "command": self.command,
            "exit_code": self.exit_code,
            "counts": dict(self.counts),
            "facts": dict(self.facts),
            "rows": [{"label": label, "value": value} for label, value in self.rows],
            "issues": [{"where": i.where, "code": i.code, "level": i.level, "message": i.message} for i in self.issues],
            **self.details,
            **(self.error.as_json() if self.error is not None else {}),
        }


def read_report(kept: Mapping[str, Any]) -> Report:
    """The report of a build from its record. Raises KeyError, TypeError and ValueError if this program did not write
    it.
    """
    counts, facts = dict(kept["counts"]), dict(kept["facts"])
    if not all(isinstance(count, int) for count in counts.values()):
        raise TypeError
    if not all(isinstance(fact, str) for fact in facts.values()):
        raise TypeError
    return Report("build", counts, facts, tuple(Issue(**issue) for issue in kept["issues"]))


def ended_by_hosts(issues: Iterable[Issue]) -> bool:
    """Whether the network or hosts ended a run."""
    return any(issue.code in _NOT_NOW for issue in issues)


def quantity(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 day", "2,000 days". `many` is the plural where it is not `one` with an s."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def listed(names: Sequence[str]) -> str:
    """The first three names of a list, for a sentence: "a, b, c and 2 more"."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")


class Progress(Protocol):
    """Shows how far a long loop is: `for post in progress("Reading posts", posts): …`."""

    def __call__(self, label: str, items: Iterable[T], total: int | None = None) -> Iterator[T]: ...


def silent(label: str, items: Iterable[T], total: int | None = None) -> Iterator[T]:
    """The `Progress` that shows nothing."""
    yield from items


def step(progress: Progress, label: str, do: Callable[[], T]) -> T:
    """The result of `do`, with a bar for something long that can't be counted."""
    [result] = progress(label, (do() for _ in range(1)), 1)
    return result

"""The results of planted faults, a line each of a file that grows round by round, and what they add up to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.faults.kind import Kind
from tests.faults.planting import Outcome

_SHOWN = 3  # examples of each kind that no issue names
_QUOTED = 160  # characters of an issue


@dataclass(frozen=True)
class Result:
    """One planted fault: the place and the name of its kind, and whether an issue names it. `issues` are some that
    are about its post.
    """

    archive: str
    post: str
    place: str
    kind: str
    is_named: bool
    issues: tuple[str, ...] = ()


def of(archive: str, outcomes: Sequence[Outcome]) -> list[Result]:
    return [
        Result(
            archive,
            one.target.folder,
            one.kind.place,
            one.kind.name,
            one.is_named,
            tuple(f"{issue.where}: {issue.code}: {issue.message[:_QUOTED]}" for issue in one.issues[:2]),
        )
        for one in outcomes
    ]


def append(file: Path, found: Sequence[Result]) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write("".join(f"{json.dumps(asdict(one), ensure_ascii=False)}\n" for one in found))


def read(file: Path) -> list[Result]:
    """The results so far. A last line that was cut off is left out."""
    lines = file.read_text("utf-8").split("\n")[:-1]
    return [Result(**{**row, "issues": tuple(row["issues"])}) for row in map(json.loads, lines)]


def summary(found: Sequence[Result], kinds: Sequence[Kind], times: int) -> Iterator[str]:
    """Lines: each kind that has a missed fault or too few places, examples of missed faults, and the totals."""
    planted = Counter((one.place, one.kind) for one in found)
    missed = Counter((one.place, one.kind) for one in found if not one.is_named)
    yield "| kind | planted | not named |"
    yield "|---|---|---|"
    for kind in kinds:
        key: tuple[str, str] = (kind.place, kind.name)
        if planted[key] < times or missed[key]:
            yield f"| {kind.place} {kind.name} | {planted[key]} | {missed[key]} |"
    shown: Counter[tuple[str, str]] = Counter()
    for one in found:
        key = (one.place, one.kind)
        shown[key] += not one.is_named
        if not one.is_named and shown[key] <= _SHOWN:
            notes = "; ".join(one.issues) or "no issue"
            yield f"not named: {one.place} {one.kind} in {one.archive}/{one.post} ({notes})"
    enough = sum(count >= times for count in planted.values())
    archives = len({one.archive for one in found})
    yield (
        f"{len(found):,} faults of {len(planted)} of {len(kinds)} kinds in {archives} archives, "
        f"{enough} kinds {times} times or more: {sum(missed.values()):,} not named."
    )

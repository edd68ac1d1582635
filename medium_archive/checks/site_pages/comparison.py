"""Compares what a file of the site has with what it must have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from medium_archive.report import Issue

_MAX_QUOTES = 8
_QUOTED = 160  # characters of a fact that are quoted


@dataclass
class Differences:
    """What the files of the site lack, and what they have more, by file."""

    lacking: dict[str, list[str]] = field(default_factory=dict)
    more: dict[str, list[str]] = field(default_factory=dict)

    def lack(self, file: str, *facts: str) -> None:
        self.lacking.setdefault(file, []).extend(facts)

    def add(self, file: str, *facts: str) -> None:
        self.more.setdefault(file, []).extend(facts)

    def compare(self, file: str, found: Sequence[str], wanted: Sequence[str]) -> None:
        """Find the facts that are missing, that were added, and those in another order."""
        if list(found) == list(wanted):
            return
        missing, added = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
        if missing:
            self.lack(file, *missing.elements())
        if added:
            self.add(file, *added.elements())
        if not (missing or added):
            moved = next(one for one, other in zip(wanted, found, strict=True) if one != other)
            self.lack(file, f"in its place: {moved}")

    def count(self, file: str) -> int:
        """How many differences of a file are found so far."""
        return len(self.lacking.get(file, ())) + len(self.more.get(file, ()))

    def issues(self) -> Iterator[Issue]:
        for code, sentence, by_file in (
            ("site-lacks", "This file of the site lacks", self.lacking),
            ("site-adds", "This file of the site should not have", self.more),
        ):
            for file, facts in sorted(by_file.items()):
                shown = [fact if len(fact) <= _QUOTED else f"{fact[:_QUOTED]}…" for fact in facts[:_MAX_QUOTES]]
                if len(facts) > _MAX_QUOTES:
                    shown.append(f"and {len(facts) - _MAX_QUOTES} more")
                yield Issue(f"site/{file}", code, f"{sentence}: {'; '.join(shown)}.", "error")

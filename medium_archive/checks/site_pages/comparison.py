"""The differences between the facts that the files of the site have and the facts that they must have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from medium_archive.report import Issue

_MAX_QUOTES = 8
_QUOTED = 160  # characters of a fact that are quoted
_CURE = "Run `archive build --all`, then check again. If that does not help, please report it."


@dataclass
class Differences:
    """By file of the site, the facts that it lacks, and the facts that it should not have."""

    missing: dict[str, list[str]] = field(default_factory=dict)
    added: dict[str, list[str]] = field(default_factory=dict)

    def lack(self, file: str, *facts: str) -> None:
        if facts:
            self.missing.setdefault(file, []).extend(facts)

    def add(self, file: str, *facts: str) -> None:
        if facts:
            self.added.setdefault(file, []).extend(facts)

    def compare(self, file: str, found: Sequence[str], wanted: Sequence[str]) -> None:
        """Note the facts that are missing or added; if there are none, the first fact in another place."""
        if list(found) == list(wanted):
            return
        missing, added = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
        if missing:
            self.lack(file, *missing.elements())
        if added:
            self.add(file, *added.elements())
        if not (missing or added):
            moved = next(one for one, other in zip(wanted, found, strict=True) if one != other)
            self.lack(file, f"at the right place: {moved}")

    def count(self, file: str) -> int:
        """The number of differences of a file that were noted so far."""
        return len(self.missing.get(file, ())) + len(self.added.get(file, ()))

    def issues(self) -> Iterator[Issue]:
        for code, sentence, by_file in (
            ("site-lacks", "This file of the site lacks", self.missing),
            ("site-adds", "This file of the site should not have", self.added),
        ):
            for file, facts in sorted(by_file.items()):
                shown = [fact if len(fact) <= _QUOTED else f"{fact[:_QUOTED]}…" for fact in facts[:_MAX_QUOTES]]
                if len(facts) > _MAX_QUOTES:
                    shown.append(f"and {len(facts) - _MAX_QUOTES} more")
                yield Issue(f"site/{file}", code, f"{sentence}: {'; '.join(shown)}. {_CURE}", "error")

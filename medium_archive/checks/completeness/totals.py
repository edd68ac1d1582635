"""The ledgers of a whole archive added up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from medium_archive.checks.completeness.ledger import KINDS, Count, Ledger, Tally


@dataclass(frozen=True)
class Totals:
    """All ledgers added up: how many posts and built pages were compared, how many of the posts are `edited`, how many
    losses have a reason and how many don't. `ledgers` are those, by path, in which something is missing or was added.
    """

    posts: int = 0
    pages: int = 0
    text: Mapping[str, Count] = field(default_factory=dict)
    page: Mapping[str, Count] = field(default_factory=dict)
    explained: int = 0
    unexplained: int = 0
    edited: int = 0
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The proof in a line: what the originals hold, and whether all of it is in the texts."""
        if not self.posts:
            return "there is no post to check"
        kinds = (
            ("prose", "characters of prose"),
            ("code_lines", "lines of code"),
            ("links", "links"),
            ("pictures", "pictures"),
        )
        wanted = ", ".join(f"{self.text[kind].wanted:,} {words}" for kind, words in kinds if kind in self.text)
        known = f"; known losses, each with its reason: {self.explained:,}" if self.explained else ""
        if self.unexplained:
            losses = "1 loss" if self.unexplained == 1 else f"{self.unexplained:,} losses"
            return f"{losses} without a reason, of {wanted}{known}"
        return f"nothing lost of {wanted}{known}"

    def as_json(self) -> dict[str, Any]:
        """Plain data: every kind with what was wanted and found, every miss with its words and its reason."""
        return {
            "posts": self.posts,
            "pages": self.pages,
            "edited": self.edited,
            "explained": self.explained,
            "unexplained": self.unexplained,
            "text": {kind: asdict(count) for kind, count in self.text.items()},
            "page": {kind: asdict(count) for kind, count in self.page.items()},
            "missing": [
                {"path": path, "place": place, **asdict(miss)}
                for path, ledger in self.ledgers.items()
                for place, tally in (("text", ledger.text), ("page", ledger.page))
                if tally is not None
                for miss in tally.missing
            ],
        }


@dataclass
class Sum:
    """Totals while ledgers are added."""

    posts: int = 0
    pages: int = 0
    edited: int = 0
    explained: int = 0
    unexplained: int = 0
    text: dict[str, list[int]] = field(default_factory=dict)
    page: dict[str, list[int]] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)

    def add(self, path: str, ledger: Ledger, *, edited: bool) -> None:
        """Add the ledger of one post. Text that a person deleted in an edit does not count as a loss."""
        self.posts += 1
        self.edited += edited
        _add_counts(ledger.text, self.text)
        if ledger.page is not None:
            self.pages += 1
            _add_counts(ledger.page, self.page)
        self.explained += sum(bool(miss.reason) for miss in ledger.missing)
        self.unexplained += 0 if edited else len(ledger.unexplained)
        if ledger.missing or ledger.added:
            self.ledgers[path] = ledger

    def totals(self) -> Totals:
        return Totals(
            self.posts,
            self.pages,
            _counts(self.text),
            _counts(self.page),
            self.explained,
            self.unexplained,
            self.edited,
            dict(self.ledgers),
        )


def _add_counts(tally: Tally, into: dict[str, list[int]]) -> None:
    for kind, count in tally.counts.items():
        sums = into.setdefault(kind, [0, 0])
        sums[0] += count.wanted
        sums[1] += count.found


def _counts(sums: dict[str, list[int]]) -> dict[str, Count]:
    return {kind: Count(*sums[kind]) for kind in KINDS if kind in sums}

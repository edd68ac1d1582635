"""What a comparison finds: losses, and what was added."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Loss:
    """`why` names a known reason (`ledger.REASONS`), "" where there is none; `amount` is in the unit of the kind."""

    kind: str
    words: str
    amount: int = 1
    why: str = ""


@dataclass(slots=True)
class Findings:
    """What one comparison has found so far. On a page some things are shown another way than in a text."""

    on_page: bool = False
    losses: list[Loss] = field(default_factory=list)
    added: list[Loss] = field(default_factory=list)

    def lose(self, kind: str, words: str, amount: int = 1, why: str = "") -> None:
        self.losses.append(Loss(kind, words, amount, why))

    def add(self, kind: str, words: str, amount: int = 1) -> None:
        self.added.append(Loss(kind, words, amount))

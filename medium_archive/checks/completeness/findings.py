"""What a comparison finds: what is lost, and what was added."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Loss:
    """`words` quote what is lost, `amount` is in the unit of its kind, `why` names a known reason (`reasons.REASONS`),
    "" if there is none.
    """

    kind: str
    words: str
    amount: int = 1
    why: str = ""


@dataclass(slots=True)
class Findings:
    """The findings of one comparison so far. `on_page` says that the converted side is a page of the site, which shows
    some things in another way than index.md.
    """

    on_page: bool = False
    losses: list[Loss] = field(default_factory=list)
    added: list[Loss] = field(default_factory=list)

    def lose(self, kind: str, words: str, amount: int = 1, why: str = "") -> None:
        self.losses.append(Loss(kind, words, amount, why))

    def add(self, kind: str, words: str, amount: int = 1) -> None:
        self.added.append(Loss(kind, words, amount))

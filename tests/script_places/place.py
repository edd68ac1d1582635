"""A place where text reaches a page, and a payload with a number that tells the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.script_places import payloads

_FIRST = 1_000_000  # so that every number is a word that stands nowhere else
_A_PLACE = 1000


@dataclass(frozen=True)
class Place:
    """`shows`: readers see the payload as text. `is_raw`: it is HTML there, of which readers see the word before it.
    `is_below`: a word below the payload, which readers see.
    """

    group: str
    name: str
    shows: bool = False
    is_raw: bool = False
    is_below: bool = False


@dataclass(frozen=True)
class Marked:
    """Gives the text for a place: a word with the number of the place and the payload, then the payload."""

    payload: int
    numbers: Mapping[str, int]  # of the places of a group, by name

    def __call__(self, name: str, *, is_alone: bool = False) -> str:
        number = self.number(name)
        text = payloads.numbered(payloads.ALL[self.payload], number)
        return text if is_alone else f"w{number} {text}"

    @property
    def is_swallowing(self) -> bool:
        """Whether a browser would take all that follows the payload as a part of it."""
        return payloads.ALL[self.payload] in payloads.SWALLOWING

    def number(self, name: str) -> int:
        return _FIRST + self.numbers[name] * _A_PLACE + self.payload

    def id(self, page: int) -> str:
        """An id as Medium's, for a page with the payload."""
        return f"{self.payload:08x}{page:04x}"


def place_and_payload(number: int) -> tuple[int, int]:
    """The number of the place and of the payload."""
    return divmod(number - _FIRST, _A_PLACE)

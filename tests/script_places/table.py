"""What the pages did, place by place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.script_places import around, payloads
from tests.script_places.place import Place
from tests.script_places.scenes import PLACES, Work, marks

_ELSEWHERE = Place("elsewhere", "a place that no number tells")


@dataclass(frozen=True)
class Row:
    """The payloads of a place in all themes: how many ran, asked another host, or were not seen though they should."""

    place: Place
    payloads: int
    ran: int
    asked: int
    not_seen: int
    examples: tuple[str, ...]


def rows(work: Work) -> list[Row]:
    """A row for each place of the scenes that were played, and one for what no number tells, if there is anything."""
    found = [_row(work, number, place) for number, place in enumerate(PLACES) if place.group in work.groups]
    other = _row(work, -1, _ELSEWHERE)
    return [*found, other] if other.ran or other.asked else found


def _row(work: Work, number: int, place: Place) -> Row:
    ran = asked = 0
    examples: list[str] = []
    for looks in work.looks.values():
        ran += sum(key[0] == number for key in looks.ran)
        asked += sum(key[0] == number for key in looks.asked)
        examples += [text for key, text in looks.examples.items() if key[0] == number]
    missing = list(_not_seen(work, place))
    examples += [f"not seen: {one}" for one in missing[:5]]
    left_out = payloads.LEADING if place.group == around.THEME else frozenset()
    put = sum(payloads.ALL[one] not in left_out for one in work.chosen)
    return Row(place, put * len(work.looks), ran, asked, len(missing), tuple(examples[:8]))


def _not_seen(work: Work, place: Place) -> Iterator[str]:
    """A place shows its word to readers, and the payload too if it is a text there."""
    if not (place.shows or place.is_raw or place.is_below):
        return
    of = marks(place.group)
    for theme, looks in work.looks.items():
        for payload in work.chosen:
            marked = of(payload)
            if marked.number(place.name) not in (looks.seen_whole if place.shows else looks.seen):
                yield f"{theme}: {marked(place.name)!r}"

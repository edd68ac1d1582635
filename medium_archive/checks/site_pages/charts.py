"""The charts and the numbers of the page “Writing over the years”, as facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from medium_archive.checks.site_pages.tree import Element

_WIDTH, _HEIGHT, _LEFT = 360, 90, 28  # of the charts, and of the space left of the weeks
_BELOW, _YEAR = 11, 30  # from the bars down to the line of the years, and the width of a year
_WEEKS, _SHADES = 53, 4
_THOUSANDS = re.compile(r"(?<=\d)[,\u202f](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+")


def read(chart: Element, name: str) -> Iterator[str]:
    """The facts of a chart: the number of its bars, the position and size of each bar, then its years."""
    bars = list(chart.iter("{*}rect", "rect"))
    yield f"{name} of {len(bars)}"
    for one in bars:
        sizes = [one.get(key, "0") for key in ("x", "y", "width", "height")]
        yield _bar(one.get("class") or "bar", *(_size(size) for size in sizes))
    for one in chart.iter("{*}text", "text"):
        yield _year("".join(one.itertext()), _size(one.get("x", "")), _size(one.get("y", "")))


def _year(words: object, x: float, y: float) -> str:
    return f"year “{words}” at {x:.2f} {y:.2f}"


def _size(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return -1


def _bar(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f"{kind} at {x:.2f} {y:.2f}, {width:.2f} × {height:.2f}"


def share(value: int, most: int) -> list[str]:
    """The facts of the bar in a row of the table, for a value; `most` is the greatest value of all rows."""
    return ["svg.share of 1", _bar("bar", 0, 0, 100 * value / most if most else 0, 8)]


def months(years: Sequence[int], values: Mapping[tuple[int, int], int]) -> list[str]:
    """The facts of a chart with a bar for each month. `values` are by year and month."""
    every = [values.get((year, month), 0) for year in years for month in range(1, 13)]
    step, most = _WIDTH / len(every), max(every)
    bars = [
        _bar("bar", at * step, _HEIGHT * (1 - value / most), step * 0.8, _HEIGHT * value / most)
        for at, value in enumerate(every)
        if value
    ]
    every_year = -(-len(years) * _YEAR // _WIDTH)  # where there is no room for all of them
    names = [
        _year(year, (12 * at + 0.4) * step, _HEIGHT + _BELOW) for at, year in enumerate(years) if not at % every_year
    ]
    return [f"svg.chart of {len(bars)}", *bars, *names]


def weeks(years: Sequence[int], values: Mapping[tuple[int, int], int]) -> list[str]:
    """The facts of a chart with a line for each year, and on it a square for each week, in shades. `values` are numbers
    of words by year and week.
    """
    ordered = sorted(value for value in values.values() if value)
    edges = [ordered[len(ordered) * part // _SHADES] for part in range(1, _SHADES)] if ordered else []
    cell = (_WIDTH - _LEFT) / _WEEKS
    line = cell * 1.9
    bars = []
    for place, year in enumerate(years):
        bars.append(_bar("ground", _LEFT, place * line, _WIDTH - _LEFT, line * 0.85))
        for week in range(_WEEKS):
            if value := values.get((year, week)):
                shade = 1 + sum(value > edge for edge in edges)
                bars.append(_bar(f"shade-{shade}", _LEFT + week * cell, place * line, cell * 0.85, line * 0.85))
    names = [_year(year, 0, at * line + line * 0.8) for at, year in enumerate(years)]
    return [f"svg.chart of {len(bars)}", *bars, *names]


def numbers_in(text: str) -> str:
    """The fact about the numbers in a sentence, in ascending order, because languages order them differently."""
    found = sorted(map(int, _NUMBER.findall(_THOUSANDS.sub("", text))))
    return f"numbers {' '.join(map(str, found))}"


def numbers_of(amounts: Sequence[int], days: Sequence[datetime], found: Sequence[str]) -> str:
    """The fact that a sentence with these amounts and days must have. Some languages write months as numbers, so there
    are two forms of it; the form in `found`, the facts of the page, is returned.
    """
    dated = [number for day in days for number in (day.day, day.year)]
    forms = [sorted((*amounts, *dated)), sorted((*amounts, *dated, *(day.month for day in days)))]
    facts = [f"numbers {' '.join(map(str, form))}" for form in forms]
    return next((fact for fact in facts if fact in found), facts[0])


def grouped(number: int, thousands: str) -> str:
    """A number in groups of three digits. `tree.one_line` makes a space of the narrow spaces on the page."""
    return f"{number:,}".replace(",", thousands if thousands.strip() else " ")

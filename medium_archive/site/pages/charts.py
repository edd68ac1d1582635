"""Charts as SVG in the page: drawn at build time, in the page's own colours, readable in the dark and in print.

Each has a table with the same numbers beside it in the template, so screen readers are told only what it shows.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from medium_archive.site.pages.statistics import WEEKS, Year

_WIDTH = 360
_HEIGHT = 90  # of the bars
_BELOW = 14  # for the years
_LEFT = 24  # for the years of the calendar
_SHADES = 4
_LETTERS = 30  # the room of a year's four digits with space around it


def months(years: Sequence[Year], what: str, label: str) -> Markup:
    """A bar for each month of all years. `what` is "words" or "posts", `label` says it to who can't see."""
    values = [getattr(month, what) for year in years for month in year.months]
    step = _WIDTH / len(values)
    most = max(values)
    bars = "".join(
        f'<rect x="{_short(place * step)}" y="{_short(_HEIGHT * (1 - value / most))}"'
        f' width="{_short(step * 0.8)}" height="{_short(_HEIGHT * value / most)}"/>'
        for place, value in enumerate(values)
        if value
    )
    every = -(-len(years) * _LETTERS // _WIDTH)  # not every year has room for its name
    names = "".join(
        f'<text x="{_short((place * 12 + 0.4) * step)}" y="{_HEIGHT + _BELOW - 3}">{year.year}</text>'
        for place, year in enumerate(years)
        if place % every == 0
    )
    axis = f'<path class="axis" d="M0 {_HEIGHT}H{_WIDTH}"/>'
    return _svg(_HEIGHT + _BELOW, label, f'{axis}<g class="bars">{bars}</g>{names}')


def weeks(years: Sequence[Year], label: str) -> Markup:
    """A line for each year, a square for each of its weeks, in shades by the number of words."""
    cell = (_WIDTH - _LEFT) / WEEKS
    line = cell * 1.6
    edges = _edges([words for year in years for words in year.weeks if words])
    rows = []
    for place, year in enumerate(years):
        top = place * line
        squares = "".join(
            f'<rect class="shade-{sum(words > edge for edge in edges) + 1}" x="{_short(_LEFT + week * cell)}"'
            f' y="{_short(top)}" width="{_short(cell * 0.85)}" height="{_short(line * 0.85)}"/>'
            for week, words in enumerate(year.weeks)
            if words
        )
        ground = (
            f'<rect class="ground" x="{_LEFT}" y="{_short(top)}" width="{_WIDTH - _LEFT}"'
            f' height="{_short(line * 0.85)}"/>'
        )
        rows.append(f'{ground}<text x="0" y="{_short(top + line * 0.8)}">{year.year}</text>{squares}')
    return _svg(len(years) * line, label, "".join(rows))


def share(value: int, most: int) -> Markup:
    """A bar as long as a value is of the largest, for a line of a table."""
    width = _short(100 * value / most) if most else "0"
    return Markup(  # noqa: S704  # numbers alone
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect width="{width}" height="8"/></svg>'
    )


def _edges(values: list[int]) -> list[int]:
    """Where one shade ends and the next begins: equally many weeks have each."""
    ordered = sorted(values)
    return [ordered[len(ordered) * part // _SHADES] for part in range(1, _SHADES)] if ordered else []


def _svg(height: float, label: str, inside: str) -> Markup:
    return Markup(  # noqa: S704  # numbers, and a label that is escaped
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_short(height)}" role="img" direction="ltr"'
        f' aria-label="{escape(label)}">{inside}</svg>'
    )


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")

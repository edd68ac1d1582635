"""Charts as SVG in the page: drawn at build time, in the page's own colours, readable in the dark and in print.

The template has a table with the same numbers for each, so a screen reader gets only the chart's label.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from medium_archive.site.pages.statistics import WEEKS, Statistics, Year
from medium_archive.site.translations import Translation

_WIDTH = 360
_HEIGHT = 90  # of the bars
_BELOW = 14  # the height of the years below the bars
_LEFT = 28  # the width of the years left of the weeks
_SHADES = 4
_YEAR_WIDTH = 30  # of a year's four digits with space around it


def draw(statistics: Statistics, words: Translation) -> dict[str, Markup]:
    """The charts of “Writing over the years”: `words` and `posts` by month, and the `weeks`."""
    return {
        "words": months(statistics.years, "words", words.words_by_month),
        "posts": months(statistics.years, "posts", words.posts_by_month),
        "weeks": weeks(statistics.years, words.weeks),
    }


def months(years: Sequence[Year], what: str, label: str) -> Markup:
    """A bar for each month of all years. `what` is "words" or "posts", `label` is for screen readers."""
    values = [getattr(month, what) for year in years for month in year.months]
    step = _WIDTH / len(values)
    maximum = max(values)
    bars = "".join(
        f'<rect x="{_short(place * step)}" y="{_short(_HEIGHT * (1 - value / maximum))}"'
        f' width="{_short(step * 0.8)}" height="{_short(_HEIGHT * value / maximum)}"/>'
        for place, value in enumerate(values)
        if value
    )
    every = -(-len(years) * _YEAR_WIDTH // _WIDTH)  # where there is no room for the name of every year
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
    line = cell * 1.9
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


def bar(value: int, maximum: int) -> Markup:
    """A bar for a row of a table, as long as the value is of the maximum."""
    width = _short(100 * value / maximum) if maximum else "0"
    return Markup(  # noqa: S704  # numbers alone
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect width="{width}" height="8"/></svg>'
    )


def _edges(values: list[int]) -> list[int]:
    """The limits of the shades: each shade has the same number of weeks."""
    ordered = sorted(values)
    return [ordered[len(ordered) * part // _SHADES] for part in range(1, _SHADES)] if ordered else []


def _svg(height: float, label: str, inside: str) -> Markup:
    return Markup(  # noqa: S704  # numbers, and a label that is escaped
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_short(height)}" role="img" direction="ltr"'
        f' aria-label="{escape(label)}">{inside}</svg>'
    )


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")

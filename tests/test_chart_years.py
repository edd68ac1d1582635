"""`archive verify` compares the years at the charts of “Writing over the years” with the posts."""

from __future__ import annotations

import re

import lxml.etree
import pytest

from medium_archive.checks.site_pages import charts as wanted
from medium_archive.site.pages import charts, statistics
from tests.test_years import entry


@pytest.mark.parametrize("number", [2, 12, 13, 25, 60, 100])
def test_the_years_at_a_chart_are_compared(number: int) -> None:
    """Whatever the number of years: a chart of many years does not name every one."""
    posts = [entry(f"{year}", day=f"{year}-03-01", length=year) for year in range(1930, 1930 + number)]
    found = statistics.of(posts)
    assert found is not None
    years = [one.year for one in found.years]
    by_month = {(year, 3): year for year in years}
    by_week = {(year, week): words for year, one in zip(years, found.years, strict=True)
               for week, words in enumerate(one.weeks)}  # fmt: skip
    for svg, right in (
        (charts.months(found.years, "words", "Words"), wanted.months(years, by_month)),
        (charts.weeks(found.years, "Weeks"), wanted.weeks(years, by_week)),
    ):
        assert list(wanted.read(lxml.etree.fromstring(svg), "svg.chart")) == right
        for old, new in ((">1930<", ">1931<"), (r'<text x="[\d.]+"', '<text x="300"'), ("<text.*?</text>", "")):
            wrong = re.sub(old, new, svg, count=1)
            assert wrong != svg
            assert list(wanted.read(lxml.etree.fromstring(wrong), "svg.chart")) != right

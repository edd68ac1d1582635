"""The check of pages reads the counts on them: in groups of three digits, as the language of the site has them."""

from __future__ import annotations

import pytest

from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.facts_on_page import Reader


@pytest.mark.parametrize(
    ("thousands", "shown", "is_right"),
    [
        (",", "7", True),
        (",", "999", True),
        (",", "1,234", True),
        (",", "1234", False),
        (",", "12,34", False),
        (",", "1234567", False),
        ("\u202f", "1\u202f234", True),
        ("\u202f", "1234", False),
        ("\u202f", "1,234", False),
    ],
)
def test_a_count_is_in_groups_of_digits(thousands: str, shown: str, is_right: bool) -> None:
    digits = "".join(filter(str.isdecimal, shown))
    page = f'<main><h1>Posts<span class="count"> {shown}</span></h1></main>'
    facts = Reader("archive.html", "", thousands=thousands).main(tree.parse(page.encode()).find(".//main"))
    assert (f"span.count “{digits}”" in facts) is is_right


def test_a_year_is_no_count() -> None:
    page = '<main><h2 id="year-2024">2024<span class="count"> 3</span></h2></main>'
    facts = Reader("archive.html", "", thousands=",").main(tree.parse(page.encode()).find(".//main"))
    assert facts == ["h2#year-2024 “2024”", "span.count “3”"]

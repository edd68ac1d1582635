"""The proof sees what a page adds around the words of a post: a date in words, headings, elements, attributes."""

from __future__ import annotations

import pytest

from medium_archive.checks.completeness import Site
from medium_archive.checks.completeness.dates import is_shown_as
from tests.sample_ledger import small
from tests.sample_post import graf
from tests.test_completeness_facts import _PAGE, _SITE, compared

_BODY = '<div class="text e-content">'


def named(page: str, site: Site = _SITE) -> list[str]:
    ledger = compared(page=page, site=site)
    return [miss.words for miss in (*ledger.missing, *ledger.added)]


FAULTS = [
    ("January 9, 2019", "January 8, 2019", "dt-published: January 8, 2019"),
    ("January 9, 2019", "March 9, 2019", "dt-published: March 9, 2019"),
    ("January 9, 2019", "January 9, 2018", "dt-published: January 9, 2018"),
    ("January 9, 2019", "", "dt-published:"),
    ("<nav>", "<h1>Another</h1><nav>", "h1: Bread & Salt"),
    (_BODY, f"{_BODY}<h1>Another</h1>", "<h1>"),
    (_BODY, f"{_BODY}<style>p {{ display: none }}</style>", "<style>"),
    ("<nav>", "<style>p { display: none }</style><nav>", "<style>"),
    ("<p>How", '<p style="color: white">How', "<p style>"),
    ("<p>How", "<p hidden>How", "<p hidden>"),
    ("<p>How", "<p inert>How", "<p inert>"),
    ("<p>How", '<p onclick="run()">How', "<p onclick>"),
    ("<p>How", '<p lang="fr">How', "<p lang>"),
    ("<p>How", '<p dir="rtl">How', "<p dir>"),
    ("<p>How", '<p title="more">How', "<p title>"),
    ("<p>How", '<p class="skip">How', "<p class=skip>"),
    ("<article", '<article inert', "<article inert>"),
    ("<body>", '<body onload="run()">', "<body onload>"),
    ("</head>", '<meta http-equiv="refresh" content="0; url=/"></head>', "<meta http-equiv=refresh>"),
    (_BODY, f'{_BODY}<iframe src="https://example.org/"></iframe>', "<iframe>"),
    (_BODY, f'{_BODY}<script src="static/page.js"></script>', "<script>"),
    ("<nav>", "<script>run()</script><nav>", "<script>"),
    ("<nav>", '<script src="https://example.org/static/x.js"></script><nav>', "<script>"),
    (_BODY, f"{_BODY}<form></form>", "<form>"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), FAULTS)
def test_a_page_that_shows_another_date_or_has_foreign_elements_is_named(old: str, new: str, words: str) -> None:
    assert old in _PAGE
    assert named(_PAGE) == []
    assert words in named(_PAGE.replace(old, new, 1))


def test_a_page_without_its_heading_is_named() -> None:
    page = _PAGE.replace('<h1 class="p-name">Bread &amp; Salt</h1>', '<p class="p-name">Bread &amp; Salt</p>')
    assert named(page) == ["h1"]


def test_templates_of_a_person_may_write_dates_and_elements_of_their_own() -> None:
    page = _PAGE.replace("January 9, 2019", "9.1.").replace("<nav>", "<h1>Mine</h1><style></style><nav>")
    own = Site(title="medium-archive", has_own_templates=True)
    assert named(page, own) == []
    assert named(page.replace(_BODY, f"{_BODY}<script></script>"), own) == ["<script>"]


@pytest.mark.parametrize(
    ("words", "is_right"),
    [
        ("9 January 2019", True),
        ("9 de enero de 2019", True),
        ("2019 年 1 月 9 日", True),
        ("9 يناير 2019", True),
        ("9. tammikuuta 2019", True),
        ("1 September 2019", False),
        ("2019 年 9 月 1 日", False),
        ("2019 年 2 月 9 日", False),
        ("9 febrero 2019", False),
        ("9 January", False),
        ("", False),
    ],
)
def test_a_date_in_words_has_the_numbers_of_its_day(words: str, is_right: bool) -> None:
    assert is_shown_as(words, "2019-01-09T06:16:00.766Z") == is_right


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one <script>run()</script>", "<script>"),
        ("<style>p { display: none }</style>\n\none", "<style>"),
        ('one\n\n<iframe src="https://example.org/"></iframe>', "<iframe>"),
        ("o<!-- two -->ne", "<!-- two -->"),
        ("o<!-- wide -->ne", "<!-- wide -->"),
        ("one\n\n<!-- wide, two -->", "<!-- wide, two -->"),
        ("o<![CDATA[two]]>ne", "<!-- [CDATA[two]] -->"),
        ("o<?two?>ne", "<!-- ?two? -->"),
        ('<p style="color: white">one</p>', "<p style>"),
        ("<p inert>one</p>", "<p inert>"),
        ('<span lang="fr">one</span>', "<span>"),
        ('<p lang="fr">one</p>', "<p lang>"),
        ('<em title="two">one</em>', "<em title>"),
        ('<q cite="https://example.org/">one</q>', "<q cite>"),
        ("<form>\n\none\n\n</form>", "<form>"),
        ("one <input>", "<input>"),
    ],
)
def test_elements_and_attributes_that_no_text_of_the_program_has_are_named(text: str, words: str) -> None:
    assert [(miss.kind, miss.words) for miss in small(graf("p", "one"), text=text).added if miss.kind == "markup"] == [
        ("markup", words)
    ]


def test_a_heading_of_the_first_level_in_a_text_is_named() -> None:
    assert [miss.words for miss in small(graf("h3", "one"), text="# one").added] == ["<h1>"]

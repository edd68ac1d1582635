"""“Writing over the years”, and related posts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement
from markupsafe import Markup

from medium_archive.commands.build import build
from medium_archive.commands.export import export
from medium_archive.commands.show_status import status
from medium_archive.folder.layout import Layout
from medium_archive.formats import sqlite
from medium_archive.languages import counts
from medium_archive.site.content import Day, PostContent, RenderedPost
from medium_archive.site.pages import charts, statistics
from medium_archive.site.stored_values import Held
from medium_archive.site.text.plain_text import visible
from medium_archive.site.translations import translation_for
from tests import small_archive
from tests.test_related import related_paths


def entry(path: str, text: str = "", day: str = "", title: str = "", length: int = 0) -> RenderedPost:
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    date = Day(day, day, day, moment.year, moment) if moment else None
    return RenderedPost(
        "story", path, f"{path}/index.html", title or path, Markup(), "", "", "", "en", "ltr", date, None, 1, (), "",
        "", "", Held(PostContent(Markup(), text)), len(text), length, (),
    )  # fmt: skip


def page(layout: Layout, name: str) -> HtmlElement:
    return lxml.html.document_fromstring((layout.site / name).read_text("utf-8"))


def test_posts_and_words_are_counted_by_year_month_and_week() -> None:
    """Years without a post between others are counted; a post without a date is not."""
    found = statistics.of(
        [
            entry("c", day="2021-12-31", length=5),
            entry("b", day="2019-03-02", length=20),
            entry("a", day="2019-03-01", length=300),
            entry("undated", length=9999),
        ]
    )
    assert found is not None
    assert [(year.year, year.posts, year.words) for year in found.years] == [(2019, 2, 320), (2020, 0, 0), (2021, 1, 5)]
    assert found.years[0].months[2] == statistics.Month(2, 320)
    assert (found.posts, found.words) == (3, 325)
    assert found.years[2].weeks[52] == 5 and found.years[0].weeks[8] == 320
    assert found.silence is not None and found.silence.days == 1035
    assert (found.silence.first.words, found.silence.last.words) == ("2019-03-02", "2021-12-31")


def test_a_wrong_millennium_adds_no_empty_years() -> None:
    """A post dated 0026 by mistake adds one year."""
    found = statistics.of([entry("a", day="0026-01-01"), entry("b", day="2026-01-01")])
    assert found is not None and [year.year for year in found.years] == [26, 2026]
    assert statistics.of([entry("a")]) is None


def test_chinese_text_is_counted_by_characters() -> None:
    """And other scripts between, by the word."""
    assert counts("我用 Swift 寫 two-word 程式。It’s 3") == (5, 4)
    root = lxml.html.fragment_fromstring(
        '<div><p>w<b>or</b>d</p><p>x<br>y</p><table><tr><td>1</td><td>2</td></tr></table>'
        '<p>a<span class="added">not <i>this</i></span>b</p></div>'
    )  # fmt: skip
    assert visible(root) == "word\nx\ny\n1\n2\nab"


def test_a_table_repeats_the_values_of_the_chart(tmp_path: Path) -> None:
    """Each chart has a label; the numbers are text; no element has a style attribute."""
    layout = small_archive.make(tmp_path)
    build(layout)
    root = page(layout, "years.html")
    years, months = (
        [[str(cell.xpath("string()")) for cell in row] for row in table.iter("tr")] for table in root.iter("table")
    )
    assert [row[0] for row in years[1:]] == ["2019", "2020", "2021"]
    assert [row[:3] for row in months[1:]] == [["2019", "1", "1"], ["2020", "11", "1"], ["2021", "3", "1"]]
    assert months[1][3] == "10"  # 文字應該活得比帳號久
    assert "673 days, from 9 January 2019 to 12 November 2020." in root.text_content()
    assert root.xpath("count(//*[local-name()='svg'][@role='img'][@aria-label])") == 3
    assert not root.xpath("//svg//@style | //svg//@fill")


def test_words_are_counted_alike_on_the_site_in_the_status_and_in_the_database(tmp_path: Path) -> None:
    """Each Chinese character is one, and the address and the description of a linked page are none."""
    layout = small_archive.make(tmp_path)
    text = (
        '文字應該活得比帳號久 two-word\n\n[**卡片**](https://else.example/a-page "What another page says of itself")\n'
    )
    small_archive.write(
        layout.root, "posts/2022-01-01-card/index.md", f"---\ntitle: T\ndate: 2022-01-01\n---\n\n{text}"
    )
    build(layout)
    export(layout, sqlite)
    report = status(layout)
    assert report.details["years"][-1]["words"] == 13
    with closing(sqlite3.connect(layout.private / "medium.sqlite")) as database:
        by_kind = dict(database.execute("SELECT kind, sum(words) FROM posts WHERE date != '' GROUP BY kind"))
    assert f" {by_kind['story']} words" in page(layout, "years.html").text_content()
    assert report.counts["words"] == by_kind["story"]
    assert report.counts["words_in_responses"] == by_kind["response"]


def test_one_post_has_no_page_of_years(tmp_path: Path) -> None:
    """There is nothing to compare, and no link to it."""
    layout = small_archive.make(tmp_path)
    for name in ("2020-11-12-looms", "2021-03-04-arabic"):
        (layout.posts / name / "index.md").unlink()
    build(layout)
    assert not (layout.site / "years.html").exists()
    assert "years.html" not in (layout.site / "archive.html").read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "es", "zh-Hans", "zh-Hant", "ar"])
def test_the_chart_is_labelled_in_each_language(tmp_path: Path, language: str) -> None:
    """The pages have titles in the language, and no placeholder is left."""
    layout = small_archive.make(tmp_path, language=language)
    build(layout)
    for name in ("search.html", "years.html", "posts/2020-11-12-looms/index.html"):
        root = page(layout, name)
        assert "{" not in root.body.text_content().replace("{n}", "") or name.startswith("posts/")
    assert (translation_for(language).search == "Search") == (language == "en")


def test_a_bar_is_as_high_as_its_value() -> None:
    """The largest fills the chart; a month without a post has no bar."""
    year = statistics.Year(2020, tuple(statistics.Month(n, n * 10) for n in (4, 0, 2, *[0] * 9)), (0,) * 53)
    assert "shade" not in charts.weeks([year], "")  # pictures alone: no words to draw
    root = lxml.html.fragment_fromstring(str(charts.months([year], "posts", "<Posts>")))
    assert root.get("aria-label") == "<Posts>"
    assert [bar.get("height") for bar in root.iter("rect")] == ["90", "45"]


def test_posts_on_the_same_subject_are_related() -> None:
    """In English and in Chinese; frequent words relate nothing; no post is related to itself."""
    common = "the and of with this that from have "
    posts = [
        entry("looms", common + "weaving looms punched cards jacquard pattern"),
        entry("cards", common + "punched cards stored weaving pattern before computers"),
        entry("bread", common + "sourdough flour oven crust water"),
        entry("loaf", common + "flour and water crust baked in a hot oven"),
        entry("tide", common + "harbour moon"),
        entry("海", "潮汐與月亮的關係，港口的潮位紀錄"),
        entry("港", "港口的潮位：紀錄潮汐一百年"),
        *(entry(f"other-{n}", common + f"nothing{n} shared{n}") for n in range(10)),
    ]
    found = related_paths(posts)
    assert (found["looms"], found["cards"]) == (["cards"], ["looms"])
    assert (found["bread"], found["loaf"]) == (["loaf"], ["bread"])
    assert (found["海"], found["港"]) == (["港"], ["海"])
    assert found["tide"] == found["other-3"] == []
    assert related_paths(posts[::-1]) == found
    assert related_paths([]) == {} and related_paths(posts[:1]) == {"looms": []}

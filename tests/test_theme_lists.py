"""Lists of the themes journal and index: what they say of a post, and what the page says already."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement

from medium_archive.checks.site_pages import lists
from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from medium_archive.site.pages import plan
from tests import small_archive


def make(folder: Path, theme: str, count: int, options: str = "") -> Layout:
    """A built archive of posts of two years, each with the tags "Mills" or "mills" and "looms"."""
    small_archive.write(
        folder,
        "archive.toml",
        f'schema = 2\n\n[site]\ntitle = "Ada"\ntheme = "{theme}"\nextras = false\n\n[theme]\n{options}\n',
    )
    for number in range(count):
        spelling = "mills" if number % 3 else "Mills"
        small_archive.write(
            folder,
            f"posts/p{number}/index.md",
            f"---\ntitle: Number {number}\ndate: {2010 + number % 2}-01-{number % 28 + 1:02}\n"
            f"tags: [{spelling}, looms]\n---\n\nText.\n",
        )
    layout = Layout(folder)
    build(layout)
    return layout


def page(layout: Layout, name: str) -> HtmlElement:
    return lxml.html.document_fromstring((layout.site / name).read_text("utf-8"))


def texts(elements: list[HtmlElement]) -> list[str]:
    return [one.text_content() for one in elements]


def wrong_pages(layout: Layout) -> list[str]:
    return [issue.message for issue in verify(layout).issues if issue.where.startswith("site/")]


def test_the_page_of_a_tag_does_not_repeat_it_beside_each_post(tmp_path: Path) -> None:
    """Whatever its spelling; the other tags of the post are there."""
    layout = make(tmp_path, "index", 5)
    assert texts(page(layout, "tags/mills.html").find_class("about")) == ["looms"] * 5
    assert set(texts(page(layout, "archive.html").find_class("about"))) == {"mills · looms", "Mills · looms"}
    assert wrong_pages(layout) == []


def test_the_page_of_a_tag_in_journal_names_no_tag_above_a_title(tmp_path: Path) -> None:
    layout = make(tmp_path, "journal", 5)
    assert page(layout, "tags/looms.html").find_class("kicker") == []
    assert "mills" in texts(page(layout, "index.html").find_class("kicker"))
    assert wrong_pages(layout) == []


def test_the_page_of_a_year_looks_like_other_lists_of_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the tags of the posts."""
    monkeypatch.setattr(plan, "_MAX_LIST", 3)
    monkeypatch.setattr(lists, "MAX_LIST", 3)
    layout = make(tmp_path, "index", 6)
    year = page(layout, "archive/2010.html")
    assert texts(year.xpath("//ol[@class='rows']/li/span/a")) == ["Number 4", "Number 2", "Number 0"]
    assert len(year.find_class("about")) == 3
    assert wrong_pages(layout) == []


def test_the_heading_of_the_front_page_is_the_name_alone(tmp_path: Path) -> None:
    """A number after a name says nothing to a reader; the list of all posts has it."""
    layout = make(tmp_path, "index", 5, "posts = 3")
    assert texts(page(layout, "index.html").findall(".//h1")) == ["Ada"]
    assert texts(page(layout, "page/2.html").findall(".//h1")) == ["Page 2 of 2"]
    assert texts(page(layout, "archive.html").findall(".//h1")) == ["All posts 5"]
    assert wrong_pages(layout) == []


def test_a_later_page_of_journal_has_full_rows_of_tiles_and_then_titles(tmp_path: Path) -> None:
    layout = make(tmp_path, "journal", 38)
    second = page(layout, "page/2.html")
    assert len(second.xpath("//ol[@class='tiles']/li")) == 12
    assert len(second.xpath("//ol[@class='briefs']/li")) == 7
    assert wrong_pages(layout) == []

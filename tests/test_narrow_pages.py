"""Pages on a phone, as a browser shows them: what stays on one line, and letters that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from medium_archive.commands import import_exports
from medium_archive.commands.build import build
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.conftest import EXAMPLE_ZIP, THEMES
from tests.test_themes import choose

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_TABLE = "| 年份 | 觀測者 | 備註 |\n|---|---|---|\n| 1911 | 林莎瑪 | 儀器在清晨四點停止，後來在漁網中被找到 |\n"
_HEAD = "---\ntitle: 潮位\ndate: 2022-03-04\nlang: zh-Hant\ntags: [海, 海港]\n---\n\n"


@pytest.fixture
def site(tmp_path: Path) -> Layout:
    layout = small_archive.make(tmp_path, language="zh-Hant")
    small_archive.write(layout.root, "posts/2022-03-04-tides/index.md", f"{_HEAD}{_TABLE}")
    build(layout)
    return layout


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def _open(page: Page, layout: Layout, file: str) -> Page:
    page.goto((layout.site / file).as_uri())
    return page


def _lines(page: Page, selector: str) -> int:
    """The number of lines on which the letters of an element stand."""
    count = page.locator(selector).first.evaluate(
        """one => {
            const words = new Range();
            words.selectNodeContents(one);
            return new Set([...words.getClientRects()].map(box => Math.round(box.top))).size;
        }"""
    )
    assert isinstance(count, int)
    return count


@pytest.mark.parametrize("theme", THEMES)
def test_the_word_of_a_button_is_on_one_line(theme: str, site: Layout, phone: Page) -> None:
    """Chinese words may break anywhere, where there is too little room."""
    choose(site, theme)
    build(site)
    assert _lines(_open(phone, site, "index.html"), ".seek button") == 1


@pytest.mark.parametrize("file", ["index.html", "archive.html"])
def test_a_menu_of_five_is_on_one_line(file: str, tmp_path: Path, phone: Page) -> None:
    layout = small_archive.make(tmp_path)
    choose(layout, "plain")
    build(layout)
    page = _open(phone, layout, file)
    names = page.locator("header.site li").all_inner_texts()
    assert names == ["All posts", "Tags", "Responses", "About", "Search"]
    assert page.locator("header.site li").evaluate_all("all => new Set(all.map(one => one.offsetTop)).size") == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("theme", THEMES)
def test_a_cell_of_a_chinese_table_is_wider_than_a_character(theme: str, site: Layout, phone: Page) -> None:
    """A table that is too wide scrolls, before each cell is a column of characters."""
    choose(site, theme)
    build(site)
    page = _open(phone, site, "posts/2022-03-04-tides/index.html")
    assert [_lines(page, f"th:nth-child({column})") for column in (1, 2, 3)] == [1, 1, 1]
    assert _lines(page, "td:nth-child(2)") == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("width", [360, 1280])
def test_the_letters_of_a_chart_can_be_read(width: int, site: Layout, phone: Page) -> None:
    """They neither shrink with the chart on a phone nor grow with it beside a wide text."""
    phone.set_viewport_size({"width": width, "height": 740})
    heights = (
        _open(phone, site, "years.html")
        .locator(".chart text")
        .evaluate_all(
            """all => all.map(one => parseFloat(getComputedStyle(one).fontSize)
            * one.ownerSVGElement.getBoundingClientRect().width / one.ownerSVGElement.viewBox.baseVal.width)"""
        )
    )
    assert heights
    assert all(8.5 <= height <= 13 for height in heights)


@pytest.mark.parametrize("theme", THEMES)
def test_the_years_of_the_proof_are_whole(theme: str, layout: Layout, phone: Page) -> None:
    """No number is beyond the edge; each is below the name of its column."""
    import_exports.import_exports([EXAMPLE_ZIP], layout, import_exports.Options(offline=True))
    choose(layout, theme)
    settings = layout.settings.read_text("utf-8")
    layout.settings.write_text(settings.replace("[site]\n", "[site]\nproof = true\n"), "utf-8")
    build(layout)
    page = _open(phone, layout, "proof/index.html")
    boxes = [one.bounding_box() for one in page.locator(".proof tbody :is(th, td)").all()]
    assert len(boxes) > 5
    assert all(box and box["x"] + box["width"] <= 360 for box in boxes)
    both = [
        [one.bounding_box() for one in page.locator(f".proof {part} td, .proof {part} th").all()]
        for part in ("thead", "tbody tr:first-child")
    ]
    heads, cells = ([box["x"] + box["width"] for box in boxes if box] for boxes in both)
    assert heads == cells[: len(heads)]


def test_the_button_that_copies_code_covers_no_letter(tmp_path: Path, phone: Page) -> None:
    """Not even of one long line; a finger can't be moved away as a mouse can."""
    layout = small_archive.make(tmp_path)
    long_line = "    Grandiloquent lord of heaven and earth and of all that is between them\n"
    small_archive.write(layout.root, "posts/2022-03-04-code/index.md", f"---\ntitle: Code\n---\n\n{long_line}")
    build(layout)
    _open(phone, layout, "posts/2022-03-04-code/index.html")
    top = "one => { const r = new Range(); r.selectNodeContents(one); return r.getBoundingClientRect().top; }"
    button = phone.locator(".copy").bounding_box()
    assert button is not None
    assert phone.locator(".code pre").first.evaluate(top) >= button["y"] + button["height"]


def test_the_caption_of_a_missing_picture_has_its_own_line(tmp_path: Path, phone: Page) -> None:
    layout = small_archive.make(tmp_path)
    picture = "![](https://cdn-images-1.medium.com/max/800/1*abc.png)\n*Words under it.*\n"
    small_archive.write(layout.root, "posts/2022-03-04-sea/index.md", f"---\ntitle: Sea\n---\n\nIt is:\n\n{picture}")
    build(layout)
    phone.set_viewport_size({"width": 1000, "height": 700})  # where both would fit on a line
    _open(phone, layout, "posts/2022-03-04-sea/index.html")
    line, caption = phone.locator(".missing").bounding_box(), phone.locator(".absent figcaption").bounding_box()
    assert line is not None and caption is not None
    assert caption["y"] >= line["y"] + line["height"] - 1


def test_the_search_of_the_front_page_says_what_it_takes(site: Layout, phone: Page) -> None:
    box = _open(phone, site, "index.html").locator(".seek input")
    assert box.get_attribute("placeholder") == box.get_attribute("aria-label") != ""

"""Where things stand on the pages of `archive app`, as a browser shows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from medium_archive.commands.build import build
from medium_archive.folder.layout import Layout
from tests import local_page, small_archive
from tests.local_page import LocalPage
from tests.test_app_browser import tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_POST = "posts/2021-05-06-a-lamp"
_PHONE = {"width": 390, "height": 800}


@pytest.fixture
def page(tmp_path: Path) -> Iterator[LocalPage]:
    layout: Layout = small_archive.make(tmp_path / "archive")
    small_archive.write(layout.root, f"{_POST}/index.md", "---\ntitle: A Lamp\ndate: 2021-05-06\n---\n\nIt is lit.\n")
    build(layout)
    with local_page.opened(layout.root) as running:
        yield running


@pytest.mark.parametrize("width", [1280, 390])
def test_a_theme_has_its_name_beside_its_box(browser: Browser, page: LocalPage, width: int) -> None:
    """And its description beside it or below it, not below the box."""
    with tab(browser, page, viewport={"width": width, "height": 900}) as opened:
        opened.goto(f"{page.origin}{page.base}/site")
        for label in opened.locator("label:has([name=theme])").all():
            box, name, about = (
                one.bounding_box() for one in (label.locator(part) for part in ("input", "strong", "span span"))
            )
            assert box and name and about
            assert name["y"] < box["y"] + box["height"]
            assert 0 < name["x"] - (box["x"] + box["width"]) < 20
            assert about["x"] >= name["x"]


def test_on_a_phone_the_preview_is_one_press_away_from_every_setting(browser: Browser, page: LocalPage) -> None:
    """Also when all that is folded is open, and the form is many screens long."""
    with tab(browser, page, viewport=_PHONE) as opened:
        opened.goto(f"{page.origin}{page.base}/site")
        opened.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
        opened.get_by_label("Language of the site").scroll_into_view_if_needed()
        link = opened.get_by_role("link", name="See the preview")
        place = link.bounding_box()
        assert place and place["y"] + place["height"] <= 800
        link.click()
        heading = opened.get_by_role("heading", name="Preview").bounding_box()
        assert heading and 0 <= heading["y"] < 800


@pytest.mark.parametrize("width", [1280, 390])
def test_the_first_box_of_a_post_shows_the_writing(browser: Browser, page: LocalPage, width: int) -> None:
    """The lines above it are folded below."""
    with tab(browser, page, viewport={"width": width, "height": 900}) as opened:
        opened.goto(f"{page.origin}{page.base}/post?name={quote(_POST)}")
        assert opened.get_by_role("region", name="Markdown").inner_text().strip() == "It is lit."
        opened.get_by_text("The lines at the top of the file").click()
        top = opened.get_by_role("region", name="The lines at the top of the file").inner_text()
        assert top == "---\ntitle: A Lamp\ndate: 2021-05-06\n---"


def test_the_page_of_a_post_in_its_frame_reports_no_error(browser: Browser, page: LocalPage) -> None:
    """The scripts of the site do not run there; a browser would report each of them."""
    errors: list[str] = []
    with tab(browser, page) as opened:
        opened.on("console", lambda message: errors.append(message.text))
        opened.goto(f"{page.origin}{page.base}/post?name={quote(_POST)}")
        frame = opened.frame_locator("iframe >> nth=0")
        opened.locator("iframe").first.scroll_into_view_if_needed()
        frame.get_by_role("heading", name="A Lamp").wait_for()
    assert errors == []

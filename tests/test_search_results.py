"""What the search shows: found words marked, passages, responses told from posts; and the field of the front page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests import local_server, small_archive
from tests.conftest import THEMES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_TEXTS = (
    ("2022-01-01", "Newest looms", f"Looms. {'Water. ' * 60}All about LOOMS and rivers, über alles. {'Wind. ' * 60}"),
    ("2018-01-01", "用 Swift 寫程式", f"{'水' * 300}我們學習程式語言的方法。{'風' * 300}"),
    ("2017-01-01", "البحر", f"{'ماء ' * 90}قرأت كِتَابًا عن البحر. {'هواء ' * 90}"),
    ("2016-01-01", "पत्र", f"{'हवा ' * 90}मेरी किताबें बोलती थीं। {'जल ' * 90}"),
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    root = tmp_path_factory.mktemp("searched")
    layout = small_archive.make(root)
    for day, title, text in _TEXTS:
        head = f"---\ntitle: {title}\ndate: {day}\n---\n\n"
        small_archive.write(root, f"posts/{day}-x/index.md", f"{head}{text}\n")
    build(layout)
    return layout


@pytest.fixture(scope="module")
def host(layout: Layout) -> Iterator[str]:
    """The site on a host."""
    with local_server.serving(partial(_Quiet, directory=str(layout.site))) as address:
        yield address


def _asked(tab: Page, words: str) -> None:
    tab.locator("#search-words").fill(words)
    tab.locator("#search-results li").first.wait_for()


@pytest.mark.parametrize(
    ("words", "marked", "around"),
    [
        ("looms river", ["LOOMS", "rivers"], "All about LOOMS and rivers, über alles."),
        ("uber", ["über"], "LOOMS and rivers, über alles"),
        ("程式語言", ["程式語言"], "我們學習程式語言的方法"),
        ("كتابا", ["كِتَابًا"], "قرأت كِتَابًا عن البحر"),
        ("बोलती", ["बोलती"], "किताबें बोलती थीं"),
    ],
)
def test_a_passage_has_the_found_words_marked(
    words: str, marked: list[str], around: str, host: str, browser: Browser
) -> None:
    """In every script, whatever the case and the accents are: the passage with most of the words."""
    tab = browser.new_page()
    console: list[str] = []
    tab.on("console", lambda message: console.append(message.text))
    tab.goto(f"{host}/search.html")
    _asked(tab, words)
    passage = tab.locator(".passage").first
    passage.wait_for()
    text = passage.inner_text()
    assert around in text
    assert text.startswith("…") and text.endswith("…") and len(text) < 200
    assert passage.locator("mark").all_inner_texts() == marked
    assert console == []
    tab.close()


def test_a_title_is_marked_and_a_response_is_named_as_one_also_from_the_disk(layout: Layout, browser: Browser) -> None:
    tab = browser.new_page()
    tab.goto((layout.site / "search.html").as_uri())
    _asked(tab, "swift 寫")
    assert tab.locator("#search-results li").first.locator("mark").all_inner_texts() == ["Swift", "寫"]
    assert tab.locator("#search-results .kind").count() == 0
    _asked(tab, "thank")
    tab.locator("#search-results .kind").wait_for()
    assert tab.locator("#search-results .kind").all_inner_texts() == ["Response"]
    tab.close()


def test_a_search_page_of_ones_own_from_an_earlier_version_works(tmp_path: Path, browser: Browser) -> None:
    """It has no word for a response and no sign between thousands."""
    layout = small_archive.make(tmp_path)
    original = (Path(__file__).parents[1] / "themes/base/search.html").read_text("utf-8")
    old = original.replace(' data-response="{{ words.response }}" data-thousands="{{ words.thousands }}"', "")
    assert old != original
    small_archive.write(layout.root, "theme/search.html", old)
    for number in range(1001):
        text = f"---\ntitle: T{number}\n---\n\nsame\n"
        small_archive.write(layout.root, f"responses/2001-01-01-{number}/index.md", text)
    build(layout)
    tab = browser.new_page()
    tab.goto((layout.site / "search.html").as_uri())
    _asked(tab, "same")
    assert tab.inner_text("#search-status") == "Posts found: 1,001"
    assert tab.locator("#search-results .kind").count() == 0
    tab.close()


def test_the_arrow_keys_lead_through_the_results(layout: Layout, browser: Browser) -> None:
    tab = browser.new_page()
    tab.goto((layout.site / "search.html").as_uri())
    _asked(tab, "looms")
    focused = "document.activeElement.id || document.activeElement.getAttribute('href')"
    tab.locator("#search-words").focus()
    stops = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        tab.keyboard.press(key)
        stops.append(tab.evaluate(focused))
    assert stops[0] == stops[2] != stops[1]
    assert stops[3] == "search-words"
    tab.close()


def test_the_number_of_results_is_written_as_the_language_does(tmp_path: Path, browser: Browser) -> None:
    layout = small_archive.make(tmp_path)
    for number in range(1001):
        small_archive.write(tmp_path, f"posts/2001-01-01-{number}/index.md", f"---\ntitle: T{number}\n---\n\nsame\n")
    build(layout)
    tab = browser.new_page()
    tab.goto((layout.site / "search.html").as_uri())
    _asked(tab, "same")
    assert tab.inner_text("#search-status") == "Posts found: 1,001"
    tab.close()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_front_page_leads_to_the_search(theme: str, has_scripts: bool, tmp_path: Path, browser: Browser) -> None:
    """From the disk, too. Without scripts it leads to the list of the years."""
    layout = small_archive.make(tmp_path)
    settings = layout.settings.read_text("utf-8").replace('theme = "plain"', f'theme = "{theme}"')
    layout.settings.write_text(settings, "utf-8")
    build(layout)
    assert [one for one in verify(layout).issues if one.where.startswith("site/")] == []
    context = browser.new_context(java_script_enabled=has_scripts)
    tab = context.new_page()
    tab.goto((layout.site / "index.html").as_uri())
    tab.get_by_role("searchbox", name="Words to search for").fill("looms & 檔")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search.html**")
    if has_scripts:
        tab.get_by_text("No post contains").wait_for()
        assert tab.input_value("#search-words") == "looms & 檔"
        tab.locator("#search-words").fill("檔案庫")
        tab.locator("#search-results li").wait_for()
        tab.reload()
        assert tab.input_value("#search-words") == "檔案庫"
    else:
        assert tab.is_visible("#search-years")
    context.close()


def test_a_site_without_a_search_has_no_field_for_it(tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path)
    layout.settings.write_text(layout.settings.read_text("utf-8").replace("[site]", "[site]\nextras = false"), "utf-8")
    build(layout)
    assert lxml.html.fromstring((layout.site / "index.html").read_bytes()).xpath("//form") == []

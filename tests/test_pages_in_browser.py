"""Pages as a browser shows them: the button for light and dark, code that Medium divided."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from PIL import Image

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.conftest import THEMES
from tests.test_themes import choose

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

Scheme = Literal["light", "dark"]
_CODE, _OWN_CODE = "posts/2022-03-04-code", "posts/2022-03-04-own-code"
_REFUSING = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }});"
_COPIED = "navigator.clipboard.writeText = function (text) { window.copied = text; return Promise.resolve(); };"


@pytest.fixture
def site(tmp_path: Path) -> Layout:
    layout = small_archive.make(tmp_path)
    block = "```go\n{}()\n```\n\n"
    text = f"{block.format('first')}{block.format('second')}Words.\n\n{block.format('third')}"
    head = "---\ntitle: Code\ndate: 2022-03-04\nlang: en\n"
    medium = "medium:\n  id: 0123456789ab\n"
    small_archive.write(layout.root, f"{_CODE}/index.md", f"{head}{medium}---\n\n{text}```sh\nls\n```\n")
    small_archive.write(layout.root, f"{_OWN_CODE}/index.md", f"{head}---\n\n{text}")
    build(layout)
    return layout


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has never seen the site, in a light system."""
    made = browser.new_context(color_scheme="light")
    yield made
    made.close()


def _opened(context: BrowserContext, layout: Layout, file: str = "index.html") -> Page:
    page = context.new_page()
    page.goto((layout.site / file).as_uri())
    return page


def _paper(page: Page) -> Scheme:
    """The scheme whose paper the page has."""
    colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return "light" if sum(int(part) for part in colour.strip("rgb()").split(",")) > 3 * 128 else "dark"


@pytest.mark.parametrize("theme", THEMES)
def test_a_reader_chooses_light_or_dark_once_for_all_pages(theme: str, site: Layout, context: BrowserContext) -> None:
    """From the disk, with the keyboard, against the system, and back to what the system has."""
    choose(site, theme)
    build(site)
    page = _opened(context, site)
    button = page.get_by_role("button", name="Dark colours")
    assert (button.get_attribute("aria-pressed"), _paper(page)) == ("false", "light")
    button.focus()
    page.keyboard.press("Enter")
    assert (button.get_attribute("aria-pressed"), _paper(page)) == ("true", "dark")
    other = _opened(context, site, "archive.html")
    assert (other.get_by_role("button", name="Dark colours").get_attribute("aria-pressed"), _paper(other)) == (
        "true",
        "dark",
    )
    other.get_by_role("button", name="Dark colours").click()
    assert _paper(other) == "light"
    other.emulate_media(color_scheme="dark")
    other.wait_for_selector(".scheme-button[aria-pressed=true]")
    assert _paper(other) == "dark"
    other.get_by_role("button", name="Dark colours").click()
    assert _paper(other) == "light"


@pytest.mark.parametrize("theme", THEMES)
def test_a_printed_page_has_light_colours_and_no_button(theme: str, site: Layout, context: BrowserContext) -> None:
    """Also after the choice of dark colours."""
    choose(site, theme)
    build(site)
    page = _opened(context, site)
    button = page.get_by_role("button", name="Dark colours")
    button.click()
    page.emulate_media(media="print")
    assert not page.locator(".scheme-button").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert _paper(page) == "light"


def test_the_choice_is_there_before_the_page(site: Layout, context: BrowserContext) -> None:
    """The script in the head sets it: no page is shown in the other colours first."""
    _opened(context, site).get_by_role("button", name="Dark colours").click()
    page = context.new_page()
    page.add_init_script(
        "new MutationObserver(function () { if (document.body) {"
        " window.first = window.first || document.documentElement.dataset.scheme || 'none'; } })"
        ".observe(document, {childList: true, subtree: true});"
    )
    page.goto((site.site / "archive.html").as_uri())
    assert page.evaluate("window.first") == "dark"


def test_a_browser_that_stores_nothing_still_switches(site: Layout, context: BrowserContext) -> None:
    context.add_init_script(_REFUSING)
    page = _opened(context, site)
    problems: list[object] = []
    page.on("pageerror", lambda problem: problems.append(problem))  # noqa: PLW0108  # playwright needs a function
    page.get_by_role("button", name="Dark colours").click()
    assert (_paper(page), problems) == ("dark", [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_a_script_pages_follow_the_system_and_have_no_button(
    scheme: Scheme, site: Layout, browser: Browser
) -> None:
    with browser.new_context(color_scheme=scheme, java_script_enabled=False) as bare:
        page = _opened(bare, site)
        assert not page.get_by_role("button", name="Dark colours").count()
        # Without scripts a page answers no question, but a picture of it does
        pixel = Image.open(BytesIO(page.screenshot())).convert("L").getpixel((1, 1))
        assert isinstance(pixel, int)
        assert (pixel < 128) == (scheme == "dark")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_menu_has_its_place_before_the_button_comes(
    theme: str, width: int, site: Layout, context: BrowserContext
) -> None:
    choose(site, theme)
    build(site)
    page = _opened(context, site)
    page.set_viewport_size({"width": width, "height": 700})
    there = (
        "(function () { var b = document.querySelector('nav').getBoundingClientRect(); return [b.x, b.y, b.width]; })()"
    )
    after = page.evaluate(there)
    page.evaluate("document.querySelector('.scheme-button').hidden = true")
    assert page.evaluate(there) == after


def test_code_that_medium_divided_at_a_blank_line_is_one_sheet(site: Layout, context: BrowserContext) -> None:
    """Blocks that touch look like one and are copied as one; a paragraph or another language parts them."""
    context.add_init_script(_COPIED)
    page = _opened(context, site, f"{_CODE}/index.html")
    first, second, third, last = page.locator(".code").all()
    boxes = [one.bounding_box() for one in (first, second, third, last)]
    ends = [box["y"] + box["height"] for box in boxes if box]
    assert boxes[1] and boxes[2] and boxes[3] and boxes[3]["y"] > ends[2]
    assert (boxes[1]["y"] - ends[0], boxes[2]["y"] > ends[1]) == (0, True)
    copies = page.locator("button.copy")
    assert copies.count() == 3
    copies.first.click()
    assert page.evaluate("window.copied") == "first()\n\nsecond()"
    copies.nth(1).click(force=True)
    assert page.evaluate("window.copied") == "third()"
    assert not [issue for issue in verify(site).issues if issue.where == f"site/{_CODE}/index.html"]


def test_blocks_of_code_that_a_person_wrote_stay_apart(site: Layout, context: BrowserContext) -> None:
    context.add_init_script(_COPIED)
    page = _opened(context, site, f"{_OWN_CODE}/index.html")
    first, second, _ = page.locator(".code").all()
    above, below = first.bounding_box(), second.bounding_box()
    assert above and below and below["y"] > above["y"] + above["height"]
    copies = page.locator("button.copy")
    assert copies.count() == 3
    copies.first.click(force=True)
    assert page.evaluate("window.copied") == "first()"
    assert not [issue for issue in verify(site).issues if issue.where == f"site/{_OWN_CODE}/index.html"]


def test_the_shade_beside_a_wide_table_in_a_box_has_the_colour_of_the_box(
    site: Layout, context: BrowserContext
) -> None:
    table = "| a |\n|---|\n| b |\n"
    box = "> [!NOTE]\n> Words.\n>\n" + "".join(f"> {line}\n" for line in table.splitlines())
    small_archive.write(site.root, f"{_OWN_CODE}/index.md", f"---\ntitle: Table\n---\n\n{table}\n{box}")
    build(site)
    page = _opened(context, site, f"{_OWN_CODE}/index.html")
    shades = [one.evaluate("one => getComputedStyle(one).backgroundImage") for one in page.locator(".table").all()]
    paper, sheet = (
        page.evaluate(f"(document.body.style.color = 'var(--{name})', getComputedStyle(document.body).color)")
        for name in ("paper", "sheet")
    )
    assert [(paper in shade, sheet in shade) for shade in shades] == [(True, False), (False, True)]


def test_the_button_is_below_the_menu_at_its_beginning_in_each_direction(
    tmp_path: Path, context: BrowserContext
) -> None:
    """In the column of the theme `index`."""
    layout = small_archive.make(tmp_path, language="ar")
    choose(layout, "index")
    build(layout)
    page = _opened(context, layout)
    margins = "one => [getComputedStyle(one).marginInlineStart, getComputedStyle(one).marginInlineEnd]"
    assert page.locator(".scheme-button").evaluate(margins) == ["-10px", "0px"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("file", ["index.html", "archive.html"])
def test_a_title_from_right_to_left_is_at_the_right_in_a_list(
    theme: str, file: str, site: Layout, context: BrowserContext
) -> None:
    choose(site, theme)
    build(site)
    page = _opened(context, site, file)
    left, right = page.evaluate(
        """() => {
            const link = document.querySelector('main a[dir="rtl"], main [dir="rtl"] a'), words = new Range();
            words.selectNodeContents(link);
            const shown = words.getBoundingClientRect(), room = link.closest('li').getBoundingClientRect();
            return [shown.left - room.left, room.right - shown.right];
        }"""
    )
    assert right < 8 < left

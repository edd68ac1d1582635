"""On a slow network a page arrives in pieces and its script late: what a reader already sees stays in its place."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from medium_archive.commands.build import build
from tests import small_archive
from tests.conftest import THEMES, one_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

LOOMS = "posts/2020-11-12-looms/index.html"
PIECE = 120  # characters: less than a menu
# Where each element begins of which something is seen: words of its own, a picture, or the line above a section
PLACES = """() => {
  window.numbers ??= new Map();
  const words = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const own = e => ['IMG', 'SECTION'].includes(e.tagName) || words(e);
  const seen = e => own(e) && e.checkVisibility({visibilityProperty: true});
  return [...document.querySelectorAll('body *')].filter(seen).map(e => {
    const box = e.getBoundingClientRect(), across = getComputedStyle(e).direction === 'rtl' ? box.right : box.left;
    if (!numbers.has(e)) numbers.set(e, `${numbers.size} ${e.tagName}.${e.className}`);
    return [numbers.get(e), Math.round(across), Math.round(box.top)];
  });
}"""
WRITE = """piece => {
  document.write(piece);
  return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def places(tab: Page) -> dict[str, tuple[int, int]]:
    return {name: (across, top) for name, across, top in tab.evaluate(PLACES)}


def moved(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> list[str]:
    return [f"{name}: {place} → {after[name]}" for name, place in before.items() if after.get(name, place) != place]


@pytest.mark.parametrize(("theme", "width"), one_in(3, itertools.product(THEMES, (320, 1400)), of_ci=3))
def test_nothing_moves_while_a_page_arrives_in_pieces(tmp_path: Path, browser: Browser, theme: str, width: int) -> None:
    """Menus, bylines, rows of pictures, lists and footers: what a reader sees keeps its place."""
    layout = small_archive.make(tmp_path)
    small_archive.write(
        tmp_path, "archive.toml", layout.settings.read_text("utf-8").replace('theme = "plain"', f'theme = "{theme}"')
    )
    build(layout)
    tab = browser.new_page(viewport={"width": width, "height": 700})
    for name in ("index.html", "archive.html", "tags/index.html", LOOMS):
        html = (layout.site / name).read_text("utf-8")
        start = html.index("<body")
        tab.goto((layout.site / name).as_uri())
        tab.evaluate("head => { window.numbers = undefined; document.open(); document.write(head); }", html[:start])
        tab.wait_for_function("document.styleSheets.length === 1")
        seen: dict[str, tuple[int, int]] = {}
        for at in range(start, len(html), PIECE):
            tab.evaluate(WRITE, html[at : at + PIECE])
            now = places(tab)
            assert moved(seen, now) == [], f"{name} at {at}"
            seen = now
        assert len(seen) > 10
    tab.close()


def test_nothing_moves_when_the_script_arrives_late(tmp_path: Path, browser: Browser) -> None:
    """The button on code takes no room, wherever the code is."""
    layout = small_archive.make(tmp_path)
    code = "```sh\nls\n```\n\n"
    inside = "> quoted\n>\n> ```sh\n> ls\n> ```\n\n- in a list\n\n  ```sh\n  ls\n  ```\n"
    text = f"---\ntitle: Code\ndate: 2022-01-01\n---\n\n{code}## Then\n\n{code}{code}---\n\n{code}{inside}"
    small_archive.write(tmp_path, "posts/2022-01-01-code/index.md", text)
    build(layout)
    tab = browser.new_page(viewport={"width": 320, "height": 2000})
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    tab.route("**/page.js", hold)
    with tab.expect_request("**/page.js"):
        tab.goto((layout.site / "posts/2022-01-01-code/index.html").as_uri(), wait_until="commit")
    tab.wait_for_selector("footer.site", state="visible")
    before = places(tab)
    held[0].continue_()
    tab.wait_for_selector(".copy", state="attached")
    assert tab.locator(".copy").count() == text.count("ls\n")
    assert moved(before, places(tab)) == []
    tab.close()

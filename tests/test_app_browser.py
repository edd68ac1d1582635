"""`archive app` in a browser: from the zip to a site in a git repository, by keyboard alone, and in Chinese."""

from __future__ import annotations

import base64
import os
import random
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from medium_archive.app.session import NAVIGATION
from medium_archive.folder import begun_import
from medium_archive.folder.layout import Layout
from tests import account_exports, local_page
from tests.conftest import EXAMPLE_ZIP
from tests.interruptions import pages_of_year
from tests.local_page import LocalPage
from tests.sample_exports import write_zip
from tests.test_app import CLOCK

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

JUDGES = os.environ.get("JUDGES", "")
AXE = """async () => {
  for (const folded of document.querySelectorAll('details')) folded.open = true;
  const result = await axe.run(document, {preload: false, resultTypes: ['violations']});
  return result.violations.map(v => `${v.id} at ${v.nodes[0].target.join(' ')}: ${v.nodes[0].failureSummary}`);
}"""
EXAMPLE = base64.b64encode(EXAMPLE_ZIP.read_bytes()).decode()
_DROP = """([content, ...names]) => {
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0)), data = new DataTransfer();
  for (const name of names) data.items.add(new File([bytes], name));
  document.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


_EXPECTED = (
    "because the document's frame is sandboxed",  # a script of the site or of a post, which must not run here
    "the server responded with a status of 409",  # to a file that is not taken
    "the server responded with a status of 404",  # to the name of a post that is not there
    "net::ERR_CONNECTION_REFUSED",  # of a program that has ended
    "net::ERR_INCOMPLETE_CHUNKED_ENCODING",  # the same, of the progress of a job
)


@contextmanager
def tab(browser: Browser, page: LocalPage, **options: Any) -> Iterator[Page]:
    """A tab in which the page is open; it may print no message and ask no other host for anything."""
    context = browser.new_context(**options)
    opened = context.new_page()
    problems: list[str] = []
    opened.on("console", lambda message: problems.append(message.text))
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("request", lambda request: problems.extend([] if _is_own(request.url, page) else [request.url]))
    opened.goto(page.door.as_uri())
    opened.locator("#drop").wait_for()
    yield opened
    context.close()
    assert not [problem for problem in problems if not any(one in problem for one in _EXPECTED)]


def _is_own(address: str, page: LocalPage) -> bool:
    return address.startswith((f"{page.origin}/", "file:", "data:"))


def done(opened: Page, what: str) -> None:
    """Wait until a job has ended well."""
    opened.get_by_role("heading", name=f"{what}: done").wait_for(timeout=120_000)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A repository to push to."""
    folder = tmp_path / "site.git"
    subprocess.run(["git", "init", "-q", "--bare", folder], check=True)
    return folder


@pytest.fixture
def page(layout: Layout) -> Iterator[LocalPage]:
    with local_page.opened(layout.root) as running:
        yield running


def _published(bare: Path) -> set[str]:
    listed = subprocess.run(
        ["git", "-C", bare, "ls-tree", "-r", "--name-only", "gh-pages"], capture_output=True, text=True, check=True
    )
    return set(listed.stdout.splitlines())


def test_from_the_zip_to_a_site_in_a_repository(browser: Browser, page: LocalPage, bare: Path, layout: Layout) -> None:
    """With a drop, as a writer would; a preview shows settings before they are saved, and nothing is sent before the
    last press.
    """
    with tab(browser, page) as opened:
        opened.locator("#drop-form").get_by_label("Fetch no pictures now").check()
        opened.evaluate(_DROP, [EXAMPLE, "medium-export.zip"])
        done(opened, "Import")
        opened.get_by_role("link", name="See the proof").click()
        opened.get_by_role("button", name="Check now").click()
        done(opened, "Check")
        opened.get_by_role("link", name="Build and read the site").click()
        opened.get_by_label("Title of the site").fill("The Lamp")
        opened.get_by_label("journal").check()
        shown = opened.frame_locator("#trial-frame").locator("html")
        shown.get_by_role("heading", name="The Lamp").wait_for(timeout=60_000)
        assert "The Lamp" not in layout.settings.read_text("utf-8")
        opened.get_by_role("button", name="Save", exact=True).click()
        opened.get_by_text("Saved. Build the site").wait_for()
        opened.get_by_role("button", name="Build the site").click()
        done(opened, "Build the site")
        opened.get_by_role("link", name="Read the site").click()
        read = opened.frame_locator("iframe.read").locator("html")
        read.get_by_role("heading", name="The Lamp").wait_for()  # with the navigation of the program above it
        opened.get_by_role("link", name="Publish", exact=True).click()
        opened.get_by_role("textbox", name="Repository").fill(str(bare))
        opened.get_by_role("button", name="Show what would be sent").first.click()
        opened.get_by_role("heading", name="Nothing was sent yet").wait_for(timeout=120_000)
        assert not list((bare / "refs" / "heads").iterdir())
        opened.get_by_role("button", name="Send it now").click()
        opened.get_by_role("heading", name="Nothing was sent yet").wait_for(state="detached")
        done(opened, "Publish (GitHub Pages or git)")
    assert {"index.html", "search.html", "feed.xml"} <= _published(bare)


def test_a_file_that_is_not_taken_does_not_stop_the_others(browser: Browser, page: LocalPage) -> None:
    """The page says which one, and waits for the press. Alone it is refused."""
    with tab(browser, page) as opened:
        opened.locator("#drop-form").get_by_label("Fetch no pictures now").check()
        opened.evaluate(_DROP, [EXAMPLE, "odd\a.zip"])
        opened.get_by_text("odd\a.zip was not taken").wait_for()
        opened.evaluate(_DROP, [EXAMPLE, "odd\a.zip", "medium-export.zip", *["long" * 70] * 10])
        opened.get_by_text("Not taken, because of their names: odd\a.zip, longlong").wait_for()
        opened.get_by_text("And 1 more.").wait_for()
        opened.get_by_role("button", name="Import").click()
        done(opened, "Import")
        opened.get_by_role("link", name="Start").click()
        opened.locator("#drop").wait_for()
        opened.evaluate(_DROP, [EXAMPLE, "odd\a.zip", "medium-export.zip"])
        opened.get_by_text("Not taken, because").wait_for()
        opened.get_by_label("Or the path").fill(str(EXAMPLE_ZIP))  # instead of what was dropped
        opened.get_by_role("button", name="Import").click()
        done(opened, "Import")
        assert str(EXAMPLE_ZIP) in str(opened.locator(".command code").text_content())


def test_by_keyboard_alone_and_in_chinese(browser: Browser, page: LocalPage, layout: Layout) -> None:
    """The focus is always to be seen, and the first press of Tab offers to skip the navigation."""
    with tab(browser, page, locale="zh-TW") as opened:
        assert opened.locator("html").get_attribute("lang") == "zh-Hant"

        def reach(wanted: str) -> None:
            """Press Tab until this element has the focus."""
            for _ in range(60):
                opened.keyboard.press("Tab")
                focused = opened.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
                style = "getComputedStyle(document.activeElement.matches('input[type=file]')"
                style += " ? document.activeElement.parentElement : document.activeElement).outlineStyle"
                assert opened.evaluate(style) != "none", focused
                if focused == wanted:
                    return
            raise AssertionError(f"{wanted} can't be reached")

        opened.keyboard.press("Tab")
        assert opened.evaluate("document.activeElement.textContent") == "跳到內容"
        opened.keyboard.press("Enter")
        reach("source")
        opened.keyboard.type(str(EXAMPLE_ZIP))
        opened.keyboard.press("Tab")
        opened.keyboard.press("Space")
        reach("匯入")
        opened.keyboard.press("Enter")
        opened.get_by_role("heading", name="匯入：完成").wait_for(timeout=120_000)
        reach("產生並閱讀網站")
        opened.keyboard.press("Enter")
        opened.get_by_role("heading", name="網站", exact=True).wait_for()
        reach("產生網站")
        opened.keyboard.press("Enter")
        opened.get_by_role("heading", name="產生網站：完成").wait_for(timeout=120_000)
    assert (layout.site / "index.html").is_file()


def test_two_tabs_a_reload_and_a_stop(browser: Browser, page: LocalPage, tmp_path: Path) -> None:
    """Each sees the same job; after a stop, "Go on" completes it."""
    large = write_zip(tmp_path / "large.zip", dict(pages_of_year(1_200, 2021, random.Random(1))))  # noqa: S311
    with tab(browser, page) as one, tab(browser, page) as two:
        one.get_by_label("Or the path").fill(str(large))
        one.locator("#drop-form").get_by_label("Fetch no pictures now").check()
        one.get_by_role("button", name="Import").click()
        one.get_by_text("Reading posts:").first.wait_for()
        one.reload()
        one.get_by_role("heading", name="Import: running").wait_for()
        two.reload()
        two.get_by_role("link", name="Show it").click()
        two.get_by_role("heading", name="Import: running").wait_for()
        two.get_by_role("button", name="Pause").click()
        for tab_of_both in (one, two):
            tab_of_both.get_by_role("heading", name="Import: paused").wait_for(timeout=60_000)
        one.get_by_role("button", name="Go on").click()
        done(one, "Import")


def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, page: LocalPage) -> None:
    """In both languages, with long paths too."""
    for_each_state(browser, page, (320, 1280), _wide)


@pytest.mark.skipif(not JUDGES, reason="needs axe-core: JUDGES names the folder that has it (CONTRIBUTING.md)")
def test_axe_finds_nothing(browser: Browser, page: LocalPage) -> None:
    program = (Path(JUDGES) / "axe-core" / "axe.min.js").read_text("utf-8") if JUDGES else ""

    def judge(opened: Page) -> list[str]:
        opened.evaluate(program)
        found: list[str] = opened.evaluate(AXE)
        return found

    for_each_state(browser, page, (360, 1280), judge)


def _wide(opened: Page) -> list[str]:
    return ["too wide"] if opened.evaluate("document.documentElement.scrollWidth > innerWidth") else []


def for_each_state(
    browser: Browser, page: LocalPage, widths: tuple[int, ...], judge: Callable[[Page], list[str]]
) -> None:
    """Judge every page without an archive, with one, and after a job that ended well, that failed, and that asks; by
    day and by night, in both languages.
    """
    found: list[str] = []

    def look(opened: Page, name: str) -> None:
        opened.goto(f"{page.origin}{page.base}/{name}")
        for width in widths:
            for scheme in ("light", "dark"):
                opened.set_viewport_size({"width": width, "height": 800})
                opened.emulate_media(color_scheme="light" if scheme == "light" else "dark")
                found.extend(f"{name} {width} {scheme}: {one}" for one in judge(opened))

    folder = page.door.parent / "exports"
    folder.mkdir()
    ben = account_exports.export(folder / "ben.zip", "b", name="Ben", username="ben", user_id=account_exports.BEN)
    with tab(browser, page) as opened:
        for name in ("", "site", "job", "questions"):
            look(opened, name)
        page.run("import", source=str(EXAMPLE_ZIP), offline="1")
        look(opened, "job")
        page.run("verify")
        for name in ("job", "", *NAVIGATION[1:], "publish/wordpress", "export/epub"):
            look(opened, name)
        page.run("login-nostr")
        look(opened, "job")
        page.run("build")
        of_post = (f"post?name={CLOCK}", f"history?name={CLOCK}")
        for name in ("posts", "posts?q=tides&kind=story", "posts?q=nothing", *of_post):
            look(opened, name)
        page.run("set", post=CLOCK, date="soon")
        look(opened, "job")
        (draft,) = list(Path(page_archive(page)).glob("posts/2018*"))[:1]
        (draft / "index.incoming.md").write_text("---\ntitle: Another\n---\n\nAnother text.\n", "utf-8")
        page.post("language", language="zh-Hant")
        for name in ("", "site", "questions", "publish", "publish/matters", "export", "backup", "posts"):
            look(opened, name)
        for name in (f"post?name={CLOCK}", "post?name=nothing"):
            look(opened, name)
        page.run("publish-folder", folder=str(folder / "out"), dry_run="1")
        look(opened, "job")
        page.run("import", source=str(ben), offline="1")
        look(opened, "job")
        page.run("import", source=str(folder / "nothing.zip"))
        look(opened, "job")
        page.run("publish-ghost", dry_run="1")
        look(opened, "job")
        stopped = begun_import.Source("/home/ada/medium-export.zip", 7, 12)
        begun_import.begin(Layout(Path(page_archive(page))), [stopped], offline=True)
        look(opened, "publish")
        assert opened.get_by_role("button", name="繼續").is_visible()
    assert not found


def page_archive(page: LocalPage) -> str:
    """The archive that the page is about, by its own words."""
    return page.get("").text.partition('name="archive"')[2].partition('value="')[2].partition('"')[0]


def test_what_was_typed_stays_when_the_language_changes(browser: Browser, page: LocalPage, layout: Layout) -> None:
    """On each page; a password, and the address of a webhook, are kept nowhere."""
    account_exports.import_(layout, EXAMPLE_ZIP)
    with tab(browser, page) as opened:
        opened.goto(f"{page.origin}{page.base}/publish/wordpress")
        password = opened.locator("#login-WORDPRESS_PASSWORD")
        password.fill("canary")
        opened.locator("#account-url").fill("https://blog.example")
        opened.get_by_role("button", name="中文").click()
        opened.locator("html[lang=zh-Hant]").wait_for()
        opened.wait_for_load_state()  # its script has run
        assert opened.locator("#account-url").input_value() == "https://blog.example"
        assert password.input_value() == "" and opened.evaluate("sessionStorage.length") == 0
        opened.goto(f"{page.origin}{page.base}/watch")
        opened.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        opened.locator("#SMTP_HOST").fill("smtp.example")
        opened.locator("#ALERT_WEBHOOK").fill("https://canary.example")
        opened.get_by_role("button", name="English").click()
        opened.locator("html[lang=en]").wait_for()
        opened.wait_for_load_state()
        assert opened.locator("#SMTP_HOST").input_value() == "smtp.example"
        assert opened.locator("#ALERT_WEBHOOK").input_value() == ""


@pytest.mark.parametrize("width", [390, 1280])
def test_what_belongs_together_stands_in_line(browser: Browser, page: LocalPage, layout: Layout, width: int) -> None:
    """The bars of the program with its text; the text of a tick beside its box, on every line; the command last."""
    account_exports.import_(layout, EXAMPLE_ZIP)
    page.run("verify")
    with tab(browser, page, viewport={"width": width, "height": 900}) as opened:
        for name in ("site", "pictures", "read"):
            opened.goto(f"{page.origin}{page.base}/{name}")
            top, title = (opened.locator(one).bounding_box() for one in (".top .name", "h1"))
            assert top and title and top["x"] == title["x"], name
            for label in opened.locator(".tick label:visible").all():
                assert label.evaluate("one => getComputedStyle(one).gridTemplateColumns.split(' ').length") == 2
        opened.goto(f"{page.origin}{page.base}/job")
        assert opened.locator("main > :last-child").get_attribute("class") == "command"
        assert not opened.locator("main > details.command").get_by_role("code").is_visible()

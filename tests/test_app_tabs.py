"""Tabs of `archive app` that stay open, are loaded again, or are opened too late."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from medium_archive.folder.layout import Layout
from tests import local_page
from tests.interruptions import pages_of_year
from tests.local_page import LocalPage
from tests.sample_exports import write_zip
from tests.test_app_browser import tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_TAB = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def importing(layout: Layout, tmp_path: Path) -> Iterator[LocalPage]:
    """The page while posts are imported."""
    large = write_zip(tmp_path / "large.zip", dict(pages_of_year(1_200, 2021, random.Random(1))))  # noqa: S311
    with local_page.opened(layout.root) as running:
        running.post("jobs/import", source=str(large), offline="1")
        assert next(event for event in running.events() if event["label"] == "Reading posts")
        yield running


def test_the_end_asks_first_while_a_command_runs(importing: LocalPage) -> None:
    """And then says what it has stopped."""
    asked = importing.post("end").text
    assert "End the program?" in asked and "A command is running: Import." in asked
    assert importing.process.poll() is None and next(importing.events())["state"] == "running"
    assert "It stopped a command: Import." in importing.post("end", stops="1").text
    assert importing.process.wait(60) == 0


def test_what_was_saved_is_not_sent_again_with_a_reload(page: LocalPage) -> None:
    """The address of the page that says so is the one with the form."""
    sent = page.send("POST", f"{page.base}/settings", page.headers, b"title=The+Lamp")
    assert (sent.status, sent.headers["location"]) == (303, f"{page.base}/site")
    assert "Saved." not in page.get("posts").text
    assert "Saved." in page.get("site").text and "Saved." not in page.get("site").text


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("settings", "site"),
        ("alerts", "watch"),
        ("archive", ""),
        ("again", "job"),
        ("end", ""),
        ("jobs/import", ""),
        ("jobs/publish-ghost", "publish/ghost"),
        ("jobs/set?name=a", "post?name=a"),
        ("jobs/nothing", ""),
        ("places/ghost", "publish/ghost"),
    ],
)
def test_the_address_of_a_form_leads_to_its_page(page: LocalPage, address: str, leads_to: str) -> None:
    """A person loads again what a form has answered."""
    answer = page.get(address, **_TAB)
    assert (answer.status, answer.headers["location"]) == (303, f"{page.base}/{leads_to}")


@pytest.mark.parametrize("path", ["/", "/wrong/", "{base}/", "{base}/posts"])
def test_a_browser_that_was_closed_is_told_which_file_to_open(page: LocalPage, path: str) -> None:
    """The same whatever the address, without a secret, in both languages; and only to a person."""
    host = {"Host": page.headers["Host"]}
    told = page.send("GET", path.format(base=page.base), {**host, **_TAB})
    assert told.status == 403 and str(page.door) in told.text and "請開啟程式啟動時建立的檔案" in told.text
    assert page.base[1:] not in told.text and page.key not in told.text
    assert told.body == page.send("GET", "/elsewhere", {**host, **_TAB}).body
    foreign = {**_TAB, "Sec-Fetch-Site": "cross-site"}
    assert page.send("GET", path.format(base=page.base), {**host, **foreign}).body == b"Forbidden"
    assert page.send("GET", "/", {"Host": f"evil.example:{page.port}", **_TAB}).body == b"Forbidden"


def test_a_tab_says_that_the_program_has_ended(browser: Browser, page: LocalPage) -> None:
    """When a person presses a button in it, and not with an error of the browser."""
    with tab(browser, page) as opened:
        page.process.send_signal(signal.SIGINT)
        assert page.process.wait(60) == 0
        opened.get_by_role("button", name="中文").click()
        opened.get_by_text("The program has ended. Start it again to go on: archive app").wait_for()
        assert opened.get_by_role("button", name="End the program").is_disabled()


def test_the_progress_of_a_program_that_has_ended_is_not_shown(browser: Browser, importing: LocalPage) -> None:
    with tab(browser, importing) as opened:
        opened.get_by_role("link", name="Show it").click()
        opened.get_by_role("heading", name="Import: running").wait_for()
        importing.process.send_signal(signal.SIGTERM)
        opened.get_by_text("The program has ended.").wait_for(timeout=60_000)
        assert opened.locator("#job").is_hidden()

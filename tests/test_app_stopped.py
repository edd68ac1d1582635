"""`archive app` after an import that was stopped: every page leads back to it, and nothing is sent before its end."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from medium_archive.app.session import NAVIGATION
from medium_archive.commands import import_exports
from medium_archive.folder import begun_import
from medium_archive.folder.layout import Layout
from tests import account_exports, local_page
from tests.conftest import EXAMPLE_ZIP
from tests.interruptions import pages_of_year
from tests.local_page import LocalPage
from tests.sample_exports import write_zip
from tests.test_begun_import import stop, write

_STOPPED = "The import of medium-export.zip stopped at 5 of 12 texts"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write(tmp_path / "medium-export.zip")


@pytest.fixture
def page(layout: Layout, export: Path) -> Iterator[LocalPage]:
    """The page of a program that was started after the import was stopped."""
    with pytest.raises(KeyboardInterrupt):
        import_exports.import_exports([export], layout, progress=stop)
    with local_page.opened(layout.root) as running:
        yield running


def test_every_page_says_that_an_import_was_stopped_and_goes_on(
    page: LocalPage, layout: Layout, export: Path, tmp_path: Path
) -> None:
    """Also when what was dropped is gone with the program that was ended."""
    for name in ("", *NAVIGATION[1:], "job"):
        shown = page.get(name).text
        assert _STOPPED in shown and 'name="rest" value="1">Go on' in shown
    page.post("language", language="zh-Hant")
    assert "12 篇之中只完成了 5 篇" in page.get("posts").text
    page.post("language", language="en")
    export.rename(tmp_path / "kept.zip")
    assert "Import: done" in page.run("import", rest="1")
    assert _STOPPED not in page.get("posts").text
    whole = Layout(tmp_path / "whole")
    account_exports.import_(whole, (tmp_path / "kept.zip").rename(export))
    assert account_exports.bytes_of(layout.root) == account_exports.bytes_of(whole.root)
    again = page.post("jobs/import", rest="1")
    assert again.status == 400 and "There is nothing left to do." in again.text


def test_nothing_is_sent_before_its_end(page: LocalPage, tmp_path: Path) -> None:
    for action, form in (("publish-folder", {"folder": str(tmp_path / "out")}), ("publish-ghost", {})):
        refused = page.post(f"jobs/{action}", dry_run="1", **form)
        assert refused.status == 400 and "an import stopped on the way" in refused.text


def test_the_start_does_not_frighten_while_posts_are_imported(page: LocalPage) -> None:
    """It has no advice for those who have no export, and does not say the same twice."""
    shown = page.get("").text
    assert "without an export:" not in shown and "Newest export" not in shown and begun_import.CODE not in shown


def test_what_is_no_longer_there_is_asked_for(page: LocalPage, layout: Layout, export: Path) -> None:
    for file in (export, *layout.exports.glob("*.zip")):
        file.unlink()
    asked = page.post("jobs/import", rest="1")
    assert asked.status == 400 and "Drop it here again" in asked.text and _STOPPED in asked.text


def test_a_running_import_is_not_said_to_have_stopped(layout: Layout, tmp_path: Path) -> None:
    """And after a pause its own page has the one button."""
    large = write_zip(tmp_path / "large.zip", dict(pages_of_year(1_200, 2021, random.Random(1))))  # noqa: S311
    with local_page.opened(layout.root) as page:
        page.post("jobs/import", source=str(large), offline="1")
        assert next(event for event in page.events() if event["label"] == "Reading posts")
        local_page.wait_until(lambda: begun_import.read(layout))
        assert "stopped at" not in page.get("").text
        page.post("stop", job="1")
        for _ in page.events():
            pass
        assert page.get("job").text.count(">Go on</button>") == 1
        assert "stopped at" in page.get("posts").text
        page.run("build")
        assert "The import of large.zip stopped at" in page.get("job").text


def test_every_page_says_that_pictures_were_stopped_and_goes_on_as_before(layout: Layout) -> None:
    """With what was ticked, until they are fetched; the page of the job has a button of its own."""
    with local_page.opened(layout.root) as page:
        page.run("import", source=str(EXAMPLE_ZIP), offline="1")
        page.post("jobs/pictures", again="1")
        page.post("stop", job="2")
        assert [event["state"] for event in page.events()][-1] == "stopped"
        banner = "“Fetch pictures” was stopped before its end."
        assert banner not in page.get("job").text
        for name in ("", *NAVIGATION[1:]):
            shown = page.get(name).text
            assert banner in shown and '<input type="hidden" name="again" value="1">' in shown
        page.run("build")
        assert banner in page.get("job").text
        page.run("pictures", again="1")
        assert banner not in page.get("posts").text

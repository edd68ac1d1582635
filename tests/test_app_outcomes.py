"""The title of a job that has ended in `archive app`: what came of it, and not only that it ended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from medium_archive.app import members, outcomes, pages, words
from medium_archive.app.actions import Place
from medium_archive.app.jobs import Job
from medium_archive.folder.layout import Layout
from tests.conftest import EXAMPLE_ZIP
from tests.local_page import LocalPage


def job(action: str, form: Mapping[str, str], report: Mapping[str, Any]) -> Job:
    """A job that has ended with this report."""
    place = Place(Layout(Path("/archive")), lambda _drop: (), Path("/proof.html"))
    return Job(1, action, form, (action,), place, "done", report=report)


def title(ended: Job) -> str:
    action = members.named(ended.action)
    assert action is not None
    return words.ENGLISH.texts[outcomes.title(ended, action)].format(what=words.ENGLISH.action(ended.action))


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"pictures_missing": 34}, "Fetch pictures: nothing could be fetched"),
        ({"pictures_not_tried": 2}, "Fetch pictures: nothing could be fetched"),
        ({"pictures_fetched": 30, "pictures_missing": 4}, "Fetch pictures: some could not be fetched"),
        ({"found_in_folder": 1, "gists_missing": 1}, "Fetch pictures: some could not be fetched"),
        ({"pictures_fetched": 34, "pictures_missing": 0}, "Fetch pictures: done"),
        ({"pictures_here": 34}, "Fetch pictures: done"),
    ],
)
def test_pictures_that_could_not_be_fetched_are_not_done(counts: Mapping[str, int], shown: str) -> None:
    assert title(job("pictures", {}, {"counts": counts})) == shown


@pytest.mark.parametrize(
    ("action", "form", "shown"),
    [
        ("publish-folder", {"dry_run": "1"}, "Publish (Folder): ready to send, not sent yet"),
        ("publish-ghost", {"dry_run": "1"}, "Publish (Ghost): ready to send, not sent yet"),
        ("export-hugo", {"dry_run": "1"}, "Export (Hugo): ready to write, not written yet"),
        ("rescue", {"plan": "1"}, "Ask the web archives: ready to fetch, not fetched yet"),
        ("publish-folder", {"dry_run": ""}, "Publish (Folder): done"),
    ],
)
def test_a_rehearsal_is_not_done(action: str, form: Mapping[str, str], shown: str) -> None:
    assert title(job(action, form, {})) == shown


def test_a_check_that_finds_a_problem_is_not_done(page: LocalPage, layout: Layout) -> None:
    assert "<h1>Check: done</h1>" in page.run("verify")
    next(layout.originals.glob("*.html")).unlink()
    assert "<h1>Check: problems found</h1>" in page.run("verify")


def test_after_sending_the_page_leads_to_the_site() -> None:
    """A rehearsal has no link, and neither has a place without a web address."""
    send = members.named("publish-github")
    assert send is not None
    facts = {"facts": {"address": "https://ada.github.io/blog"}}
    assert outcomes.published_at(job("publish-github", {}, facts), send) == "https://ada.github.io/blog"
    assert outcomes.published_at(job("publish-github", {"dry_run": "1"}, facts), send) == ""
    assert outcomes.published_at(job("publish-github", {}, {"facts": {"address": "javascript:alert(1)"}}), send) == ""


def test_a_form_that_failed_can_be_changed(page: LocalPage, tmp_path: Path) -> None:
    """Not only tried again with the same mistake; what was typed is still there."""
    wrong = str(tmp_path / "nothing.git")
    shown = page.run("publish-github", repository=wrong, branch="site", dry_run="1")
    assert "Publish (GitHub Pages or git): failed" in shown
    assert f'href="{page.base}/publish?change=1#mistake">Change what you entered' in shown
    form = page.get("publish?change=1").text
    assert f'value="{wrong}"' in form and 'value="site"' in form
    assert f"“{wrong}” is neither a repository" in beside(form, "repository")
    shown = page.run("import", source=str(tmp_path / "nothing.zip"))
    assert f'href="{page.base}/?change=2#mistake">Choose another file' in shown
    assert f'action="{page.base}/again"' not in shown
    assert f'value="{tmp_path / "nothing.zip"}"' in page.get("?change=2").text
    assert str(tmp_path / "nothing.zip") not in page.get("?change=1").text
    page.run("set", post="posts/2019-06-16-a-clock-that-ticks-in-tides", date="soon")
    form = page.get("post?name=posts%2F2019-06-16-a-clock-that-ticks-in-tides&change=3").text
    assert 'value="soon"' in form and "soon is not a clear date" in beside(form, "date")


def beside(form: str, name: str) -> str:
    """The sentence about the mistake, below the field of that name, which points to it."""
    field = form.partition(f' name="{name}"')[2]
    assert re.match(r'[^>]*aria-describedby="[^"]*\bmistake"[^>]*aria-invalid="true"', field)
    below = re.match(r'[^>]*></p>\s*<p class="wrong" id="mistake">(.*?)</p>', field, re.DOTALL)
    assert below and form.count('id="mistake"') == 1
    return below[1]


@pytest.mark.parametrize("error", ["Unreachable", "FolderUnwritable", "ArchiveInUse"])
def test_what_may_be_over_the_next_time_is_no_mistake(error: str) -> None:
    """The network, the disk, another run: the same is tried again."""
    report = {"error": error, "message": "x.example did not answer.", "hint": ""}
    failed = replace(job("publish-github", {"repository": "x.example"}, report), state="failed")
    assert outcomes.mistake(failed) is None
    wrong = replace(failed, report={**report, "error": "PublishRefused"})
    assert outcomes.mistake(wrong) == outcomes.Mistake("repository", "x.example did not answer.", "")
    assert outcomes.mistake(replace(wrong, form={"dry_run": "1"})) is None


def test_what_was_sent_need_not_be_typed_again(page: LocalPage, tmp_path: Path) -> None:
    """As long as the program runs; another archive has its own."""
    page.run("publish-folder", folder=str(tmp_path / "blog"))
    page.run("export-epub", out=str(tmp_path / "clocks.epub"), tag="clocks", dry_run="1")
    page.run("publish-ghost", tag="looms", dry_run="1")
    page.run("verify")
    assert f'value="{tmp_path / "blog"}"' in page.get("publish").text
    export = page.get("export/epub").text
    assert f'value="{tmp_path / "clocks.epub"}"' in export and 'value="clocks"' in export
    assert 'value="looms"' in page.get("publish/ghost").text
    page.post("archive", archive=str(tmp_path / "another"))
    page.run("import", source=str(EXAMPLE_ZIP), offline="1")
    assert f'value="{tmp_path / "blog"}"' not in page.get("publish").text


def test_a_look_without_network_says_so_once_and_nothing_about_the_account() -> None:
    row = {"label": "https://medium.com/@ada", "value": "unknown: There is no host named medium.com."}
    offline = job("check", {}, {"rows": [row, row], "issues": [], "counts": {}})
    assert title(offline) == "Look at your pages on Medium: could not look"
    assert pages._without_repeats(offline.report, offline) == {}
    refused = job("check", {}, {"rows": [row, {**row, "value": "unknown: It asks for a sign-in."}]})
    assert title(refused) == "Look at your pages on Medium: done"
    assert pages._without_repeats(refused.report, refused)["rows"]

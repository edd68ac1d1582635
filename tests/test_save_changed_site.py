"""`archive publish --save` and a site that was changed: the Wayback Machine gets no page older than its text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.errors import SettingsWrong
from medium_archive.folder.location import BUILD_RECORD
from tests.save_bench import ADDRESSES, BASE, LOOM, PAGES, REPLY, TIDE, bench


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_a_site_that_is_older_than_its_texts_is_not_saved(tmp_path: Path, *, is_withdrawn: bool) -> None:
    """Its pages show, also in lists and feeds, what the author has withdrawn or changed. What was asked for before is
    looked for all the same.
    """
    with bench(tmp_path, index_lag=7200) as made:
        made.save()
        made.clock.sleep(2 * 86_400)
        made.server.saves.clear()
        made.write("site/index.html", "<title>Home</title><p>News</p>")
        made.write(f"{TIDE}/index.md", "New words.")
        if is_withdrawn:
            (tmp_path / "drafts").mkdir(exist_ok=True)
            (tmp_path / TIDE).rename(tmp_path / "drafts/tide")
        report = made.save()
        assert not made.server.saves and report.counts["pages_saved"] == len(PAGES) - 2
        (issue,) = report.issues
        assert (issue.code, report.exit_code) == ("not-built", 1)
        assert f"1 text was changed, renamed, moved or deleted: {TIDE}/index.md." in issue.message
        assert "Run `archive build`, publish the site" in issue.message
        if is_withdrawn:
            (tmp_path / f"site/{TIDE}/index.html").unlink()
        made.build()
        made.save()
        assert made.server.pages() == [f"{BASE}/", f"{BASE}/{TIDE}/index.html"][: 2 - is_withdrawn]


@pytest.mark.parametrize("is_deleted", [False, True])
def test_a_post_that_is_a_single_file_is_saved_like_one_in_a_folder(tmp_path: Path, *, is_deleted: bool) -> None:
    with bench(tmp_path) as made:
        text = tmp_path / "posts/2022-loose.md"
        made.write("posts/2022-loose.md", "Words.")
        made.write("site/posts/2022-loose/index.html", "<title>x</title><p>Words.</p>")
        made.build()
        made.save()
        assert f"{BASE}/posts/2022-loose/index.html" in made.server.pages()
        made.write("site/posts/2022-loose/index.html", "<title>x</title><nav>More</nav><p>Words.</p>")
        asked = len(made.server.saves)
        made.clock.sleep(2 * 86_400)
        made.save()
        assert len(made.server.saves) == asked  # the same text
        made.write("site/index.html", "<title>Home</title><p>News</p>")
        text.unlink() if is_deleted else text.write_text("New words.", "utf-8")
        (issue,) = made.save().issues
        assert issue.code == "not-built" and "posts/2022-loose.md" in issue.message


def test_a_site_of_an_unknown_build_is_not_saved(tmp_path: Path) -> None:
    """Nor one that was built with drafts."""
    with bench(tmp_path) as made:
        record = tmp_path / BUILD_RECORD
        made.write(BUILD_RECORD, record.read_text("utf-8").replace('"drafts": false', '"drafts": true'))
        assert "It was built with drafts." in made.save().issues[0].message
        record.unlink()
        assert "no record of its build" in made.save().issues[0].message
        assert not made.server.saves


def test_a_page_that_changes_during_the_run_is_left_to_the_next(tmp_path: Path) -> None:
    """A run may take hours; its author builds again meanwhile, or withdraws a post."""
    with bench(tmp_path) as made:

        def sleep(seconds: float) -> None:
            made.clock.sleep(seconds)
            if (tmp_path / LOOM).exists():
                (tmp_path / LOOM).rename(tmp_path / "looms")
                (tmp_path / f"site/{REPLY}/index.html").unlink()

        made.means = replace(made.means, sleep=sleep)
        report = made.save()
        assert made.server.pages() == [*ADDRESSES[:3], ADDRESSES[5]]
        assert [issue.code for issue in report.issues] == ["not-live"] and "2 pages" in report.issues[0].message


@pytest.mark.parametrize(
    "url", ["http://localhost:1/", "http://127.0.0.1:8000", "http://192.168.1.4/blog", "http://nas.local"]
)
def test_a_site_that_only_this_network_reaches_is_refused_at_once(tmp_path: Path, url: str) -> None:
    with bench(tmp_path) as made, pytest.raises(SettingsWrong, match="not on the public internet"):
        made.save(url=url)

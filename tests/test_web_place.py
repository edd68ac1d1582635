"""The archive remembers where the site was published, and uses it for the next publishing and for advice."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive import program_start
from medium_archive.cli.root import app
from medium_archive.commands import open_site, web_place
from medium_archive.folder import site_place
from medium_archive.folder.layout import Layout
from medium_archive.folder.site_place import SitePlace
from medium_archive.hosts import github_pages
from tests import small_archive
from tests.test_publish_github import bare, commits, git, layout, nobodys_git

__all__ = ["layout", "nobodys_git"]  # fixtures that tests here use


@pytest.fixture
def repository(tmp_path: Path) -> str:
    return str(bare(tmp_path / "hub/blog.git"))


def run(layout: Layout, *words: str) -> str:
    """The output of a command that succeeds, as one line."""
    done = CliRunner().invoke(app, [*words, "--archive", str(layout.root)])
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def test_the_second_publishing_needs_no_repository(layout: Layout, repository: str, tmp_path: Path) -> None:
    """The branch is remembered, too. A dry run is not remembered."""
    run(layout, "publish", "github", repository, "--branch", "pages", "--dry-run")
    refused = CliRunner().invoke(app, ["publish", "github", "--archive", str(layout.root)])
    assert "No repository is given" in refused.output
    run(layout, "publish", "github", repository, "--branch", "pages")
    (layout.root / "about.md").write_text("---\ntitle: Me\n---\n\nMe.\n")
    run(layout, "publish", "github")
    assert git("-C", repository, "for-each-ref", "--format=%(refname)") == "refs/heads/pages"
    assert git("-C", repository, "rev-list", "--count", "pages") == "2"


def test_publishing_says_that_it_searched_for_private_data(layout: Layout, repository: str) -> None:
    """So that nobody has to believe it."""
    small_archive.write(layout.root, "drafts/secret/index.md", "---\ntitle: The hushed harbour plans\n---\n\nMore.\n")
    for more in ([], ["--dry-run"]):
        assert re.search(
            r"private data: [1-9][\d,]* values? searched for, none found",
            run(layout, "publish", "github", repository, *more),
        )


def test_a_copy_without_private_data_promises_no_search(layout: Layout, repository: str, tmp_path: Path) -> None:
    """As git makes it, without exports/ and private/: there is nothing to look for."""
    copy = tmp_path / "copy"
    shutil.copytree(layout.root, copy, ignore=shutil.ignore_patterns("exports", "private", "drafts"))
    told = run(Layout(copy), "publish", "github", repository)
    assert "private data: none is here to search for" in told and "none found" not in told


def test_the_repository_in_the_settings_counts_more(layout: Layout, repository: str, tmp_path: Path) -> None:
    run(layout, "publish", "github", repository)
    other = bare(tmp_path / "hub/other.git")
    with layout.settings.open("a") as file:
        file.write(f'[publish.github]\nrepository = "{other.as_posix()}"\n')
    run(layout, "publish", "github")
    assert git("-C", str(other), "for-each-ref")


def test_a_branch_in_the_settings_counts_more(layout: Layout, repository: str) -> None:
    """Than the remembered one, also if the settings name no repository."""
    run(layout, "publish", "github", repository, "--branch", "pages")
    with layout.settings.open("a") as file:
        file.write('[publish.github]\nbranch = "site"\n')
    run(layout, "publish", "github")
    assert "refs/heads/site" in git("-C", repository, "for-each-ref", "--format=%(refname)")


def test_a_password_in_an_address_is_not_remembered(layout: Layout, tmp_path: Path) -> None:
    web_place.remember(layout, github_pages, github_pages.Settings("https://ada:secret@git.example/blog.git"))
    assert not web_place.way(layout)


@pytest.mark.parametrize("damage", [b"", b"[]", b"\xff", b'{"host": "elsewhere", "target": "x"}'])
def test_a_damaged_memory_is_no_memory(damage: bytes, layout: Layout) -> None:
    file = layout.root / "private/.cache/site-place.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(damage)
    assert "if the site is on the web, publish it again" in run(layout, "set", "tide", "--draft")


@pytest.mark.parametrize("command", [("set", "tide", "--draft"), ("forget", "tide")], ids=" ".join)
def test_hiding_a_post_prints_how_to_remove_it_from_the_published_site(
    command: tuple[str, ...], layout: Layout, repository: str, tmp_path: Path
) -> None:
    """Building alone changes the site on the disk only."""
    shutil.copytree(layout.root, tmp_path / "unpublished")
    before = run(Layout(tmp_path / "unpublished"), *command)
    assert "Run `archive build` to take it off the site; if the site is on the web, publish it again." in before
    run(layout, "publish", "github", repository)
    told = run(layout, *command)
    assert "The site on this computer changes with `archive build`, the one on the web with `archive publish" in told
    assert "`archive publish github --orphan`, which also removes the older versions" in told


def test_a_site_in_a_folder_is_published_there_again(layout: Layout, tmp_path: Path) -> None:
    run(layout, "publish", "folder", str(tmp_path / "my www"))
    output = run(layout, "set", "tide", "--draft")
    assert f"the one on the web with `archive publish folder '{tmp_path / 'my www'}'`." in output


def test_on_windows_a_place_is_quoted_as_its_shells_do(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    site_place.write(layout, SitePlace("folder", r"C:\Users\Ada\my www"))
    monkeypatch.setattr(program_start, "_HAS_POSIX_SHELL", False)
    assert r'with `archive publish folder "C:\Users\Ada\my www"`.' in run(layout, "set", "tide", "--draft")


def test_a_post_that_leaves_the_site_is_still_in_the_history(layout: Layout, repository: str, tmp_path: Path) -> None:
    """Until it is published without the history, which is possible afterwards too."""
    assert "history-public" not in run(layout, "publish", "github", repository)
    run(layout, "set", "tide", "--draft")
    told = run(layout, "publish", "github")
    assert re.search(
        r"The page of a post leaves the site \(posts/[^)]+\), but what was there stays in the history", told
    )
    assert commits(tmp_path) == 2
    assert "history-public" not in run(layout, "publish", "github", "--orphan")
    assert commits(tmp_path) == 1
    newest = git("-C", repository, "rev-parse", "gh-pages")
    assert "nothing was sent" in run(layout, "publish", "github", "--orphan", "--verbose")
    assert git("-C", repository, "rev-parse", "gh-pages") == newest


def test_after_the_site_is_seen_it_is_published_where_it_was(layout: Layout, repository: str) -> None:
    assert open_site.way_to_publish(layout) == "publish github you/blog"
    run(layout, "publish", "github", repository)
    assert open_site.way_to_publish(layout) == "publish github"

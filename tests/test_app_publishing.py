"""The page of a publishing in `archive app`: where the site goes, what changes there, and what is left to do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from medium_archive.app import members, sent
from medium_archive.app.actions import Place
from medium_archive.app.jobs import Job
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.hosts import github_address
from tests import local_page, small_archive
from tests.local_page import LocalPage
from tests.test_app_sending import again
from tests.test_publish_github import bare, git, nobodys_git
from tests.test_web_place import run

__all__ = ["nobodys_git"]  # a fixture that tests here use


@pytest.fixture
def repository(tmp_path: Path) -> str:
    return str(bare(tmp_path / "hub/blog.git"))


@pytest.fixture
def page(layout: Layout, nobodys_git: None) -> Iterator[LocalPage]:
    small_archive.make(layout.root)
    with local_page.opened(layout.root) as running:
        yield running


@pytest.fixture
def as_github(repository: str, tmp_path: Path) -> str:
    """A name of a repository at GitHub, for which git takes the one on the disk."""
    with (tmp_path / "home/.gitconfig").open("a") as settings:
        settings.write(f'[url "{repository}"]\n\tinsteadOf = {github_address.repository("ada/blog").remote}\n')
    return "ada/blog"


def content(shown: str) -> str:
    return shown.partition("<main")[2].partition("</main>")[0]


def test_a_rehearsal_says_where_to_and_which_posts(page: LocalPage, repository: str) -> None:
    """First the place, then the posts by their titles, folded; no file has to be known."""
    shown = content(page.run("publish-github", repository=repository, branch="site", dry_run="1"))
    to = re.search(r"To: <strong>([^<]+)</strong> <span class=\"help\">\(branch site\)", re.sub(r"\n", "", shown))
    assert to and to[1] == repository and shown.index("To:") < shown.index('<dl class="counts">')
    new = shown.partition("New posts: ")[2].partition("</details>")[0]
    assert "<li>Looms &amp; &lt;logic&gt;</li>" in new and new.count("<li>") == 4
    assert "Posts that leave" not in shown


def test_a_site_that_is_there_is_not_offered_again(page: LocalPage, repository: str, tmp_path: Path) -> None:
    page.run("publish-github", repository=repository)
    shown = content(page.run("publish-github", repository=repository, dry_run="1"))
    assert "The web has this site already" in shown and "nothing to send</h1>" in shown
    assert "Send it now" not in shown and "Nothing was sent yet" not in shown
    page.run("publish-folder", folder=str(tmp_path / "www"))
    shown = content(page.run("publish-folder", folder=str(tmp_path / "www"), dry_run="1"))
    assert "This place has the site already" in shown and "Send it now" not in shown


def test_after_sending_the_page_names_the_repository(page: LocalPage, repository: str) -> None:
    shown = content(page.run("publish-github", repository=repository))
    assert "done</h1>" in shown and f"<strong>{repository}</strong>" in shown


def test_after_the_first_time_the_step_at_github_comes_first(page: LocalPage, as_github: str) -> None:
    """With links, without a command, and the address does not count as that of the site before."""
    shown = content(page.run("publish-github", repository=as_github))
    steps = shown.partition("One step at GitHub is left")[2].partition("</ol>")[0]
    links = re.findall(r'href="([^"]+)"', steps)
    assert links == ["https://github.com/ada/blog/settings/pages", "https://ada.github.io/blog/"]
    assert "Your site is at this address" not in shown and "archive publish github`" not in shown
    assert "no address yet" not in shown and "<pre" not in shown
    later = page.run("publish-github", repository=as_github)
    assert "One step" not in later and "Your site is at this address" in later


def test_the_address_at_the_host_is_kept_with_one_button(page: LocalPage, layout: Layout, as_github: str) -> None:
    before = layout.settings.read_text("utf-8")
    shown = content(page.run("publish-github", repository=as_github, dry_run="1"))
    assert 'name="url" value="https://ada.github.io/blog">Keep this address' in shown
    assert page.post("address", url="https://ada.github.io/blog").status == 303
    saved = page.get("job").text
    assert "The site has this address from now on" in saved and "Keep this address" not in saved
    assert settings_file.read(layout.settings).site.url == "https://ada.github.io/blog"
    assert len(layout.settings.read_text("utf-8").splitlines()) <= len(before.splitlines()) + 1
    refused = page.post("address", url="nowhere")
    assert refused.status == 400 and 'role="alert"' in refused.text


def test_the_history_is_removed_where_a_post_leaves(page: LocalPage, layout: Layout, repository: str) -> None:
    """The sentence and the tick stand before the button, and the history goes with that button."""
    page.run("publish-github", repository=repository)
    (post,) = layout.posts.glob("*looms*")
    shutil.move(post, layout.root / "drafts" / post.name)
    shown = content(page.run("publish-github", repository=repository, dry_run="1"))
    warning, tick, button = (shown.index(text) for text in ("stays in the history", 'name="orphan"', ">Send it now"))
    assert warning < tick < button and "<details" not in shown[warning:tick]
    assert shown.count("stays in the history") == 1 and "--orphan" not in shown
    assert "Posts that leave the site: 1" in shown and "<li>Looms &amp; &lt;logic&gt;</li>" in shown
    again(page, dry_run="", orphan="1")
    assert git("-C", repository, "rev-list", "--count", "gh-pages") == "1"


def test_the_history_can_be_removed_afterwards(page: LocalPage, layout: Layout, repository: str) -> None:
    """The rehearsal says that it will go."""
    page.run("publish-github", repository=repository)
    (post,) = layout.posts.glob("*looms*")
    shutil.move(post, layout.root / "drafts" / post.name)
    assert "still in the history" in page.run("publish-github", repository=repository)
    shown = content(again(page, dry_run="1", orphan="1"))
    assert "will be removed from the branch" in shown and "Send it now" in shown
    assert "<dd>removed from the branch</dd>" in again(page, dry_run="")


def test_the_command_says_that_the_history_goes(layout: Layout, repository: str) -> None:
    small_archive.make(layout.root)
    run(layout, "publish", "github", repository)
    (layout.root / "about.md").write_text("---\ntitle: Me\n---\n\nMe.\n")
    assert "history" not in run(layout, "publish", "github", repository)
    assert "history: will be removed" in run(layout, "publish", "github", "--orphan", "--dry-run")
    assert "there is nothing to send" in run(layout, "publish", "github", "--dry-run")


def test_a_post_without_text_is_named_before_it_is_sent(page: LocalPage, layout: Layout, tmp_path: Path) -> None:
    """Also on the command line; a post of only a picture is not meant."""
    small_archive.write(layout.root, "posts/day/index.md", "---\ntitle: A new day\ndate: 2024-05-01\n---\n")
    shown = content(page.run("publish-folder", folder=str(tmp_path / "www"), dry_run="1"))
    assert "The post has no text: A new day." in shown and "Send it now" in shown
    assert run(layout, "build", "--verbose").count("has no text") == 1


def test_the_place_is_remembered_after_a_restart(layout: Layout, page: LocalPage, repository: str) -> None:
    """But not that no history was wanted, which is for once."""
    page.run("publish-github", repository=repository, branch="pages", orphan="1")
    with local_page.opened(layout.root) as later:
        form = later.get("publish").text.partition('id="host-github"')[2].partition('id="host-folder"')[0]
    assert f'name="repository" value="{repository}"' in form and 'name="branch" value="pages"' in form
    assert 'name="orphan" value="1">' in form


def test_steps_with_an_address_that_is_none_are_not_shown() -> None:
    """Whatever a report says, a link leads to the web."""
    report: dict[str, Any] = {
        "changes": [],
        "pages": [],
        "issues": [],
        "facts": {},
        "to": {"place": "x"},
        "is_there": False,
        "steps": {"settings": "javascript:alert(1)", "address": "https://x.example/", "branch": "b", "domain": ""},
    }
    place = Place(Layout(Path("/archive")), lambda _drop: (), Path("/proof.html"))
    action = members.of_job("publish-github")
    job = Job(1, action.name, {}, ("publish",), place, "done", report=report)
    assert sent.of(job, action).steps == {}

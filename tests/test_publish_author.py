"""Who the commits of a site are from: a name and an address for this site, without settings of git."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from tests import account_exports, local_page
from tests.conftest import EXAMPLE_ZIP
from tests.local_page import LocalPage
from tests.test_app_sending import again
from tests.test_publish_github import bare, git, nobodys_git
from tests.test_web_place import run

__all__ = ["nobodys_git"]  # a fixture that tests here use

_ADDRESS = "1+ada@users.noreply.github.com"


@pytest.fixture
def repository(tmp_path: Path) -> str:
    return str(bare(tmp_path / "hub/blog.git"))


@pytest.fixture
def unknown(tmp_path: Path, nobodys_git: None) -> Path:
    """The settings of a git that knows nobody."""
    settings = tmp_path / "home/.gitconfig"
    settings.write_text("[core]\n\tautocrlf = true\n")
    return settings


@pytest.fixture
def page(layout: Layout, unknown: Path) -> Iterator[LocalPage]:
    account_exports.import_(layout, EXAMPLE_ZIP)
    with local_page.opened(layout.root) as running:
        yield running


def author(repository: str) -> str:
    return git("-C", repository, "log", "-1", "--format=%an <%ae> %cn <%ce>", "gh-pages")


def test_a_name_and_an_address_are_given_for_this_site_only(layout: Layout, unknown: Path, repository: str) -> None:
    """The next publishing needs none, and the settings of git stay as they are."""
    before = unknown.read_bytes()
    account_exports.import_(layout, EXAMPLE_ZIP)
    run(layout, "publish", "github", repository, "--git-name", "Ada Example", "--git-email", _ADDRESS)
    wanted = f"Ada Example <{_ADDRESS}> Ada Example <{_ADDRESS}>"
    assert author(repository) == wanted
    (layout.root / "about.md").write_text("---\ntitle: Me\n---\n\nMe.\n")
    run(layout, "publish", "github")
    (layout.root / "about.md").write_text("---\ntitle: Me\n---\n\nMe again.\n")
    run(layout, "publish", "github", repository)
    assert git("-C", repository, "rev-list", "--count", "gh-pages") == "3" and author(repository) == wanted
    assert unknown.read_bytes() == before


def test_the_settings_of_the_archive_may_name_them(layout: Layout, unknown: Path, repository: str) -> None:
    account_exports.import_(layout, EXAMPLE_ZIP)
    table = f'\n[publish.github]\nrepository = "{repository}"\ngit_name = "Ben"\ngit_email = "b@x.example"\n'
    layout.settings.write_text(layout.settings.read_text("utf-8") + table, "utf-8")
    run(layout, "publish", "github")
    assert author(repository).startswith("Ben <b@x.example>")


def test_the_page_asks_for_them_before_anything_is_shown(
    page: LocalPage, layout: Layout, unknown: Path, repository: str
) -> None:
    """The name of the author stands in its field already; then the site is shown, and sent, without a command."""
    before, name = unknown.read_bytes(), settings_file.read(layout.settings).author.name
    form = page.get("publish").text.partition('id="host-github"')[2].partition("</form>")[0]
    open_part = form.replace(form.partition("<details>")[2].partition("</details>")[0], "")
    assert name and f'name="git_name" value="{name}" required' in open_part
    assert 'name="git_email" value="" required' in open_part
    fields = {"repository": repository, "git_name": "Ada Example", "git_email": _ADDRESS}
    assert "Nothing was sent yet" in page.run("publish-github", dry_run="1", **fields)
    assert "Publish (GitHub Pages or git): done" in again(page, dry_run="")
    assert author(repository).startswith(f"Ada Example <{_ADDRESS}>")
    assert unknown.read_bytes() == before


def test_without_them_the_page_says_what_to_fill_in(page: LocalPage, repository: str) -> None:
    """And names no command of git."""
    shown = page.run("publish-github", dry_run="1", repository=repository)
    assert "git needs a name and an e-mail address" in shown and "git config" not in shown
    assert "Change what you entered" in shown


def test_the_page_asks_for_nothing_that_git_knows(layout: Layout, nobodys_git: None) -> None:
    account_exports.import_(layout, EXAMPLE_ZIP)
    with local_page.opened(layout.root) as page:
        shown = page.get("publish").text
        assert "history is from" not in shown
        assert 'name="git_name" value="" ' in shown

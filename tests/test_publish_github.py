"""Publishing to a branch: real repositories, on the disk and over HTTP, and each error."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from medium_archive.commands import publish as publishing
from medium_archive.errors import (
    AccessDenied,
    ArchiveError,
    GitIdentityMissing,
    NotPublishable,
    ProgramMissing,
    PublishRefused,
    SettingsWrong,
    Unreachable,
)
from medium_archive.folder.layout import Layout
from medium_archive.hosts import github_address, github_pages
from medium_archive.hosts.git import Branch
from medium_archive.hosts.github_pages import Settings
from medium_archive.report import Report
from tests import git_host, small_archive
from tests.conftest import need, one_in
from tests.test_old_addresses import make

POST = "posts/tide/index.html"


@pytest.fixture(autouse=True)
def nobodys_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """git with a name for commits, and without the settings of this machine."""
    need("git")
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\n\tname = Ada\n\temail = ada@example.com\n[core]\n\tautocrlf = true\n")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    yield


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return make(tmp_path, "https://ada.example/blog")


def bare(place: Path) -> Path:
    git("init", "--bare", "--quiet", str(place))
    git("-C", str(place), "config", "http.receivepack", "true")
    return place


@pytest.fixture(params=["path", pytest.param("http", marks=pytest.mark.slow)])
def remote(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    place = bare(tmp_path / "hub/blog.git")
    if request.param == "path":
        yield str(place)
    else:
        with git_host.hosting(tmp_path / "hub") as host:
            yield f"{host}/blog.git"


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout.strip()


def commits(tmp_path: Path) -> int:
    return int(git("-C", str(tmp_path / "hub/blog.git"), "rev-list", "--count", "gh-pages"))


def held(tmp_path: Path, branch: str = "gh-pages") -> dict[str, bytes]:
    """Every file of the branch."""
    place = tmp_path / "out"
    shutil.rmtree(place, ignore_errors=True)
    git("-c", "core.autocrlf=false", "clone", "-q", "--branch", branch, str(tmp_path / "hub/blog.git"), str(place))
    shutil.rmtree(place / ".git")
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def site(layout: Layout) -> dict[str, bytes]:
    files = (path for path in layout.site.rglob("*") if path.is_file() and path.name != ".archive-files")
    return {path.relative_to(layout.site).as_posix(): path.read_bytes() for path in files}


def publish(layout: Layout, remote: str, **more: object) -> Report:
    return publishing.publish(layout, github_pages, Settings(remote, **more))  # type: ignore[arg-type]  # fields of Settings


def test_the_branch_follows_the_site(layout: Layout, remote: str, tmp_path: Path) -> None:
    """The first push, no commit without a change, one commit for a change, a removed post."""
    report = publish(layout, remote)
    assert held(tmp_path) == site(layout)
    assert report.counts["new"] == len(site(layout))
    again = publish(layout, remote)
    assert "already" in again.facts["branch"]
    assert (again.details["branch"], again.details["commit"]) == ("gh-pages", "")
    assert report.details["commit"] == git("-C", str(tmp_path / "hub/blog.git"), "rev-parse", "gh-pages")
    assert commits(tmp_path) == 1
    text = layout.posts / "tide/index.md"
    text.write_text(text.read_text("utf-8").replace("Words.", "Other words."), "utf-8")
    changed = publish(layout, remote)
    assert commits(tmp_path) == 2
    assert {"change": "changed", "file": POST} in changed.details["changes"]
    assert held(tmp_path) == site(layout)
    shutil.rmtree(layout.posts / "tide")
    removed = publish(layout, remote)
    assert {"change": "removed", "file": POST} in removed.details["changes"]
    assert ["(posts/tide)" in one.message for one in removed.issues if one.code == "history-public"] == [True]
    assert POST not in held(tmp_path)
    assert held(tmp_path) == site(layout)
    assert git("-C", str(tmp_path / "hub/blog.git"), "log", "-1", "--format=%an <%ae>", "gh-pages") == (
        "Ada <ada@example.com>"
    )


def test_dry_run_lists_the_changes_and_sends_nothing(layout: Layout, remote: str, tmp_path: Path) -> None:
    """Also before the branch exists."""
    report = publish(layout, remote, dry_run=True)
    assert {"change": "new", "file": POST} in report.details["changes"]
    assert "text" not in report.details
    assert git("-C", str(tmp_path / "hub/blog.git"), "for-each-ref") == ""


@pytest.mark.slow
def test_orphan_publishes_without_history(layout: Layout, remote: str, tmp_path: Path) -> None:
    """There is always one commit, and it does not tell that a post was removed."""
    assert "history" not in publish(layout, remote).facts
    shutil.rmtree(layout.posts / "tide")
    rehearsal = publish(layout, remote, orphan=True, dry_run=True)
    assert rehearsal.facts["history"].startswith("all earlier commits would be removed")
    assert publish(layout, remote, orphan=True).facts["history"].startswith("all earlier commits were removed")
    assert commits(tmp_path) == 1
    subject = git("-C", str(tmp_path / "hub/blog.git"), "log", "-1", "--format=%s", "gh-pages")
    assert subject == f"Site: {len(site(layout))} files"
    assert held(tmp_path) == site(layout)


def test_the_archives_own_repository_is_never_touched(layout: Layout, remote: str, tmp_path: Path) -> None:
    """An archive that is a git repository, with staged and new files."""
    git("init", "-q", str(layout.root))
    (layout.root / ".gitignore").write_text("site/\ndrafts/\n.lock\n")
    git("-C", str(layout.root), "add", ".")
    git("-C", str(layout.root), "commit", "-qm", "All")
    (layout.root / "note.txt").write_text("half")
    git("-C", str(layout.root), "add", "note.txt")
    status = "status", "--porcelain=v2", "--branch"
    before = git("-C", str(layout.root), *status), git("-C", str(layout.root), "for-each-ref")
    publish(layout, remote)
    after = git("-C", str(layout.root), *status), git("-C", str(layout.root), "for-each-ref")
    assert after == before
    assert held(tmp_path) == site(layout)


@pytest.mark.slow
def test_a_branch_of_someone_else_is_only_overwritten_with_replace(layout: Layout, remote: str, tmp_path: Path) -> None:
    """The newest commit decides whose branch it is."""
    other = tmp_path / "other"
    git("clone", "-q", str(tmp_path / "hub/blog.git"), str(other))
    (other / "theirs.txt").write_text("x")
    git("-C", str(other), "add", ".")
    git("-C", str(other), "commit", "-qm", "Theirs")
    git("-C", str(other), "push", "-q", "origin", "HEAD:gh-pages")
    with pytest.raises(PublishRefused, match="remove the 1 file there"):
        publish(layout, remote)
    assert set(held(tmp_path)) == {"theirs.txt"}
    publish(layout, remote, replace=True)
    assert held(tmp_path) == site(layout)
    assert commits(tmp_path) == 2


@pytest.mark.parametrize("replace", one_in(2, [False, True]))
def test_a_push_of_someone_else_in_the_meantime_is_kept(
    replace: bool, layout: Layout, remote: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the check of the branch and the push; the message says to run it again."""
    publish(layout, remote)
    (layout.root / "about.md").write_text("---\ntitle: Me\n---\n\nMe.\n")
    make_commit = Branch.commit

    def commit(self: Branch, *more: object) -> str:
        made = make_commit(self, *more)  # type: ignore[arg-type]  # as it was called
        other = tmp_path / "other"
        git("clone", "-q", "--branch", "gh-pages", str(tmp_path / "hub/blog.git"), str(other))
        (other / "theirs.txt").write_text("x")
        git("-C", str(other), "add", ".")
        git("-C", str(other), "commit", "-qm", "Theirs")
        git("-C", str(other), "push", "-q")
        return made

    monkeypatch.setattr(Branch, "commit", commit)
    with pytest.raises(PublishRefused, match="Someone else"):
        publish(layout, remote, replace=replace)
    assert "theirs.txt" in held(tmp_path)


@pytest.mark.slow
def test_the_reason_why_a_remote_refused_the_push_is_shown(layout: Layout, remote: str, tmp_path: Path) -> None:
    """For example a protected branch."""
    hook = tmp_path / "hub/blog.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'This branch is protected.' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(PublishRefused, match="This branch is protected") as caught:
        publish(layout, remote)
    assert caught.value.exit_code == 50
    assert git("-C", str(tmp_path / "hub/blog.git"), "for-each-ref") == ""
    hook.unlink()
    publish(layout, remote)
    assert held(tmp_path) == site(layout)


@pytest.mark.parametrize("is_dry", [False, True])
def test_without_a_name_for_commits_nothing_is_sent(
    layout: Layout, remote: str, tmp_path: Path, *, is_dry: bool
) -> None:
    """git must not guess one from the machine. A dry run says so already, and the commands can be copied."""
    (tmp_path / "home/.gitconfig").write_text("")
    with pytest.raises(GitIdentityMissing) as caught:
        publish(layout, remote, dry_run=is_dry)
    assert caught.value.exit_code == 53
    assert not layout.site.exists()  # it was asked before the build
    commands = [line.split() for line in caught.value.hint.splitlines() if line.startswith("  ")]
    assert [command[:4] for command in commands] == [
        ["git", "config", "--global", name] for name in ("user.name", "user.email")
    ]
    assert git("-C", str(tmp_path / "hub/blog.git"), "for-each-ref") == ""


def test_a_missing_git_is_explained(layout: Layout, remote: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names another way to publish."""
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ProgramMissing, match="git is not installed") as caught:
        publish(layout, remote)
    assert caught.value.exit_code == 52


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("http://127.0.0.1:1/x.git", Unreachable),
        ("nowhere/at/all.git", PublishRefused),
        ("--upload-pack=x", PublishRefused),
    ],
)
def test_a_wrong_repository_is_explained(place: str, error: type[ArchiveError], layout: Layout) -> None:
    """No answer, no repository, an option in its place. Nobody waits for a build to learn it."""
    with pytest.raises(error) as caught:
        publish(layout, place)
    assert "fatal" not in str(caught.value)
    assert not layout.site.exists()


def test_a_host_that_wants_a_login_is_explained(layout: Layout, tmp_path: Path) -> None:
    """git does not wait for an answer without a terminal."""
    bare(tmp_path / "hub/blog.git")
    with (
        git_host.hosting(tmp_path / "hub", is_locked=True) as host,
        pytest.raises(AccessDenied, match="Username") as caught,
    ):
        publish(layout, f"{host}/blog.git")
    assert caught.value.exit_code == 51


@pytest.mark.slow
def test_a_custom_domain_is_written_to_cname(tmp_path: Path) -> None:
    """CNAME is on the branch, not in site/, and the site is built for the domain."""
    layout = make(tmp_path, "https://ada.example", more="")
    bare(tmp_path / "hub/blog.git")
    report = publish(layout, str(tmp_path / "hub/blog.git"), domain="ada.example")
    files = held(tmp_path)
    assert files.pop("CNAME") == b"ada.example\n"
    assert files == site(layout)
    assert report.facts["address"] == "https://ada.example"
    assert "already" in publish(layout, str(tmp_path / "hub/blog.git"), domain="ada.example").facts["branch"]


@pytest.mark.parametrize(
    ("text", "url", "domain", "wanted"),
    [
        ("Ada/blog", "", "", ("https://ada.github.io/blog", "")),
        ("git@github.com:ada/ada.github.io.git", "", "", ("https://ada.github.io", "")),
        ("https://github.com/ada/blog", "https://Ada.github.io/blog", "", ("https://Ada.github.io/blog", "")),
        ("ada/blog", "https://ada.example", "", ("https://ada.example", "ada.example\n")),
        ("ada/blog", "", "ada.example", ("https://ada.example", "ada.example\n")),
        ("https://codeberg.org/ada/pages.git", "https://ada.codeberg.page", "", ("https://ada.codeberg.page", "")),
    ],
)
def test_a_repository_gets_the_address_that_its_host_gives_it(
    text: str, url: str, domain: str, wanted: tuple[str, str]
) -> None:
    """A user's site, a project's site, a custom domain, another host."""
    assert github_address.site_address(github_address.repository(text), url, domain) == wanted


@pytest.mark.parametrize(
    "text",
    ["github.com/ada/blog", "www.github.com/ada/blog/", "https://github.com/ada/blog/settings/pages",
     "https://www.github.com/ada/blog.git", "github.com/ada/blog?tab=readme"],
)  # fmt: skip
def test_the_address_of_a_page_at_github_names_the_repository(text: str) -> None:
    assert github_address.repository(text) == github_address.repository("ada/blog")


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("ada/my blog", "The name of a repository has no blanks. Did you mean ada/my-blog?"),
        ("ada", "Write your name at GitHub, a slash and the name of the repository: ada/blog."),
        ("@ada/blog", "ada/blog"),
        ("codeberg.org/ada/pages", "https://codeberg.org/ada/pages.git"),
        ("https://ada.github.io/blog", "Write ada/blog in its place."),
        ("ada.github.io/blog/posts/x", "Write ada/blog in its place."),
        ("https://Ada.github.io/", "Write Ada/Ada.github.io in its place."),
    ],
)
def test_what_is_no_repository_is_refused_before_git_is_asked(text: str, cure: str) -> None:
    """With the form that is right."""
    with pytest.raises(PublishRefused) as caught:
        github_address.repository(text)
    assert cure in caught.value.hint


def test_a_mistyped_folder_of_a_repository_is_named(tmp_path: Path) -> None:
    (tmp_path / "github-blog.git").mkdir()
    with pytest.raises(PublishRefused) as caught:
        github_address.repository(f"{tmp_path}/github-blgo.git")
    assert caught.value.hint == f"Did you mean {tmp_path / 'github-blog.git'}?"


def test_whether_another_address_is_a_repository_is_asked_of_git() -> None:
    assert github_address.repository("https://github.io/ada").remote == "https://github.io/ada"


def test_an_address_that_github_would_not_use_is_refused() -> None:
    """The links of its 404.html would be wrong."""
    with pytest.raises(PublishRefused, match=r"ada\.github\.io/blog"):
        github_address.site_address(github_address.repository("ada/blog"), "https://ada.github.io/other", "")


@pytest.mark.slow
def test_the_first_publishing_prints_the_steps_on_github(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the first time."""
    place = bare(tmp_path / "hub/blog.git")
    monkeypatch.setattr(github_address, "repository", lambda _: github_address.Repository(str(place), "ada", "blog"))
    layout.settings.write_text(layout.settings.read_text().replace("https://ada.example/blog", ""))
    report = publish(layout, "ada/blog")
    assert "https://github.com/ada/blog/settings/pages" in report.details["text"]
    assert report.facts["address"] == "https://ada.github.io/blog"
    assert b'href="/blog/static/style.css"' in held(tmp_path)["404.html"]
    assert [issue.code for issue in report.issues] == ["no-base-url"]
    assert "text" not in publish(layout, "ada/blog").details


@pytest.mark.slow
def test_the_repository_can_be_set_in_archive_toml(layout: Layout, tmp_path: Path) -> None:
    """Then `archive publish github` is enough."""
    bare(tmp_path / "hub/blog.git")
    with layout.settings.open("a") as file:
        file.write(f'\n[publish.github]\nrepository = "{tmp_path}/hub/blog.git"\nbranch = "pages"\n')
    publish(layout, "")
    assert held(tmp_path, "pages") == site(layout)
    layout.settings.write_text("schema = 2\n[publish]\ngithub = 1\n")
    with pytest.raises(SettingsWrong):
        publish(layout, "")


def test_publishing_works_after_a_killed_run(layout: Layout, tmp_path: Path) -> None:
    """Lock files that it left are removed."""
    remote = str(bare(tmp_path / "hub/blog.git"))
    publish(layout, remote)
    (layout.root / ".cache/publish.git/index.lock").write_text("")
    small_archive.write(layout.root, "posts/new/index.md", "---\ntitle: New\n---\n\nx\n")
    publish(layout, remote)
    assert held(tmp_path) == site(layout)


@pytest.mark.parametrize("leak", one_in(3, ["Secret ideas of mine", "eeee11112222", "a copy"]))
def test_private_data_is_never_published(leak: str, layout: Layout, tmp_path: Path) -> None:
    """The id or the title of a draft, or a copy of a private file, anywhere in the site."""
    draft = layout.drafts / "secret/index.md"
    draft.write_text(draft.read_text().replace("Secret", "Secret ideas of mine"))
    small_archive.write(
        layout.root, "private/catalog.jsonl", '{"id":"eeee11112222","path":"drafts/secret","written":""}\n'
    )
    publish(layout, str(bare(tmp_path / "hub/blog.git")))
    (layout.site / "notes.html").write_text(draft.read_text() if leak == "a copy" else f"<p>{leak}</p>")
    with pytest.raises(NotPublishable, match=r"notes\.html") as caught:
        publish(layout, str(tmp_path / "hub/blog.git"))
    assert caught.value.exit_code == 54
    assert "notes.html" not in held(tmp_path)

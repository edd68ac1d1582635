"""Publishing in unusual cases: names, addresses, repositories, files in the folder of the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands import publish as publishing
from medium_archive.commands.build import build
from medium_archive.errors import AccessDenied, ArchiveError, NotPublishable, PublishRefused, SettingsWrong, Unreachable
from medium_archive.folder.layout import Layout
from medium_archive.hosts import folder, github_address
from tests import git_host
from tests.conftest import one_in
from tests.test_old_addresses import make
from tests.test_publish_github import bare, git, held, nobodys_git, publish, site

pytestmark = pytest.mark.slow  # many pushes

__all__ = ["nobodys_git"]  # a fixture that all tests here use

SECRET = "s3cr3t-t0ken"  # noqa: S105  # the canary


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return make(tmp_path, "https://ada.example/blog")


@pytest.fixture
def remote(tmp_path: Path) -> str:
    return str(bare(tmp_path / "hub/blog.git"))


def refused(layout: Layout, place: str, error: type[ArchiveError], **more: object) -> str:
    """The message and the hint of the error."""
    with pytest.raises(error) as caught:
        publish(layout, place, **more)
    return f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize("user", one_in(2, [f"ada:{SECRET}", SECRET]))
def test_a_password_in_an_address_is_never_shown(user: str, layout: Layout, tmp_path: Path) -> None:
    """Not in any error, and not in the report."""
    place = bare(tmp_path / "hub/blog.git")
    texts = [refused(layout, f"http://{user}@127.0.0.1:1/blog.git", Unreachable)]
    with git_host.hosting(tmp_path / "hub", is_locked=True) as host:
        texts.append(refused(layout, f"{host.replace('//', f'//{user}@')}/blog.git", AccessDenied))
    with git_host.hosting(tmp_path / "hub") as host:
        address = f"{host.replace('//', f'//{user}@')}/blog.git"
        texts.append(refused(layout, address.replace("blog", "none"), PublishRefused))
        texts.append(str(publish(layout, address).as_json()))
        git("clone", "-q", "--branch", "gh-pages", str(place), str(tmp_path / "other"))
        git("-C", str(tmp_path / "other"), "commit", "-q", "--allow-empty", "-m", "Theirs")
        git("-C", str(tmp_path / "other"), "push", "-q")
        texts.append(refused(layout, address, PublishRefused))
    assert not [text for text in texts if SECRET in text]
    assert all("127.0.0.1" in text for text in (*texts[:3], texts[4]))
    assert not [p for p in layout.root.rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()]


def test_a_password_in_archive_toml_is_refused(layout: Layout) -> None:
    """Git may publish that file."""
    with layout.settings.open("a") as file:
        file.write(f'\n[publish.github]\nrepository = "https://ada:{SECRET}@github.com/ada/blog.git"\n')
    message = refused(layout, "", SettingsWrong)
    assert "archive.toml" in message
    assert SECRET not in message


@pytest.mark.parametrize("name", ["gh pages", "-x", "HEAD", "x..y", "x.lock", "@{-1}", "refs/heads/x"])
def test_an_invalid_branch_name_is_refused(name: str, layout: Layout, remote: str) -> None:
    """Nothing is created in the repository."""
    assert name in refused(layout, remote, PublishRefused, branch=name)
    assert git("-C", remote, "for-each-ref") == ""


def test_a_conflicting_branch_name_is_explained(layout: Layout, remote: str) -> None:
    """git cannot have the branches a and a/b; the message must not say that someone changed something."""
    publish(layout, remote, branch="页面/b")
    for name in ("页面", "页面/b/c"):
        message = refused(layout, remote, PublishRefused, branch=name)
        assert "页面/b" in message
        assert "Someone" not in message


def test_a_checked_out_branch_is_left_alone(layout: Layout, tmp_path: Path) -> None:
    """The message is short, unlike git's."""
    git("init", "-q", "-b", "gh-pages", str(tmp_path / "work"))
    message = refused(layout, str(tmp_path / "work"), PublishRefused)
    assert "checked out" in message
    assert len(message) < 300
    publish(layout, str(tmp_path / "work"), branch="pages")


def test_publishing_to_a_shallow_repository_works(layout: Layout, remote: str, tmp_path: Path) -> None:
    """Its branch gets another commit."""
    publish(layout, remote)
    git("clone", "-q", "--bare", "--depth=1", "--branch", "gh-pages", Path(remote).as_uri(), str(tmp_path / "shallow"))
    (layout.root / "about.md").write_text("---\ntitle: Me\n---\n\nMe.\n")
    publish(layout, str(tmp_path / "shallow"))
    assert git("-C", str(tmp_path / "shallow"), "rev-list", "--count", "gh-pages") == "2"


def test_the_error_of_ssh_is_shown(layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the last line, which is git's general advice."""
    stand_in = tmp_path / "ssh"
    stand_in.write_text("#!/bin/sh\necho 'ssh: connect to host x port 22: Connection refused' >&2\nexit 255\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(stand_in))
    assert "connect to host x port 22: Connection refused" in refused(layout, "git@x.example:a.git", Unreachable)


@pytest.mark.parametrize("domain", ["https://Blog.Example.com/", "BLOG.example.com", "blog.example.com."])
def test_a_domain_can_be_written_in_several_ways(domain: str, layout: Layout, remote: str, tmp_path: Path) -> None:
    """CNAME has only the name in lower case."""
    layout.settings.write_text("schema = 2\n")
    report = publish(layout, remote, domain=domain)
    assert held(tmp_path)["CNAME"] == b"blog.example.com\n"
    assert report.facts["address"] == "https://blog.example.com"
    assert [issue.code for issue in report.issues] == ["no-base-url"]


def test_a_domain_in_another_script_is_encoded() -> None:
    """As GitHub requires."""
    place = github_address.repository("ada/blog")
    assert github_address.site_address(place, "", "bücher.example") == (
        "https://xn--bcher-kva.example", "xn--bcher-kva.example\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    "domain", ["blog.example.com/x", "two words.example", "a\nb.example", "localhost", "-x", "a.github.io"]
)
def test_an_invalid_domain_is_refused(domain: str) -> None:
    """A wrong CNAME would make the site unreachable."""
    with pytest.raises(PublishRefused):
        github_address.site_address(github_address.repository("ada/blog"), "", domain)


def test_a_domain_with_a_path_is_refused() -> None:
    """A custom domain shows the site at its root."""
    with pytest.raises(PublishRefused, match=r"https://ada\.example"):
        github_address.site_address(github_address.repository("ada/blog"), "https://ada.example/blog", "ada.example")


def test_a_missing_site_address_is_reported(layout: Layout, remote: str) -> None:
    """404.html and the feed need it on every host."""
    layout.settings.write_text("schema = 2\n")
    assert [issue.code for issue in publish(layout, remote).issues] == ["no-base-url"]


def test_a_git_repository_inside_the_site_is_not_published(layout: Layout, remote: str, tmp_path: Path) -> None:
    """Its other files are."""
    build(layout)
    for place in (layout.site, layout.site / "posts"):
        git("init", "-q", str(place))
        git("-C", str(place), "commit", "-q", "--allow-empty", "-m", "Mine")
    publish(layout, remote)
    publishing.publish(layout, folder, folder.Settings(tmp_path / "www"))
    wanted = {name: content for name, content in site(layout).items() if ".git" not in name.split("/")}
    assert "posts/tide/index.html" in wanted
    assert held(tmp_path) == wanted
    assert not list((tmp_path / "www").rglob(".git"))


def test_files_are_published_byte_for_byte(layout: Layout, remote: str, tmp_path: Path) -> None:
    """Despite .gitattributes, .gitignore and special characters in names."""
    build(layout)
    (layout.site / ".gitattributes").write_text("* text=auto\n")
    (layout.site / ".gitignore").write_text("*.html\n")
    for name in ('"quoted".txt', "two\nlines.txt", "back\\slash.txt", " blank .txt", "潮.txt", ":(top)x.txt"):
        (layout.site / name).write_bytes(b"a\r\nb\r\n")
    publish(layout, remote)
    assert held(tmp_path) == site(layout)
    assert "already" in publish(layout, remote).facts["branch"]


@pytest.mark.parametrize("aim", ["/etc", "index.html", "nowhere"])
def test_a_symbolic_link_is_never_published(aim: str, layout: Layout, remote: str) -> None:
    """Its target was not checked."""
    build(layout)
    (layout.site / "odd").symlink_to(aim)
    with pytest.raises(NotPublishable, match="site/odd"):
        publish(layout, remote)

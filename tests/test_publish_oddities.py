"""Publishing where something is odd: names, addresses, repositories, what lies in the folder of the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands import publish as publishing
from medium_archive.commands.build import build
from medium_archive.errors import AccessDenied, ArchiveError, NotPublishable, PublishRefused, SettingsWrong, Unreachable
from medium_archive.folder.layout import Layout
from medium_archive.hosts import folder, github_address
from tests import git_host
from tests.test_old_addresses import make
from tests.test_publish_github import bare, git, held, nobodys_git, publish, site

__all__ = ["nobodys_git"]  # a fixture that all tests here use

SECRET = "s3cr3t-t0ken"  # noqa: S105  # the canary


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return make(tmp_path, "https://ada.example/blog")


@pytest.fixture
def remote(tmp_path: Path) -> str:
    return str(bare(tmp_path / "hub/blog.git"))


def refused(layout: Layout, place: str, error: type[ArchiveError], **more: object) -> str:
    """All that the person reads."""
    with pytest.raises(error) as caught:
        publish(layout, place, **more)
    return f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize("user", [f"ada:{SECRET}", SECRET])
def test_a_password_in_an_address_is_never_shown(user: str, layout: Layout, tmp_path: Path) -> None:
    """Whatever goes wrong: no login, no repository, nobody there, a branch of somebody's."""
    place = bare(tmp_path / "hub/blog.git")
    said = [refused(layout, f"http://{user}@127.0.0.1:1/blog.git", Unreachable)]
    with git_host.hosting(tmp_path / "hub", is_locked=True) as host:
        said.append(refused(layout, f"{host.replace('//', f'//{user}@')}/blog.git", AccessDenied))
    with git_host.hosting(tmp_path / "hub") as host:
        address = f"{host.replace('//', f'//{user}@')}/blog.git"
        said.append(refused(layout, address.replace("blog", "none"), PublishRefused))
        said.append(str(publish(layout, address).as_json()))
        git("clone", "-q", "--branch", "gh-pages", str(place), str(tmp_path / "other"))
        git("-C", str(tmp_path / "other"), "commit", "-q", "--allow-empty", "-m", "Theirs")
        git("-C", str(tmp_path / "other"), "push", "-q")
        said.append(refused(layout, address, PublishRefused))
    assert not [words for words in said if SECRET in words]
    assert all("127.0.0.1" in words for words in (*said[:3], said[4]))
    assert not [p for p in layout.root.rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()]


def test_a_password_in_the_settings_is_refused(layout: Layout) -> None:
    """archive.toml is a file that git takes."""
    with layout.settings.open("a") as file:
        file.write(f'\n[publish.github]\nrepository = "https://ada:{SECRET}@github.com/ada/blog.git"\n')
    said = refused(layout, "", SettingsWrong)
    assert "archive.toml" in said
    assert SECRET not in said


@pytest.mark.parametrize("name", ["gh pages", "-x", "HEAD", "x..y", "x.lock", "@{-1}", "refs/heads/x"])
def test_a_name_that_git_would_read_otherwise_is_no_branch(name: str, layout: Layout, remote: str) -> None:
    """Nothing is made there."""
    assert name in refused(layout, remote, PublishRefused, branch=name)
    assert git("-C", remote, "for-each-ref") == ""


def test_a_branch_in_the_way_is_named(layout: Layout, remote: str) -> None:
    """Git keeps a/b as a file in a folder a; nobody changed anything."""
    publish(layout, remote, branch="页面/b")
    for name in ("页面", "页面/b/c"):
        said = refused(layout, remote, PublishRefused, branch=name)
        assert "页面/b" in said
        assert "Someone" not in said


def test_a_branch_that_is_checked_out_there_is_left_alone(layout: Layout, tmp_path: Path) -> None:
    """In one sentence, not with git's lecture."""
    git("init", "-q", "-b", "gh-pages", str(tmp_path / "work"))
    said = refused(layout, str(tmp_path / "work"), PublishRefused)
    assert "checked out" in said
    assert len(said) < 300
    publish(layout, str(tmp_path / "work"), branch="pages")


def test_a_shallow_repository_takes_the_site(layout: Layout, remote: str, tmp_path: Path) -> None:
    """And its branch goes on."""
    publish(layout, remote)
    git("clone", "-q", "--bare", "--depth=1", "--branch", "gh-pages", Path(remote).as_uri(), str(tmp_path / "shallow"))
    (layout.root / "about.md").write_text("---\ntitle: Me\n---\n\nMe.\n")
    publish(layout, str(tmp_path / "shallow"))
    assert git("-C", str(tmp_path / "shallow"), "rev-list", "--count", "gh-pages") == "2"


def test_what_ssh_says_is_told(layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the end of git's advice that follows it."""
    stand_in = tmp_path / "ssh"
    stand_in.write_text("#!/bin/sh\necho 'ssh: connect to host x port 22: Connection refused' >&2\nexit 255\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(stand_in))
    assert "connect to host x port 22: Connection refused" in refused(layout, "git@x.example:a.git", Unreachable)


@pytest.mark.parametrize("domain", ["https://Blog.Example.com/", "BLOG.example.com", "blog.example.com."])
def test_a_domain_is_understood_however_it_is_written(domain: str, layout: Layout, remote: str, tmp_path: Path) -> None:
    """CNAME holds a bare name."""
    layout.settings.write_text("schema = 2\n")
    report = publish(layout, remote, domain=domain)
    assert held(tmp_path)["CNAME"] == b"blog.example.com\n"
    assert report.facts["address"] == "https://blog.example.com"
    assert [issue.code for issue in report.issues] == ["no-base-url"]


def test_a_domain_in_another_script_is_written_as_hosts_know_it() -> None:
    """As GitHub asks for it."""
    place = github_address.repository("ada/blog")
    assert github_address.site_address(place, "", "bücher.example") == (
        "https://xn--bcher-kva.example", "xn--bcher-kva.example\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    "domain", ["blog.example.com/x", "two words.example", "a\nb.example", "localhost", "-x", "a.github.io"]
)
def test_what_is_no_domain_is_refused(domain: str) -> None:
    """Before a CNAME takes the site off the net."""
    with pytest.raises(PublishRefused):
        github_address.site_address(github_address.repository("ada/blog"), "", domain)


def test_a_domain_has_its_site_at_the_root() -> None:
    """What was built for a path would look in the wrong place for everything."""
    with pytest.raises(PublishRefused, match=r"https://ada\.example"):
        github_address.site_address(github_address.repository("ada/blog"), "https://ada.example/blog", "ada.example")


def test_without_an_address_there_is_a_note(layout: Layout, remote: str) -> None:
    """Also at a host that isn't GitHub: 404.html and the feed need to know."""
    layout.settings.write_text("schema = 2\n")
    assert [issue.code for issue in publish(layout, remote).issues] == ["no-base-url"]


def test_repositories_in_the_site_are_not_sent(layout: Layout, remote: str, tmp_path: Path) -> None:
    """Somebody published the folder by hand once; the files in it go, its history doesn't."""
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


def test_files_are_sent_byte_for_byte(layout: Layout, remote: str, tmp_path: Path) -> None:
    """Whatever .gitattributes and .gitignore in the folder say, and however a file is called."""
    build(layout)
    (layout.site / ".gitattributes").write_text("* text=auto\n")
    (layout.site / ".gitignore").write_text("*.html\n")
    for name in ('"quoted".txt', "two\nlines.txt", "back\\slash.txt", " blank .txt", "潮.txt", ":(top)x.txt"):
        (layout.site / name).write_bytes(b"a\r\nb\r\n")
    publish(layout, remote)
    assert held(tmp_path) == site(layout)
    assert "already" in publish(layout, remote).facts["branch"]


@pytest.mark.parametrize("aim", ["/etc", "index.html", "nowhere"])
def test_a_link_of_the_disk_stops_the_sending(aim: str, layout: Layout, remote: str) -> None:
    """No host follows it, and what it leads to was looked at by nobody."""
    build(layout)
    (layout.site / "odd").symlink_to(aim)
    with pytest.raises(NotPublishable, match="site/odd"):
        publish(layout, remote)

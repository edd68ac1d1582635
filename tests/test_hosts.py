"""What every host promises: the contract runs on each member of `hosts.ALL`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from medium_archive import hosts
from medium_archive.cli import labels
from medium_archive.folder.layout import Layout
from medium_archive.hosts import Host, Published, ReadySite, files_of, folder, github_pages, rsync
from medium_archive.report import silent
from tests.conftest import need
from tests.test_publish_github import bare, git, held, nobodys_git

__all__ = ["nobodys_git"]  # a fixture that all tests here use

FILES = {"index.html": "<p>Looms</p>", "posts/潮 tide/index.html": "<p>Tide</p>", ".nojekyll": "x"}


@dataclass(frozen=True)
class Place:
    """A stand-in for a host's place: the settings that name it, and a function that reads the files there."""

    settings: Any
    files: Callable[[], dict[str, bytes]]


def on_disk(place: Path) -> dict[str, bytes]:
    return {name: (place / name).read_bytes() for name in files_of(place)} if place.exists() else {}


def folder_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(folder.Settings(tmp_path / "www"), lambda: on_disk(tmp_path / "www"))


def github_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    repository = str(bare(tmp_path / "hub/blog.git"))

    def files() -> dict[str, bytes]:
        return held(tmp_path) if git("-C", repository, "for-each-ref") else {}

    return Place(github_pages.Settings(repository), files)


def rsync_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    need("rsync")
    ssh = tmp_path / "ssh"
    ssh.write_text('#!/bin/sh\nshift\nexec sh -c "$*"\n')  # runs the remote command on this machine
    ssh.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(ssh))
    settings = rsync.Settings(f"ada.example:{tmp_path / 'www'}", delete=True)
    return Place(settings, lambda: on_disk(tmp_path / "www"))


# One line for each host
PLACES = {"github": github_place, "folder": folder_place, "rsync": rsync_place}

each_host = pytest.mark.parametrize("host", hosts.ALL, ids=lambda host: host.NAME)


class Publisher:
    """Publishes a small site to the stand-in of a host."""

    def __init__(self, host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.host = host
        self.place = PLACES[host.NAME](tmp_path, monkeypatch)
        self.layout = Layout(tmp_path / "archive")
        self.write({"archive.toml": "schema = 2\n"}, self.layout.root)
        self.write(FILES)

    def write(self, files: dict[str, str], top: Path | None = None) -> None:
        for name, text in files.items():
            path = (top or self.layout.site) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def publish(self, **settings: object) -> Published:
        site = ReadySite(self.layout.site, files_of(self.layout.site))
        given = dataclasses.replace(self.place.settings, **settings)
        return self.host.publish(self.layout, given, lambda url: site, silent)


@pytest.fixture
def publisher(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    return Publisher(host, tmp_path, monkeypatch)


def test_each_host_has_its_own_name() -> None:
    """The name is a command and a table in archive.toml."""
    names = [host.NAME for host in hosts.ALL]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z][a-z0-9-]*", name) for name in names)
    assert set(names) == set(PLACES), "each host needs a stand-in here"


@each_host
def test_each_host_describes_its_command(host: Host) -> None:
    """A sentence, an example, and a help text for each option."""
    assert re.fullmatch(r"[A-Z].*\.", host.SUMMARY)
    assert host.EXAMPLE.startswith(f"archive publish {host.NAME} ")
    assert host.Settings.__dataclass_params__.frozen
    assert all(field.metadata.get("help") for field in dataclasses.fields(host.Settings))


@each_host
def test_each_host_receives_the_site_byte_for_byte(publisher: Publisher) -> None:
    """The report has the site that was published."""
    published = publisher.publish()
    assert publisher.place.files() == {name: text.encode() for name, text in FILES.items()}
    assert published.site is not None
    assert set(published.site.files) == set(FILES)


@each_host
def test_publishing_the_same_site_again_changes_nothing(publisher: Publisher) -> None:
    """No file is counted as sent."""
    publisher.publish()
    before = publisher.place.files()
    again = publisher.publish()
    assert publisher.place.files() == before
    assert not any(again.counts.values())


@each_host
def test_the_report_of_each_host_can_be_printed(publisher: Publisher) -> None:
    """Each count and each fact has a label."""
    published = publisher.publish()
    assert set(published.counts) <= set(labels.COUNTS)
    assert set(published.facts) <= set(labels.FACTS)


@each_host
def test_a_file_that_the_site_no_longer_has_is_removed(publisher: Publisher) -> None:
    """From the place as well."""
    publisher.publish()
    (publisher.layout.site / "index.html").unlink()
    publisher.publish()
    assert set(publisher.place.files()) == set(FILES) - {"index.html"}


@each_host
def test_a_dry_run_sends_nothing(publisher: Publisher) -> None:
    """It counts, and names each file with what would happen to it."""
    published = publisher.publish(dry_run=True)
    assert publisher.place.files() == {}
    assert len(FILES) in published.counts.values()
    assert {one["file"] for one in published.details["changes"]} == FILES.keys()
    publisher.publish()
    (publisher.layout.site / "index.html").write_text("Other words, and more of them.")
    gone = next(name for name in FILES if name != "index.html")
    if publisher.host is not rsync:  # which removes a file only with `--delete`
        (publisher.layout.site / gone).unlink()
    changes = publisher.publish(dry_run=True).details["changes"]
    assert {one["file"]: one["change"] for one in changes} == {
        "index.html": "changed",
        **({} if publisher.host is rsync else {gone: "removed"}),
    }


@each_host
def test_a_site_that_fails_the_checks_is_not_sent(publisher: Publisher) -> None:
    """An error of `build_site` ends the run."""

    def refuse(url: str) -> ReadySite:
        raise ValueError("not fit")

    with pytest.raises(ValueError, match="not fit"):
        publisher.host.publish(publisher.layout, publisher.place.settings, refuse, silent)
    assert publisher.place.files() == {}

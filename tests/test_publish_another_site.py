"""A place that has the site of another archive: nobody loses a site that was published from there before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from medium_archive import hosts
from medium_archive.commands import publish as publishing
from medium_archive.errors import AnotherSite
from medium_archive.folder.layout import Layout
from medium_archive.hosts import Host, rsync
from medium_archive.hosts.present_site import PresentSite
from medium_archive.report import Report
from tests import small_archive
from tests.test_hosts import PLACES, Place, each_host
from tests.test_old_addresses import make
from tests.test_publish_github import nobodys_git

__all__ = ["nobodys_git"]  # a fixture that all tests here use

Send = Callable[..., Report]


@pytest.fixture
def place(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return PLACES[host.NAME](tmp_path, monkeypatch)


@pytest.fixture
def send(host: Host, place: Place) -> Send:
    def publish(layout: Layout, **settings: Any) -> Report:
        return publishing.publish(layout, host, replace(place.settings, **settings))

    return publish


@pytest.fixture
def mine(tmp_path: Path) -> Layout:
    return make(tmp_path, "https://ada.example/blog", 'title = "Tides"')


@pytest.fixture
def other(tmp_path: Path) -> Layout:
    """The archive of somebody else."""
    layout = Layout(tmp_path / "other")
    layout.root.mkdir()
    layout.settings.write_text(
        'schema = 2\n[site]\ntitle = "Notes from Umunede"\n[author]\nusername = "ben"\n', "utf-8"
    )
    small_archive.write(
        layout.root, "posts/2020-05-05-yam/index.md", "---\ntitle: Yam\ndate: 2020-05-05\n---\n\nYam.\n"
    )
    return layout


@each_host
@pytest.mark.parametrize("dry_run", [True, False])
def test_a_site_of_another_archive_is_not_replaced(
    send: Send, place: Place, mine: Layout, other: Layout, *, dry_run: bool
) -> None:
    """The rehearsal says so too. The sentence names the site that is there."""
    send(other)
    before = place.files()
    with pytest.raises(AnotherSite, match="Notes from Umunede") as refused:
        send(mine, dry_run=dry_run)
    assert "--replace" in refused.value.hint
    assert place.files() == before


@each_host
def test_a_person_may_replace_the_site_of_another_archive(
    host: Host, send: Send, place: Place, mine: Layout, other: Layout
) -> None:
    """The rehearsal and the report then name it in a warning; after that the place belongs to this archive."""
    send(other)
    before = place.files()
    warned = [issue for issue in send(mine, replace=True, dry_run=True).issues if issue.code == "another-site"]
    assert len(warned) == 1 and "Notes from Umunede" in warned[0].message and warned[0].level == "warning"
    assert place.files() == before
    assert "another-site" in [issue.code for issue in send(mine, replace=True).issues]
    assert place.files()["posts/tide/index.html"] == (mine.site / "posts/tide/index.html").read_bytes()
    assert host is rsync or place.files().keys() == set(hosts.files_of(mine.site))
    assert "another-site" not in [issue.code for issue in send(mine).issues]


@each_host
def test_a_site_of_this_archive_is_replaced_without_a_word(send: Send, place: Place, mine: Layout) -> None:
    """Also after a new title and address, a removed post, and so many new ones that the feeds share none."""
    send(mine)
    mine.settings.write_text(mine.settings.read_text("utf-8").replace("Tides", "Waves").replace("/blog", "/b"), "utf-8")
    shutil.rmtree(mine.posts / "harbour")
    for day in range(1, 26):
        text = f"---\ntitle: New {day}\ndate: 2024-01-{day:02}\n---\n\nNew.\n"
        small_archive.write(mine.root, f"posts/2024-01-{day:02}-new/index.md", text)
    report = send(mine)
    assert "another-site" not in [issue.code for issue in report.issues]
    assert "posts/2024-01-25-new/index.html" in place.files()


@pytest.mark.parametrize(
    "feed",
    [
        b"",
        b"<rss><channel><title>Cut",
        b"<rss><channel><title>Empty</title></channel></rss>",
        b"<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><rss><channel><item><guid>&e;</guid></item></channel></rss>",
    ],
)
def test_a_file_that_is_no_feed_with_posts_is_no_site_of_another_archive(feed: bytes) -> None:
    """Nothing outside of it is read."""
    assert PresentSite.of(feed) is None

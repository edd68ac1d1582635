"""The client of the Wayback Machine against pywb, a real web archive, where that is installed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from medium_archive.commands.rescue import Network, Options, rescue
from medium_archive.fetch.web_archives import wayback
from medium_archive.fetch.web_archives.capture import Capture, Memento, NotHad, Query
from medium_archive.fetch.web_archives.pacing import PacedWeb
from medium_archive.fetch.web_archives.posts import Writer, find
from medium_archive.fetch.web_archives.wayback import Wayback
from medium_archive.folder.layout import Layout
from medium_archive.medium.addresses import place
from medium_archive.watch import witness
from medium_archive.web import RequestFailed
from tests import pywb_server
from tests.common_crawl_server import CommonCrawlServer
from tests.medium_server import profile
from tests.rescue_archives import kept, preview, story
from tests.wayback_server import Kept, captures, had
from tests.web_servers import Clock
from tests.witness_bench import OUT, UP
from tests.witness_bench import kept as watched

pytestmark = pywb_server.NEEDED
POSTS = 40


def version(post: int, number: int) -> Kept:
    address = f"https://medium.com/@ada/x-{post:012x}" + ("", "", "?source=user_profile---0")[number]
    return Kept(address, f"20{20 + number}01010000{post:02}", f"<html>Post {post}, 潮 {number}".encode())


SHORT = [
    Kept(f"https://medium.com/p/{post:012x}", "20190101000000", b"", 302, location=version(post, 0).address)
    for post in range(3)
]
KEPT = [version(post, number) for post in range(POSTS) for number in range(3)]
ERRORS = [
    Kept(f"https://medium.com/@ada/error-{status:012x}", "20200101000000", b"<html>Error", status)
    for status in (404, 410, 429, 503)
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wayback]:
    """A client of pywb with these captures. Its waits take no time."""
    clock = Clock()
    with (
        pywb_server.serving(tmp_path_factory.mktemp("pywb"), *KEPT, *SHORT, *ERRORS) as place,
        PacedWeb("pywb", allow=("127.0.0.1",), sleep=clock.sleep, clock=clock) as web,
    ):
        yield Wayback(web, f"{place}/", f"{place}/cdx")


def test_pywb_lists_and_gives_every_capture(client: Wayback) -> None:
    listed = captures(client, Query("medium.com/@ada/", "prefix"))
    assert {(one.address, one.timestamp, one.digest, one.status) for one in listed} == {
        (one.address, one.timestamp, one.capture.digest, one.status) for one in (*KEPT, *ERRORS)
    }
    posts = find(listed, Writer("ada")).posts
    assert sorted(len(post.captures) for post in posts) == [0] * len(ERRORS) + [3] * POSTS
    contents = {(one.address, one.timestamp): one.body for one in (*KEPT, *ERRORS)}
    for capture in listed:
        found = client.fetch(capture)
        assert found == Memento(capture, contents[capture.address, capture.timestamp], is_proven=True)


def test_pywb_lists_one_address(client: Wayback) -> None:
    address = version(1, 0).address
    assert [one.timestamp[:4] for one in client.timemap(address).captures] == ["2020", "2021"]
    assert captures(client, Query("medium.com/@nobody")) == []


def test_pywb_gives_another_moment_and_it_is_told(client: Wayback) -> None:
    address = version(1, 0).address
    found = had(client.fetch(Capture(address, "20210601000000", "", 200, "")))
    assert (found.capture.timestamp, found.content) == (version(1, 1).timestamp, version(1, 1).body)
    assert had(client.newest(address)).content == version(1, 1).body
    assert client.newest("https://medium.com/p/ffffffffffff") == NotHad("The Wayback Machine has no copy.", again=False)


def test_pywb_leads_from_a_short_address_to_the_post(client: Wayback) -> None:
    for post, short in enumerate(SHORT):
        assert had(client.fetch(short.capture)).content == version(post, 0).body


def test_a_list_that_pywb_cuts_is_no_list(client: Wayback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wayback, "_LINES_A_PAGE", 50)
    with pytest.raises(RequestFailed, match="does not say how to go on"):
        captures(client, Query("medium.com/@ada/", "prefix"))


def test_posts_come_back_from_pywb(tmp_path: Path) -> None:
    found = [kept(story(post, version), f"20{19 + version}0601") for post in range(4) for version in range(2)]
    found += [kept(preview(story(post, 1)), "20230101") for post in range(2)]
    clock = Clock()
    with pywb_server.serving(tmp_path / "pywb", *found) as place, CommonCrawlServer({}, clock) as crawl:
        address, _, collection = place.rpartition("/")
        there = f"https://web.archive.org/{collection}"
        client = partial(Wayback, place=f"{there}/", indexed=f"{there}/cdx")
        hosts = {"web.archive.org": address, **crawl.hosts}
        network = Network(hosts, client, sleep=clock.sleep, clock=clock, wall=lambda: 1_795_000_000 + clock())
        report = rescue(Layout(tmp_path / "archive"), Options("@ada", offline=True), network=network)
        assert (report.counts["known_posts"], report.counts["known_whole"], report.issues) == (4, 4, ())
        again = rescue(Layout(tmp_path / "archive"), Options(offline=True), network=network)
        assert again.counts["captures_fetched"] == 0


def test_a_witness_judges_what_pywb_kept(tmp_path: Path) -> None:
    """Pages up and suspended, one that was noted as unchanged, and a redirect to the author's subdomain."""
    me, other = "https://medium.com/@ada", "https://medium.com/@bea"
    captured = [
        watched(UP, "20261110", me),
        watched(OUT, "20261120", me),
        watched(OUT, "20261122", me),
        Kept(other, "20261128000000", b"", 302, location="https://bea.medium.com/"),
        watched(profile("bea"), "20261128000001", "https://bea.medium.com/"),
    ]
    clock = Clock()
    with pywb_server.serving(tmp_path / "pywb", *captured) as place_of:
        means = witness.Means(
            allow=("127.0.0.1",),
            sleep=clock.sleep,
            clock=clock,
            now=lambda: datetime(2026, 11, 30, tzinfo=UTC),
            archive=lambda web: Wayback(web, f"{place_of}/", f"{place_of}/cdx"),
        )
        told = witness.look([place(me), place(other)], (), means)
    assert [(one.at[:10], one.verdict) for one in told.new] == [
        ("2026-11-10", "up"), ("2026-11-20", "suspended"), ("2026-11-22", "suspended"), ("2026-11-28", "up"),
    ]  # fmt: skip
    assert not told.issues

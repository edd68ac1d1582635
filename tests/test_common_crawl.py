"""Common Crawl's client: whole lists, and captures out of WARC files."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from medium_archive.errors import ProgramMissing
from medium_archive.fetch.web_archives import common_crawl, encodings
from medium_archive.fetch.web_archives.capture import Capture, Memento, NotHad, Query, Stretch, digest
from medium_archive.fetch.web_archives.common_crawl import CommonCrawl
from medium_archive.fetch.web_archives.pacing import PacedWeb
from medium_archive.web import RequestFailed
from tests.common_crawl_server import FILE, CommonCrawlServer
from tests.wayback_server import PAGE, POST, WHEN, Kept, many
from tests.web_servers import Clock

CRAWL = "CC-MAIN-2021-10"
OF_ADA = Query("medium.com/@ada/", "prefix")


@contextmanager
def crawled(*kept: Kept, **switches: Any) -> Iterator[tuple[CommonCrawlServer, CommonCrawl]]:
    clock = Clock()
    crawls = {CRAWL: kept, "CC-MAIN-2018-05": ()}
    with (
        CommonCrawlServer(crawls, clock, **switches) as server,
        PacedWeb(common_crawl.NAME, hosts=server.hosts, sleep=clock.sleep, clock=clock) as web,
    ):
        yield server, CommonCrawl(web)


def captures(client: CommonCrawl, query: Query = OF_ADA, crawl: str = CRAWL, after: str = "") -> list[Capture]:
    return [capture for page in client.list(query, crawl, after) for capture in page.captures]


def test_the_crawls_are_listed_the_newest_first() -> None:
    with crawled() as (_, client):
        assert client.crawls() == (CRAWL, "CC-MAIN-2018-05")


def test_a_list_in_several_parts_is_whole() -> None:
    kept = many(7)
    with crawled(*kept) as (server, client):
        found = captures(client)
        assert [(one.address, one.timestamp, one.digest) for one in found] == [
            (one.address, one.timestamp, digest(one.body)) for one in kept
        ]
        assert {(one.source, one.status, one.mime) for one in found} == {(CRAWL, 200, "text/html")}
        assert len(server.asked) == 4
        first = next(client.list(OF_ADA, CRAWL))
        assert captures(client, after=first.next) == found[3:]


def test_a_crawl_without_captures_has_an_empty_list() -> None:
    with crawled(*many(2)) as (_, client):
        assert captures(client, crawl="CC-MAIN-2018-05") == captures(client, Query("medium.com/@nobody")) == []


def test_lists_are_asked_for_at_most_19_times_a_minute() -> None:
    """The index is one small server that everyone shares."""
    with crawled(*many(30)) as (server, client):
        for _ in range(10):
            captures(client)
        times = [one.at for one in server.asked]
        assert len(times) == 110
        assert max(sum(start <= at < start + 60 for at in times) for start in times) == 19


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize(
    ("body", "encoding"),
    [(PAGE, None), (gzip.compress(PAGE), "gzip"), (gzip.compress(PAGE), "br"), (PAGE, "br")],
    ids=["plain", "gzip", "gzip named br", "plain named br"],
)
def test_a_capture_comes_as_it_was_sent(body: bytes, encoding: str | None, chunked: bool) -> None:
    pytest.importorskip("warcio")
    kept = Kept(POST, WHEN, body, encoding=encoding)
    with crawled(*many(2), kept, *many(4)[2:], chunked=chunked) as (_, client):
        (capture,) = [one for one in captures(client) if one.address == POST]
        found = client.fetch(capture)
        assert isinstance(found, Memento) and found.content == PAGE and found.capture == capture
        assert found.is_proven and not found.is_cut


def test_a_bomb_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("warcio")
    monkeypatch.setattr(encodings, "LARGEST", 2**20)
    with crawled(Kept(POST, WHEN, bytes(2**20 + 1))) as (_, client):
        found = client.fetch(*captures(client))
        assert isinstance(found, NotHad) and "more than" in found.problem


def test_a_page_of_which_the_crawl_kept_the_beginning_is_told() -> None:
    """Old crawls kept 1 MB."""
    pytest.importorskip("warcio")
    with crawled(Kept(POST, WHEN, PAGE), truncated="length") as (_, client):
        found = client.fetch(*captures(client))
        assert isinstance(found, Memento) and found.is_cut


@pytest.mark.parametrize(
    ("switches", "change", "words"),
    [
        ({"is_whole": True}, {}, "answers 200 instead of the record"),
        ({"is_short": True}, {}, "cut off"),
        ({}, {"file": "crawl-data/none.warc.gz"}, "answers 404"),
        ({}, {"offset": 1}, "can't be read"),
        ({}, {"length": 2**31}, "does not say where"),
    ],
)
def test_a_record_that_is_not_there_is_a_reason(switches: dict[str, bool], change: dict[str, Any], words: str) -> None:
    pytest.importorskip("warcio")
    with crawled(Kept(POST, WHEN, PAGE), Kept(f"{POST}?b", WHEN, PAGE), **switches) as (_, client):
        capture = captures(client)[0]
        assert capture.stretch is not None
        found = client.fetch(replace(capture, stretch=replace(capture.stretch, **change)))
        assert isinstance(found, NotHad) and words in found.problem


def test_a_line_without_a_place_is_counted() -> None:
    with crawled(*many(2)) as (server, client):
        del server.rows[CRAWL][0]["offset"]
        (page,) = client.list(OF_ADA, CRAWL)
        assert (len(page.captures), page.unreadable) == (1, 1)


def test_a_list_of_which_no_line_can_be_read_is_no_list() -> None:
    """It would be remembered for a week."""
    with crawled(*many(2)) as (server, client):
        for row in server.rows[CRAWL]:
            row["timestamp"] = "soon"
        with pytest.raises(RequestFailed, match="No line in the list of captures"):
            captures(client)


def test_the_library_that_reads_records_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    with crawled(Kept(POST, WHEN, PAGE)) as (_, client), pytest.raises(ProgramMissing, match="warcio"):
        client.fetch(*captures(client))


def test_a_capture_of_another_archive_has_no_place_here() -> None:
    with crawled() as (_, client):
        assert isinstance(client.fetch(Capture(POST, WHEN, "", 200, "")), NotHad)
        assert isinstance(client.fetch(Capture(POST, WHEN, "", 200, "", CRAWL, Stretch(FILE, 0, 0))), NotHad)

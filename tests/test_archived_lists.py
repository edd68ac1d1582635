"""Runs that are killed and begun again: what they have stays, and the archive is asked no more often than it allows."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from medium_archive.errors import Unreachable
from medium_archive.fetch.web_archives import wayback
from medium_archive.fetch.web_archives.capture import Capture, Memento, Page, Query, Stretch
from medium_archive.fetch.web_archives.lists import Lists, captures
from medium_archive.fetch.web_archives.posts import Writer, find, queries, queries_about
from medium_archive.fetch.web_archives.recent import Recent
from medium_archive.fetch.web_archives.wayback import Wayback
from tests.wayback_server import Kept, WaybackServer, paced
from tests.web_servers import Clock

TODAY = date(2026, 11, 29)
ADA = Query("medium.com/@ada/", "prefix")
FIRST = Capture("https://medium.com/@ada/a-111111111111", "20200101000000", "A", 200, "text/html")
SECOND = Capture("https://medium.com/@ada/b-222222222222", "20200101000000", "", None, "")
PAGES = (Page((FIRST,), "key 1"), Page((SECOND,), "", 3))
CRAWLED = Page((replace(FIRST, source="CC-MAIN-2020-05", stretch=Stretch("crawl-data/a.warc.gz", 7, 9)),))


class Asked:
    """An archive that gives `pages`, and fails after `good` of them."""

    def __init__(self, pages: tuple[Page, ...] = PAGES, good: int = 9) -> None:
        self.pages, self.good = pages, good
        self.after: list[str] = []

    def __call__(self, after: str) -> Iterator[Page]:
        self.after.append(after)
        start = next((number for number, page in enumerate(self.pages, 1) if page.next == after and after), 0)
        for number, page in enumerate(self.pages[start:]):
            if number >= self.good:
                raise Unreachable("away")
            yield page


def test_a_whole_list_is_not_asked_for_again(tmp_path: Path) -> None:
    file, asked = tmp_path / "lists.jsonl", Asked()
    assert tuple(Lists(file, TODAY).pages("wayback", ADA, asked)) == PAGES
    again = Lists(file, TODAY + timedelta(days=7))
    assert tuple(again.pages("wayback", ADA, asked)) == PAGES
    assert tuple(again.pages("wayback", ADA, asked)) == PAGES
    assert asked.after == [""]


def test_a_list_goes_on_after_the_part_that_came(tmp_path: Path) -> None:
    file = tmp_path / "lists.jsonl"
    with pytest.raises(Unreachable):
        tuple(Lists(file, TODAY).pages("wayback", ADA, Asked(good=1)))
    asked = Asked()
    assert tuple(Lists(file, TODAY).pages("wayback", ADA, asked)) == PAGES
    assert asked.after == ["key 1"]


def test_lists_of_other_queries_and_archives_are_others(tmp_path: Path) -> None:
    file, crawled = tmp_path / "lists.jsonl", Asked((CRAWLED,))
    lists = Lists(file, TODAY)
    tuple(lists.pages("wayback", ADA, Asked()))
    assert tuple(lists.pages("CC-MAIN-2020-05", ADA, crawled)) == (CRAWLED,)
    assert tuple(Lists(file, TODAY).pages("CC-MAIN-2020-05", ADA, crawled)) == (CRAWLED,)
    assert crawled.after == [""]
    for query in (Query("medium.com/@ada/"), Query("medium.com/@ada/", "prefix", ("statuscode:200",))):
        assert tuple(Lists(file, TODAY).pages("wayback", query, Asked(()))) == ()


@pytest.mark.parametrize("days", [8, -1])
def test_an_old_list_is_asked_for_again(days: int, tmp_path: Path) -> None:
    """The archive may have more by then. A list of tomorrow comes from a wrong clock."""
    file, asked = tmp_path / "lists.jsonl", Asked()
    for day in (TODAY, TODAY + timedelta(days=days)):
        assert tuple(Lists(file, day).pages("wayback", ADA, asked)) == PAGES
    assert asked.after == ["", ""]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text[text.index("\n") :],
        lambda text: text.replace('"timestamp"', '"time"'),
        lambda text: "[]",
        lambda text: text + text,
        lambda text: "\udcff",
    ],
    ids=["cut", "first part gone", "another schema", "something else", "twice", "no UTF-8"],
)
def test_a_damaged_file_costs_only_requests(damage: Callable[[str], str], tmp_path: Path) -> None:
    file = tmp_path / "lists.jsonl"
    tuple(Lists(file, TODAY).pages("wayback", ADA, Asked()))
    file.write_bytes(damage(file.read_text("utf-8")).encode("utf-8", "surrogateescape"))
    assert tuple(Lists(file, TODAY).pages("wayback", ADA, Asked())) == PAGES
    assert tuple(Lists(file, TODAY).pages("wayback", ADA, Asked(good=0))) == PAGES


def test_the_requests_of_the_run_before_count(tmp_path: Path) -> None:
    clock = Clock()
    for _ in range(5):
        recent = Recent(tmp_path / "recent.json", clock)
        with WaybackServer((), clock) as server, paced(server.address, clock, recent=recent) as web:
            for number in range(7):
                tuple(Wayback(web).list(Query(f"medium.com/p/{number:012x}")))
    assert clock.now - 1000 == 60  # 35 requests


def test_a_pause_is_made_by_the_next_run_too(tmp_path: Path) -> None:
    clock = Clock()
    with WaybackServer((), clock, limited=1, retry_after=600) as server:
        with pytest.raises(KeyboardInterrupt):
            recent = Recent(tmp_path / "recent.json", clock)
            with paced(server.address, clock, recent=recent, told=_interrupt) as web:
                tuple(Wayback(web).list(ADA))
        clock.now += 100
        recent = Recent(tmp_path / "recent.json", clock)
        with paced(server.address, clock, recent=recent) as web:
            tuple(Wayback(web).list(ADA))
        assert [one.at for one in server.asked] == [1000, 1600]


def _interrupt(_: str) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"asked": {"lists": [1e99, -5]}, "ready_at": 1e99}', b'{"asked": 1}']
)
def test_a_damaged_file_of_recent_requests_stops_nobody(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "recent.json").write_bytes(content)
    recent = Recent(tmp_path / "recent.json", Clock())
    assert (recent.ages("lists"), recent.pause()) == ([], 0.0)
    recent.note_request("lists")
    assert json.loads((tmp_path / "recent.json").read_bytes())["asked"]["lists"] == [1000]


class Killed(BaseException):
    """The end of a run at any moment."""


class Mortal(Clock):
    """A clock that kills who looks at it once too often. Before and after each request somebody looks at it."""

    def __init__(self, clock: Clock, looks: int) -> None:
        super().__init__()
        self.now, self.looks = clock.now, looks
        self._clock = clock

    def __call__(self) -> float:
        self.looks -= 1
        if self.looks < 0:
            raise Killed
        return self._clock()

    def sleep(self, seconds: float) -> None:
        self._clock.sleep(seconds)


@pytest.mark.parametrize("count", [40, pytest.param(300, marks=pytest.mark.slow)])
def test_a_run_that_is_killed_twenty_times_ends_with_everything(
    count: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Posts with three captures each, under several addresses. The server counts the requests a minute."""
    monkeypatch.setattr(wayback, "_LINES_A_PAGE", 10)
    kept = [
        Kept(
            f"https://medium.com/@ada/x-{post:012x}" + ("", "?source=a", "?gi=b")[version],
            f"20{20 + version}0101{post // 60:02}{post % 60:02}00",
            b"<html>%d, version %d" % (post, version),
        )
        for post in range(count)
        for version in range(3)
    ]
    have: dict[Capture, bytes] = {}
    chance = random.Random(7)  # noqa: S311  # chooses moments, keeps no secret
    clock = Clock()
    with WaybackServer(kept, clock, limited=1, retry_after=30) as server:
        for _ in range(20):
            with pytest.raises(Killed):
                rescue(server, Mortal(clock, chance.randint(1, count)), tmp_path, have)
        assert rescue(server, Mortal(clock, 10**9), tmp_path, have) == count
        assert {capture.digest for capture in have} == {one.capture.digest for one in kept}
        assert server.most_a_minute("list") <= 19 and server.most_a_minute("memento") <= 480
        assert server.count("memento") <= len(kept) + 20  # for each kill one that was lost
        parts = len(kept) // 10 + 1
        assert server.count("list") <= parts + 1 + 4 + 20  # the 429, the other questions, and one for each kill


def rescue(server: WaybackServer, clock: Mortal, place: Path, have: dict[Capture, bytes]) -> int:
    """One run: all lists, then every capture that is not here. Gives the number of posts."""
    lists = Lists(place / "lists.jsonl", TODAY)
    with paced(server.address, clock, recent=Recent(place / "recent.json", clock)) as web:
        client = Wayback(web)
        asked = (*queries(Writer("ada")), *queries_about("000000000012"))
        pages = [page for query in asked for page in lists.pages("wayback", query, partial(client.list, query))]
        posts = find(captures(pages), Writer("ada")).posts
        for capture in (capture for post in posts for capture in post.captures if capture not in have):
            found = client.fetch(capture)
            assert isinstance(found, Memento) and found.is_proven
            have[capture] = found.content
    return len(posts)

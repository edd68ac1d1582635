"""A rescue that is killed at any moment goes on where it was: nothing is lost, and little is fetched twice."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests.common_crawl_server import CommonCrawlServer
from tests.page_archives import snapshot
from tests.rescue_archives import HOME, kept, preview, story
from tests.rescue_process import QuickClock
from tests.saved_pages import others
from tests.wayback_server import Kept, WaybackServer

_KILLS = 20
_QUIET = 1.0  # seconds without a request, after which a run adds what it received
_LONGEST = 300


def captures(count: int) -> Iterator[Kept]:
    """Three of each post: of every third post the newest is a beginning, of another third a wall. Of some posts more
    there is only the address, so that each of them is asked for.
    """
    for post in range(_lost(count)):
        yield Kept(f"{HOME}lost-{post:012x}", "20210101000000", b"", 404)
    for post in range(count):
        newest = story(post, 2)
        if post % 3 == 1:
            yield kept(preview(newest), "20230101")
        elif post % 3 == 2:
            yield kept(newest, "20230101", body=others.WALL + b"<!-- %d -->" % post)
        else:
            yield kept(newest, "20230101", f"https://medium.com/@ada/{newest.slug}?source=user_profile---{post}")
        yield kept(story(post, 1), "20210101")
        yield kept(story(post), "20190101")


def _lost(count: int) -> int:
    return count // 4 + 12


@contextmanager
def running(folder: Path, hosts: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "tests.rescue_process", str(folder), json.dumps(hosts)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent)
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=_LONGEST)


def complete(folder: Path, hosts: dict[str, str]) -> dict[str, Any]:
    with running(folder, hosts) as process:
        output, _ = process.communicate(timeout=_LONGEST)
        assert process.returncode == 0
        report: dict[str, Any] = json.loads(output)
        return report


@pytest.mark.slow
@pytest.mark.parametrize("count", [24])
def test_a_rescue_that_is_killed_twenty_times_ends_with_everything(count: int, tmp_path: Path) -> None:
    """With `kill -9`, while it asks, and while it writes the archive. The server counts the requests a minute."""
    check(count, tmp_path)


def check(count: int, folder: Path) -> tuple[WaybackServer, dict[str, Any]]:
    chance = random.Random(count)  # noqa: S311  # chooses moments, keeps no secret
    found, clock = list(captures(count)), QuickClock()
    with CommonCrawlServer({}, clock) as crawl:
        with WaybackServer(found, clock) as server:
            expected = complete(folder / "undisturbed", {**server.hosts, **crawl.hosts})
            needed = server.count("memento")
        with WaybackServer(found, clock, limited=2, retry_after=30) as server:
            hosts = {**server.hosts, **crawl.hosts}
            for kill in range(_KILLS):
                with running(folder / "archive", hosts) as process:
                    if kill < 3 * _KILLS // 4:
                        _wait_for(process, server, len(server.asked) + chance.randint(1, max(2, 2 * needed // _KILLS)))
                    else:
                        _wait_for_silence(process, server)
                        time.sleep(chance.uniform(0, 0.02 * count))
            report = complete(folder / "archive", hosts)
            assert server.count("memento") <= needed + _KILLS + 2
            assert 10 < server.most_a_minute("list") <= 19
            assert {one.status for one in server.asked[2:]} == {200}
    names = ("known_posts", "known_whole", "known_partial", "known_address")
    assert [report["counts"][name] for name in names] == [expected["counts"][name] for name in names]
    assert [report["counts"][name] for name in names] == [count + _lost(count), count, 0, _lost(count)]
    assert sum(issue["code"] == "only-address" for issue in report["issues"]) == _lost(count)
    assert snapshot(Layout(folder / "archive")) == snapshot(Layout(folder / "undisturbed"))
    assert [issue for issue in verify(Layout(folder / "archive")).issues if issue.level == "error"] == []
    return server, report


def _wait_for(process: subprocess.Popen[str], server: WaybackServer, requests: int) -> None:
    """Until the server has had so many requests, or the process ended."""
    while len(server.asked) < requests and process.poll() is None:
        time.sleep(0.002)


def _wait_for_silence(process: subprocess.Popen[str], server: WaybackServer) -> None:
    """Until a run asks for nothing more: then it adds what it received."""
    last, since = -1, time.monotonic()
    while time.monotonic() - since < _QUIET and process.poll() is None:
        if len(server.asked) != last:
            last, since = len(server.asked), time.monotonic()
        time.sleep(0.002)

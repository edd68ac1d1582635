"""The manners of the Wayback Machine's client: how often it asks, how it waits, and when a run stops."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import pytest

from medium_archive.errors import Unreachable
from medium_archive.fetch.web_archives import wayback
from medium_archive.fetch.web_archives.capture import Capture, NotHad, Query
from medium_archive.fetch.web_archives.wayback import Wayback
from medium_archive.fetch.workers import Workers
from tests.wayback_server import PAGE, POST, WHEN, Kept, WaybackServer, archive, captures, had, many, paced
from tests.web_servers import Clock, RawServer, answer, read_request, responds


def test_lists_are_asked_for_at_most_19_times_a_minute() -> None:
    """80 % of the archive's limit, counted by the server, over all kinds of lists."""
    with archive(*many(1)) as (server, client, clock):
        for number in range(100):
            captures(client, Query(f"medium.com/p/{number:012x}"))
            client.timemap(f"https://medium.com/p/{number:012x}")
        assert server.count("list") == 200
        assert server.most_a_minute("list") == 19
        assert {one.status for one in server.asked} == {200}
        assert clock.now - 1000 == 600  # so no longer than it must


def test_captures_are_asked_for_at_most_480_times_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wayback.MEMENTOS_A_MINUTE == 480
    monkeypatch.setattr(wayback, "MEMENTOS_A_MINUTE", 48)  # so that the test is quick
    kept = Kept(POST, WHEN, b"<html>")
    with archive(kept) as (server, client, _clock):
        for _ in range(100):
            client.fetch(kept.capture)
        assert server.most_a_minute("memento") == 48 and server.count("memento") == 100


@pytest.mark.parametrize(("retry_after", "pause"), [(None, 60), (7, 7), (300, 300)])
def test_a_pause_that_the_archive_asks_for_is_made(retry_after: int | None, pause: float) -> None:
    kept = Kept(POST, WHEN, PAGE)
    with archive(kept, limited=2, retry_after=retry_after) as (server, client, clock):
        assert captures(client, Query(POST)) == [kept.capture]
        assert had(client.fetch(kept.capture)).content == PAGE
        assert [one.status for one in server.asked] == [429, 429, 200, 200]
        assert clock.waits == [pause, pause]


def test_nothing_else_is_asked_during_a_pause() -> None:
    """A limit on lists is a limit on captures too: else the archive refuses every connection."""
    kept = Kept(POST, WHEN, PAGE)
    with archive(kept, limited=1, retry_after=120) as (server, client, _):
        client.fetch(kept.capture)
        captures(client, Query(POST))
        limited, *others = server.asked
        assert all(one.at >= limited.at + 120 for one in others)


def test_refused_connections_are_waited_out() -> None:
    """After too many requests the archive accepts no connection for some minutes."""
    kept = Kept(POST, WHEN, PAGE)
    with archive(kept) as (server, client, clock):
        client.fetch(kept.capture)
        server.refused_until = clock.now + 900
        assert captures(client, Query(POST)) == [kept.capture]
        refused = [one.at for one in server.asked if one.status == 0]
        assert max(refused) < server.refused_until and all(wait >= 300 for wait in clock.waits)


def stop(act: Callable[[], object]) -> Unreachable:
    with pytest.raises(Unreachable) as caught:
        act()
    return caught.value


def test_an_archive_that_refuses_for_too_long_ends_the_run_with_one_sentence() -> None:
    kept = Kept(POST, WHEN, PAGE)
    with archive(kept) as (server, client, _):
        client.fetch(kept.capture)
        server.refused_until = float("inf")
        error = stop(lambda: client.fetch(kept.capture))
        assert error.message == (
            "The Wayback Machine gives no answer for 30 minutes: The connection to 127.0.0.1 was lost."
        )
        assert error.hint == "Run the command again in 5 minutes; it goes on where it stopped."
        count = len(server.asked)
        assert stop(lambda: captures(client, Query(POST))) is error
        assert len(server.asked) == count


def test_a_run_without_any_answer_ends_soon() -> None:
    """The computer has no network: nobody wants to wait half an hour to hear that."""
    clock = Clock()
    with paced("http://127.0.0.1:9", clock) as web:
        error = stop(lambda: captures(Wayback(web), Query(POST)))
    assert error.message == "The Wayback Machine gives no answer: Could not connect to 127.0.0.1."
    assert clock.now - 1000 < 20


def test_pauses_with_answers_between_them_end_no_run() -> None:
    kept = Kept(POST, WHEN, PAGE)
    with archive(kept, retry_after=1000) as (server, client, clock):
        for _ in range(3):
            server.limited = 1
            assert captures(client, Query(POST)) == [kept.capture]
        assert clock.waits == [1000] * 3


def test_a_pause_that_is_too_long_is_told_and_not_made() -> None:
    with archive(limited=1, retry_after=86_400) as (_, client, clock):
        error = stop(lambda: captures(client, Query(POST)))
        assert error.hint.startswith("Run the command again in 24 hours") and not clock.waits


def test_a_pause_is_announced() -> None:
    said: list[str] = []
    clock = Clock()
    with (
        WaybackServer((), clock, limited=1, retry_after=90) as server,
        paced(server.address, clock, told=said.append) as web,
    ):
        captures(Wayback(web), Query(POST))
    assert said == ["web.archive.org received too many requests. The run goes on in 90 seconds."]


def test_threads_that_are_told_the_same_make_one_pause() -> None:
    """Three requests that were under way together are refused together: half an hour is not over three times sooner."""
    together = threading.Barrier(3)

    def refuse(client: socket.socket, server: RawServer) -> None:
        read_request(client, server)
        together.wait(10)
        client.sendall(answer(b"", 429, Connection="close"))

    behaviours = [refuse] * 3 + [responds(answer(b"[]"))]
    clock, said = Clock(), list[str]()
    with RawServer(*behaviours) as server, paced(server.address, clock, told=said.append) as web:
        client = Wayback(web)
        workers: Workers[Query, list[Capture]] = Workers(3, lambda query: captures(client, query))
        with workers:
            for number in range(3):
                workers.give(Query(f"medium.com/p/{number:012x}"))
            assert [workers.take()[1] for _ in range(3)] == [[], [], []]
    assert len(said) == 1 and len(server.requests) == 6


def test_a_capture_that_always_fails_does_not_stop_the_others() -> None:
    bad, good = Kept(POST, WHEN, PAGE, is_cut=True), Kept(f"{POST}?b", WHEN, PAGE)
    with archive(bad, good) as (server, client, _clock):
        for _ in range(20):
            assert isinstance(client.fetch(bad.capture), NotHad)
        assert had(client.fetch(good.capture)).content == PAGE
        assert server.count("memento") == 61


def test_an_archive_that_only_answers_errors_is_left_alone() -> None:
    with RawServer(responds(*[answer(b"", 503)] * 100)) as server, paced(server.address, Clock()) as web:
        client = Wayback(web)
        kept = Capture(POST, WHEN, "", 200, "")
        assert [client.fetch(kept) for _ in range(7)] == [
            NotHad("web.archive.org answered with a server error (503).", again=True)
        ] * 7
        stop(lambda: client.fetch(kept))
        assert len(server.requests) == 24


@pytest.mark.parametrize("asked", ["3600", "2592000", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_nobody_waits_for_an_archive_that_is_busy_for_long(asked: str) -> None:
    """The run ends, and what it has stays."""
    clock = Clock()
    with RawServer(responds(answer(b"", 503, Retry_After=asked))) as server, paced(server.address, clock) as web:
        stop(lambda: captures(Wayback(web), Query(POST)))
        assert clock.waits == [] and len(server.requests) == 1

"""How `medium_archive.web` treats a host: what it repeats, how long it waits, how few connections it opens."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from medium_archive.web import Limits, Web, guard
from medium_archive.web.headers import LONGEST_WAIT
from tests.web_servers import (
    CDN,
    CERTIFICATE,
    NAME_ON_CERTIFICATE,
    ONCE,
    Clock,
    RawServer,
    RecordedSleep,
    always_responds,
    answer,
    closes_connection,
    failure,
    never_answers,
    read_request,
    responds,
    web_to,
)

# --- Repeating ---


@pytest.mark.parametrize(
    "first",
    [
        answer(b"", 502),
        answer(b"", 503),
        answer(b"", 504),
        answer(b"", 429),
        answer(b"half", length=8),
        b"garbage\r\n\r\n",
        b"",
    ],
)
def test_a_temporary_fault_is_tried_again(first: bytes) -> None:
    """A fault that comes once costs a wait, not the answer."""
    waits = RecordedSleep()
    with RawServer(responds(first), responds(answer(b"whole"))) as server, web_to(server, Limits(), waits) as web:
        assert web.get(f"http://{CDN}/x").body == b"whole"
    assert len(waits) == 1


def test_a_time_out_is_tried_again() -> None:
    """A server that does not answer once may answer the next time."""
    limits = Limits(idle_seconds=1.0)
    with RawServer(never_answers, responds(answer(b"there"))) as server, web_to(server, limits) as web:
        assert web.get(f"http://{CDN}/x").body == b"there"


def test_waits_grow_until_the_attempts_are_used_up() -> None:
    """Four attempts with growing waits, then the failure with its reason."""
    waits = RecordedSleep()
    with RawServer(always_responds(answer(b"", 503))) as server, web_to(server, Limits(), waits) as web:
        failed = failure(web, f"http://{CDN}/x")
    assert (failed.reason, failed.retry_after, len(server.requests)) == ("server-error", 60.0, 4)
    for wait, least in zip(waits, (0.5, 1.0, 2.0), strict=True):
        assert least <= wait <= least + 1


@pytest.mark.parametrize("status", [200, 204, 304, 400, 401, 403, 404, 410, 451])
def test_a_status_that_asks_for_no_retry_is_returned_at_once(status: int) -> None:
    """It is asked for once and returned unchanged."""
    body = b"" if status in (204, 304) else b"words"
    with RawServer(always_responds(answer(body, status, X_One="1"))) as server, web_to(server) as web:
        given = web.get(f"http://{CDN}/x")
    assert (given.status, given.body, given.headers["x-one"]) == (status, body, "1")
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("value", ["7", "Mon, 01 Jun 2020 10:00:07 GMT"])
def test_retry_after_is_obeyed(status: int, value: str) -> None:
    """In seconds or as a date, which is measured by the server's own clock."""
    clock = Clock()
    later = answer(b"", status, Date="Mon, 01 Jun 2020 10:00:00 GMT", Retry_After=value)
    with (
        RawServer(responds(later, answer(b"there"))) as server,
        Web(hosts={CDN: server.address}, sleep=clock.sleep, clock=clock) as web,
    ):
        assert web.get(f"http://{CDN}/x").body == b"there"
    assert clock.waits == [7.0]


@pytest.mark.parametrize(
    "value", ["", "soon", "-5", "1.5", "Mon, 99 Foo 2020 10:00:07 GMT", "1 Jan 2020 1:1:1 +99999999999999"]
)
def test_an_invalid_retry_after_is_ignored(value: str) -> None:
    """The usual wait is used instead."""
    waits = RecordedSleep()
    behaviour = responds(answer(b"", 429, Retry_After=value), answer(b"there"))
    with RawServer(behaviour) as server, web_to(server, Limits(), waits) as web:
        assert web.get(f"http://{CDN}/x").body == b"there"
    assert [0.5 <= wait <= 1.5 for wait in waits] == [True]


@pytest.mark.parametrize(("status", "reason"), [(429, "rate-limited"), (503, "server-error")])
@pytest.mark.parametrize(
    "value", ["3600", "9" * 5000, "Mon, 01 Jun 2099 10:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"]
)
def test_a_long_retry_after_is_not_waited_for(status: int, reason: str, value: str) -> None:
    """The request fails at once, and the failure has the time to wait."""
    waits = RecordedSleep()
    behaviour = always_responds(answer(b"", status, Retry_After=value))
    with RawServer(behaviour) as server, web_to(server, Limits(), waits) as web:
        failed = failure(web, f"http://{CDN}/x")
    assert failed.reason == reason
    assert failed.retry_after is not None
    assert 3600.0 <= failed.retry_after <= LONGEST_WAIT
    assert (len(server.requests), waits) == (1, [])


def test_after_a_429_all_requests_to_the_host_wait() -> None:
    """Requests to other hosts do not wait."""
    clock = Clock()
    slow_down = responds(answer(b"", 429, Retry_After="30"), answer(b"first"), answer(b"second"))
    with RawServer(slow_down) as server, RawServer(always_responds(answer(b"other"))) as other:
        moved = {CDN: server.address, "other.example": other.address}
        with Web(hosts=moved, limits=ONCE, sleep=clock.sleep, clock=clock) as web:
            assert failure(web, f"http://{CDN}/1").retry_after == 30.0
            assert web.get("http://other.example/").body == b"other"
            assert clock.waits == []
            assert web.get(f"http://{CDN}/2").body == b"first"
            assert clock.waits == [30.0]
            assert web.get(f"http://{CDN}/3").body == b"second"
    assert clock.waits == [30.0]


def test_after_a_429_with_a_long_pause_the_host_is_not_asked_any_more() -> None:
    """Later requests fail without being sent, with the rest of the time to wait."""
    clock = Clock()
    with (
        RawServer(always_responds(answer(b"", 429, Retry_After="3600"))) as server,
        Web(hosts={CDN: server.address}, sleep=clock.sleep, clock=clock) as web,
    ):
        failure(web, f"http://{CDN}/1")
        clock.now += 600
        failed = failure(web, f"http://{CDN}/2")
    assert (failed.reason, failed.retry_after) == ("rate-limited", 3000.0)
    assert len(server.requests) == 1


# --- Requests and connections ---


def test_a_host_that_never_answers_is_given_up() -> None:
    """Thousands of addresses of a dead host cost no time. An answer in between resets the count."""
    gone = [closes_connection] * 5
    waits = RecordedSleep()
    limits = Limits(attempts=1, max_failures=3)
    with (
        RawServer(closes_connection, closes_connection, responds(answer(b"there")), *gone) as server,
        web_to(server, limits, waits) as web,
    ):
        seen = [failure(web, f"http://{CDN}/{n}").reason for n in range(2)]
        assert web.get(f"http://{CDN}/2").body == b"there"
        seen += [failure(web, f"http://{CDN}/{n}").reason for n in range(3, 40)]
        assert set(seen) == {"unreachable"}
    assert len(server.requests) == 6


def test_redirects_are_followed() -> None:
    """To another path and to another host; the answer has the last address."""
    hops = responds(answer(b"", 301, Location="/b%20c"), answer(b"moved", 307, Location="//miro.example/d?e"))
    with (
        RawServer(always_responds(answer(b"here", Content_Type="image/png"))) as there,
        RawServer(hops) as server,
        Web(hosts={CDN: server.address, "miro.example": there.address}) as web,
    ):
        given = web.get(f"https://{CDN}/a")
    assert (given.address, given.body) == ("https://miro.example/d?e", b"here")
    assert given.headers["content-type"] == "image/png"
    assert [request.split(" ", 2)[1] for request in server.requests] == ["/a", "/b%20c"]


def test_a_redirect_without_a_target_is_an_answer() -> None:
    """There is no address to follow."""
    with RawServer(responds(answer(b"?", 302))) as server, web_to(server) as web:
        assert web.get(f"http://{CDN}/x").status == 302


def test_requests_name_the_program_and_send_no_cookies() -> None:
    """User-Agent names the program; a cookie that a server sets is not sent back."""
    with RawServer(always_responds(answer(b"", Set_Cookie="a=b"))) as server, web_to(server) as web:
        for _ in range(2):
            web.get(f"http://{CDN}/x")
    for request in server.requests:
        headers = dict(line.split(": ", 1) for line in request.splitlines()[1:] if line)
        assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
        assert headers["User-Agent"].startswith("medium-archive/")


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy resolves names itself, so the guard could not check their addresses."""
    with (
        RawServer(always_responds(answer(b"round about"))) as proxy,
        RawServer(responds(answer(b"straight"))) as server,
        web_to(server) as web,
    ):
        monkeypatch.setenv("HTTP_PROXY", proxy.address)
        monkeypatch.setenv("ALL_PROXY", proxy.address)
        assert web.get(f"http://{CDN}/x").body == b"straight"
    assert proxy.connections == 0


def test_a_connection_serves_many_requests() -> None:
    """One thread needs one connection."""
    with RawServer(always_responds(answer(b"x" * 1000))) as server, web_to(server) as web:
        for _ in range(50):
            web.get(f"http://{CDN}/x")
    assert (server.connections, len(server.requests)) == (1, 50)


def test_a_connection_closed_while_idle_costs_no_attempt() -> None:
    """A server may close an idle connection at any moment; a GET is sent again at once on a new one."""

    def close_before_second(client: socket.socket, server: RawServer) -> None:
        responds(answer(b"first"))(client, server)
        read_request(client, server)

    waits = RecordedSleep()
    with RawServer(close_before_second, responds(answer(b"second"))) as server, web_to(server, ONCE, waits) as web:
        assert [web.get(f"http://{CDN}/{n}").body for n in range(2)] == [b"first", b"second"]
    assert (server.connections, waits) == (2, [])


def test_bytes_after_an_answer_are_not_taken_for_the_next_answer() -> None:
    """The next request goes out on a new connection."""
    forged = answer(b"first") + answer(b"forged")
    with RawServer(responds(forged), responds(answer(b"second"))) as server, web_to(server) as web:
        assert [web.get(f"http://{CDN}/{n}").body for n in range(2)] == [b"first", b"second"]
    assert server.connections == 2


def test_the_limit_of_connections_to_a_host_is_kept() -> None:
    """Eight threads at a limit of two: never more than two requests are under way, on two connections."""
    now, most, lock, both = 0, 0, threading.Lock(), threading.Barrier(2)

    def count(client: socket.socket, server: RawServer) -> None:
        nonlocal now, most
        while read_request(client, server):
            with lock:
                now += 1
                most = max(most, now)
            both.wait(20)  # so that two come together each time; a third would show in `most`
            with lock:
                now -= 1
            client.sendall(answer(b"x"))

    limits = Limits(connections=2, attempts=1)
    with RawServer(count) as server, web_to(server, limits) as web, ThreadPoolExecutor(8) as threads:
        bodies = list(threads.map(lambda n: web.get(f"http://{CDN}/{n}").body, range(40)))
    assert bodies == [b"x"] * 40
    assert (most, server.connections) == (2, 2)


def test_each_thread_gets_its_own_answer() -> None:
    """Threads share connections, not answers."""

    def echo(client: socket.socket, server: RawServer) -> None:
        while request := read_request(client, server):
            client.sendall(answer(request.split(" ", 2)[1].encode()))

    with RawServer(echo) as server, web_to(server) as web, ThreadPoolExecutor(8) as threads:
        bodies = list(threads.map(lambda n: web.get(f"http://{CDN}/{n}").body, range(400)))
    assert bodies == [f"/{n}".encode() for n in range(400)]
    assert server.connections <= 4


def test_idle_connections_are_few_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests to a hundred hosts leave at most 64 connections open, and none after closing."""
    hosts = [f"host{n}.example" for n in range(100)]
    monkeypatch.setattr(guard, "resolve", lambda host, port: ("127.0.0.1",))
    with RawServer(always_responds(answer(b"x"))) as server:
        with Web(allow=hosts) as web:
            for host in hosts:
                web.get(f"http://{host}:{server.port}/")
            server.wait_until_at_most(64)
        server.wait_until_at_most(0)
    assert server.connections == 100


# --- TLS ---


def test_an_untrusted_certificate_is_refused() -> None:
    """A self-signed certificate proves nothing about the server; no request is sent."""
    with RawServer(always_responds(answer()), tls=True) as server, Web(allow=["127.0.0.1"]) as web:
        failed = failure(web, server.address)
    assert (failed.reason, failed.retry_after, server.requests) == ("tls", 86_400.0, [])


def test_https_without_tls_is_refused() -> None:
    """A server that answers an https address without encryption is refused."""

    def answer_in_the_clear(client: socket.socket, server: RawServer) -> None:
        client.recv(1)
        client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        client.recv(65536)

    with RawServer(answer_in_the_clear) as server, Web(allow=["127.0.0.1"]) as web:
        assert failure(web, server.address.replace("http", "https")).reason == "tls"


def test_the_name_goes_to_tls_and_the_address_to_the_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to the checked address; the certificate is checked against the host's name."""
    trusted = tmp_path / "trusted.pem"
    trusted.write_text(CERTIFICATE)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setattr(guard, "resolve", lambda host, port: ("127.0.0.1",))
    with (
        RawServer(always_responds(answer(b"safe")), tls=True) as server,
        Web(allow=[NAME_ON_CERTIFICATE, "other.example"]) as web,
    ):
        assert web.get(f"https://{NAME_ON_CERTIFICATE}:{server.port}/").body == b"safe"
        assert failure(web, f"https://other.example:{server.port}/").reason == "tls"
    assert server.server_names == [NAME_ON_CERTIFICATE, "other.example"]

"""What `medium_archive.web` refuses: addresses outside the public web, and harmful answers."""

from __future__ import annotations

import gzip
import itertools
import socket
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress

import httpcore2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medium_archive.web import Limits, RequestFailed, Web, guard
from tests.web_servers import (
    CDN,
    MEGABYTE,
    ONCE,
    Behaviour,
    RawServer,
    RecordedSleep,
    always_responds,
    answer,
    closes_connection,
    failure,
    gzip_bomb,
    head,
    never_answers,
    responds,
    streams,
    web_to,
)

PUBLIC = "93.184.216.34"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[str, ...]]]:
    """What each name resolves to, the first time, the second time, … Other names go to the real resolver."""
    known: dict[str, list[tuple[str, ...]]] = {}
    real = guard.resolve

    def resolve(host: str, port: int) -> tuple[str, ...]:
        return known[host].pop(0) if host in known else real(host, port)

    monkeypatch.setattr(guard, "resolve", resolve)
    return known


@pytest.fixture
def inner() -> Iterator[RawServer]:
    """A server in a private network, which must not be reached."""
    with RawServer(always_responds(answer(b"secret"))) as server:
        yield server


# --- Addresses ---


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/passwd", "refused-scheme"),
        ("ftp://example.com/x", "refused-scheme"),
        ("data:image/png;base64,AAAA", "refused-scheme"),
        ("javascript:alert(1)", "refused-scheme"),
        ("gopher://example.com/", "refused-scheme"),
        ("//example.com/x.png", "refused-scheme"),
        ("1*abc.png", "refused-scheme"),
        ("", "refused-scheme"),
        ("http://", "refused-address"),
        ("http://[::1", "refused-address"),
        ("http://example.com:99999/", "refused-address"),
        ("http://example.com:0/", "refused-address"),
        ("http://ex\x00ample.com/", "refused-address"),
        ("http://[fe80::1%25eth0]/", "refused-address"),
        ("http://medium.com@127.0.0.1:{port}/", "refused-address"),
        ("http://me:secret@example.com/", "refused-address"),
        ("http://localhost:{port}/", "refused-address"),
        ("http://LOCALHOST:{port}/", "refused-address"),
        ("http://127.0.0.1:{port}/", "refused-address"),
        ("http://127.1:{port}/", "refused-address"),
        ("http://2130706433:{port}/", "refused-address"),
        ("http://0x7f.1:{port}/", "refused-address"),
        ("http://0x7f000001:{port}/", "refused-address"),
        ("http://0177.0.0.1:{port}/", "refused-address"),
        ("http://0:{port}/", "refused-address"),
        ("http://0.0.0.0:{port}/", "refused-address"),
        ("http://[::1]:{port}/", "refused-address"),
        ("http://[::]:{port}/", "refused-address"),
        ("http://[::ffff:127.0.0.1]:{port}/", "refused-address"),
        ("http://[::ffff:7f00:1]:{port}/", "refused-address"),
        ("http://[64:ff9b::7f00:1]:{port}/", "refused-address"),
        ("http://[2002:7f00:1::]:{port}/", "refused-address"),
        ("http://10.1.2.3/", "refused-address"),
        ("http://172.16.0.1/", "refused-address"),
        ("http://192.168.1.1/", "refused-address"),
        ("http://100.64.0.1/", "refused-address"),
        ("http://169.254.169.254/latest/meta-data/", "refused-address"),
        ("http://224.0.0.1/", "refused-address"),
        ("http://255.255.255.255/", "refused-address"),
        ("http://[fe80::1]/", "refused-address"),
        ("http://[fd00::1]/", "refused-address"),
        ("http://[ff02::1]/", "refused-address"),
        ("https://127.0.0.1:{port}/", "refused-address"),
    ],
)
def test_hostile_addresses_are_refused(address: str, reason: str, inner: RawServer) -> None:
    """Each is refused with its reason, at once and permanently, and no connection is made."""
    waits = RecordedSleep()
    with Web(sleep=waits) as web:
        failed = failure(web, address.format(port=inner.port))
    assert (failed.reason, failed.retry_after) == (reason, None)
    assert (inner.connections, waits) == (0, [])


@given(
    address=st.text()
    | st.builds("http://{}".format, st.text())
    | st.builds("http://xn--{}/{}".format, *[st.text()] * 2)
)
@settings(deadline=None)
def test_any_text_as_an_address_is_refused_with_a_reason(address: str) -> None:
    """Also where every name resolves to a private address."""
    with pytest.MonkeyPatch.context() as patch, Web(sleep=RecordedSleep()) as web:
        patch.setattr(guard, "resolve", lambda host, port: ("127.0.0.1",))
        assert failure(web, address).reason in ("refused-address", "refused-scheme")


def test_hosts_with_emoji_and_other_alphabets_are_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """IDNA 2008 dropped emoji, but such names are in use. A host may be allowed as it is written."""
    monkeypatch.setattr(guard, "resolve", lambda host, port: ("127.0.0.1",))
    with RawServer(always_responds(answer(b"hi"))) as server, Web(allow=["xn--i-7iq.example", "Bücher.example"]) as web:
        for host in ("xn--i-7iq.example", "bücher.example", "xn--bcher-kva.example"):
            assert web.get(f"http://{host}:{server.port}/").body == b"hi"


@pytest.mark.parametrize("name", ["::1", "[::1]", "nas", "nas.example", "127.0.0.1"])
def test_hosts_are_allowed_in_any_spelling(name: str) -> None:
    """Names and numeric addresses, with brackets or without."""
    Web(allow=[name]).close()


@pytest.mark.parametrize(
    "hosts", [{CDN: "ftp://x"}, {CDN: "127.0.0.1:80"}, {CDN: ""}, {"": "http://x"}, {"a b": "http://x"}]
)
def test_an_invalid_host_setting_is_an_error_at_once(hosts: dict[str, str]) -> None:
    """It raises ValueError; no request goes to a wrong place."""
    with pytest.raises(ValueError, match=r"address|http"):
        Web(hosts=hosts)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104  # no socket is bound to it
        "10.0.0.1", "100.127.255.255", "127.255.255.254", "169.254.0.1", "172.31.0.1", "192.168.0.1", "192.0.2.1",
        "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.251", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1", "2001::1",
        "2001:db8::1", "2002:a00:1::", "2002:c0a8:101::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%1", "fec0::1",
        "ff02::1", "4000::1",
    ],
)  # fmt: skip
def test_private_addresses_are_recognised(address: str) -> None:
    """One address of each block outside the public internet, and IPv4 addresses inside IPv6."""
    assert not guard.is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", PUBLIC, "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::1"]
)
def test_public_addresses_are_recognised(address: str) -> None:
    """The guard lets public addresses through."""
    assert guard.is_public(address)


@pytest.mark.parametrize("found", [("127.0.0.1",), ("10.0.0.7",), (PUBLIC, "127.0.0.1"), (PUBLIC, "fd00::1")])
def test_names_that_resolve_to_private_addresses_are_refused(
    found: tuple[str, ...], names: dict[str, list[tuple[str, ...]]], inner: RawServer
) -> None:
    """One private address among those of the name is enough."""
    names["evil.example"] = [found]
    with Web() as web:
        assert failure(web, f"http://evil.example:{inner.port}/").reason == "refused-address"
    assert inner.connections == 0


def test_a_name_is_resolved_once(
    names: dict[str, list[tuple[str, ...]]], inner: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to the checked address, wherever the name leads a moment later (DNS rebinding)."""
    names["rebinding.example"] = [(PUBLIC,), ("127.0.0.1",)]
    reached: list[str] = []

    def connect(_: object, host: str, port: int, timeout: float | None = None) -> httpcore2.NetworkStream:
        reached.append(host)
        raise httpcore2.ConnectError("no network in tests")

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)
    address = f"http://rebinding.example:{inner.port}/"
    with Web(limits=ONCE) as web:
        assert failure(web, address).reason == "unreachable"
        assert failure(web, address).reason == "refused-address"
    assert reached == [PUBLIC]


def test_a_host_may_be_allowed_by_name(names: dict[str, list[tuple[str, ...]]], inner: RawServer) -> None:
    """An allowed name may be private; its address under another name may not."""
    names["nas.example"] = [("127.0.0.1",)]
    with Web(allow=["NAS.example"]) as web:
        assert web.get(f"http://nas.example:{inner.port}/").body == b"secret"
        assert failure(web, f"http://127.0.0.1:{inner.port}/").reason == "refused-address"
    assert inner.requests[0].splitlines()[1] == f"Host: nas.example:{inner.port}"


def test_only_requests_for_a_host_reach_its_replacement(inner: RawServer) -> None:
    """A connection opened for a replaced host is not used for an address that leads to the same place."""
    with web_to(inner) as web:
        assert web.get(f"https://{CDN}/a?b#c").address == f"https://{CDN}/a?b#c"
        assert failure(web, f"http://127.0.0.1:{inner.port}/").reason == "refused-address"
    request = inner.requests[0].splitlines()
    assert request[:2] == ["GET /a?b HTTP/1.1", f"Host: {CDN}"]
    assert len(inner.requests) == 1


def test_a_replacement_of_a_host_may_have_a_path(inner: RawServer) -> None:
    """The path of the base address comes before the path asked for."""
    with Web(hosts={CDN: inner.address + "/mirror/"}) as web:
        web.get(f"https://{CDN}/max/800/1*a.png")
    assert inner.requests[0].startswith("GET /mirror/max/800/1*a.png HTTP/1.1")


def test_unknown_names_and_closed_ports_are_unreachable(names: dict[str, list[tuple[str, ...]]]) -> None:
    """Another run may find them."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with Web(allow=["127.0.0.1"], limits=ONCE) as web:
        for address in (f"http://127.0.0.1:{port}/", "http://no-such-host.invalid/", f"http://{'a' * 70}.example/"):
            failed = failure(web, address)
            assert (failed.reason, failed.retry_after) == ("unreachable", 60.0)


# --- Answers ---


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1:{port}/", "refused-address"),
        ("//2130706433:{port}/", "refused-address"),
        ("http://[::ffff:127.0.0.1]:{port}/", "refused-address"),
        ("http://localhost:{port}/", "refused-address"),
        ("http://evil.example:{port}/", "refused-address"),
        ("http://user:password@cdn.example/", "refused-address"),
        ("http://[", "refused-address"),
        ("file:///etc/passwd", "refused-scheme"),
        ("ftp://cdn.example/", "refused-scheme"),
        ("javascript:alert(1)", "refused-scheme"),
        ("/again", "too-many-redirects"),
    ],
)
@pytest.mark.parametrize("status", [301, 308])
def test_hostile_redirects_are_refused(
    location: str, reason: str, status: int, inner: RawServer, names: dict[str, list[tuple[str, ...]]]
) -> None:
    """Each redirect is checked like the first address, and a loop ends."""
    names["evil.example"] = [("127.0.0.1",)]
    text = answer(b"", status, Location=location.format(port=inner.port))
    with RawServer(always_responds(text)) as server, web_to(server) as web:
        assert failure(web, f"http://{CDN}/x").reason == reason
    assert inner.connections == 0


ENDLESS_HEADERS = streams(b"HTTP/1.1 200 OK\r\n", lambda: itertools.repeat(b"X: " + b"x" * 1000 + b"\r\n"))
ENDLESS_HEADER = streams(b"HTTP/1.1 200 OK\r\nX: ", lambda: itertools.repeat(b"x" * 1000))
ENDLESS_BODY = streams(head(), lambda: itertools.repeat(bytes(65536)))
ENDLESS_CHUNKS = streams(head(Transfer_Encoding="chunked"), lambda: itertools.repeat(b"64\r\n" + b"x" * 100 + b"\r\n"))
CUT_OFF_HEAD = streams(b"HTTP/1.1 200 OK\r\nX: ", lambda: iter([]))


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        pytest.param(ENDLESS_BODY, "too-large", id="endless body"),
        pytest.param(ENDLESS_CHUNKS, "too-large", id="endless chunks"),
        pytest.param(ENDLESS_HEADERS, "too-large", id="header bomb"),
        pytest.param(ENDLESS_HEADER, "too-large", id="one endless header"),
        pytest.param(responds(answer(b"x", length=10**15)), "too-large", id="a petabyte announced"),
        pytest.param(responds(answer(gzip_bomb(64 * MEGABYTE), Content_Encoding="gzip")), "too-large", id="gzip bomb"),
        pytest.param(responds(answer(b"half", length=8)), "bad-answer", id="cut-off body"),
        pytest.param(responds(head(Transfer_Encoding="chunked") + b"5\r\nhal"), "bad-answer", id="cut-off chunk"),
        pytest.param(responds(answer(b"x", length=-1)), "bad-answer", id="length below zero"),
        pytest.param(responds(head(Content_Length="1" * 5000)), "bad-answer", id="length of 5000 digits"),
        pytest.param(responds(answer(b"not gzip", Content_Encoding="gzip")), "bad-answer", id="not gzip"),
        pytest.param(responds(answer(b"?", Content_Encoding="br")), "bad-answer", id="compressed as br"),
        pytest.param(responds(answer(b"?", Content_Encoding="gzip, gzip")), "bad-answer", id="compressed twice"),
        pytest.param(responds(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "bad-answer", id="not HTTP"),
        pytest.param(responds(b"\x16\x03\x01\xff" * 100), "bad-answer", id="garbage"),
        pytest.param(responds(b"HTTP/1.1 101 Other\r\nUpgrade: x\r\n\r\n"), "bad-answer", id="another protocol"),
        pytest.param(CUT_OFF_HEAD, "bad-answer", id="cut-off head"),
        pytest.param(closes_connection, "unreachable", id="closed connection"),
        pytest.param(responds(answer(b"", 500)), "server-error", id="500"),
        pytest.param(responds(answer(b"", 503)), "server-error", id="503"),
        pytest.param(responds(answer(b"", 429)), "rate-limited", id="429"),
    ],
)
def test_hostile_answers_are_refused(behaviour: Behaviour, reason: str) -> None:
    """Each ends with its reason, in bounded time and memory."""
    limits = Limits(attempts=1, max_bytes=MEGABYTE)
    with RawServer(behaviour) as server, web_to(server, limits) as web:
        assert failure(web, f"http://{CDN}/x").reason == reason


@given(text=st.binary() | st.builds(b"HTTP/1.1 %b".__mod__, st.binary()) | st.builds(head().__add__, st.binary()))
@settings(deadline=None)
def test_any_bytes_as_an_answer_are_handled(text: bytes) -> None:
    """Whatever bytes a server sends, the result is an answer or a failure with a reason."""
    with RawServer(responds(text)) as server, web_to(server) as web, suppress(RequestFailed):
        web.get(f"http://{CDN}/x")


def test_an_endless_trickle_ends() -> None:
    """A server that sends one byte after the other is given up when the time is up, and not asked again."""
    seconds = itertools.count()
    with RawServer(streams(head(), lambda: itertools.repeat(b"x"))) as server:
        web = Web(hosts={CDN: server.address}, sleep=RecordedSleep(), clock=lambda: float(next(seconds)))
        with web:
            assert failure(web, f"http://{CDN}/x").reason == "too-slow"
    assert next(seconds) <= 70
    assert len(server.requests) == 1


@pytest.mark.parametrize("limits", [Limits(attempts=1, idle_seconds=0.2), Limits(attempts=1, seconds=0.2)])
def test_a_server_that_does_not_answer_is_given_up(limits: Limits) -> None:
    """After `idle_seconds`, or when the whole time is up, whichever comes first."""
    with RawServer(never_answers) as server, web_to(server, limits) as web:
        assert failure(web, f"http://{CDN}/x").reason == "too-slow"


def test_a_decompression_bomb_stops_early() -> None:
    """Of a body that would decompress to 64 MB only a few are decompressed."""
    bomb = answer(gzip_bomb(64 * MEGABYTE), Content_Encoding="gzip")
    tracemalloc.start()
    try:
        with RawServer(responds(bomb)) as server, web_to(server, Limits(attempts=1, max_bytes=MEGABYTE)) as web:
            tracemalloc.reset_peak()
            before, _ = tracemalloc.get_traced_memory()
            assert failure(web, f"http://{CDN}/x").reason == "too-large"
            _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak - before < 8 * MEGABYTE


@pytest.mark.parametrize(
    "sent",
    [
        answer(b"", 302, Location=f"https://{CDN}\x1b]0;owned\x07:99999/"),
        answer(b"", 302, Location="x\x1b[31m:"),
        answer(b"{}", Content_Encoding="\x1b[31m"),
    ],
)
def test_no_message_has_a_control_character_of_a_server(sent: bytes) -> None:
    """A terminal would obey it."""
    with RawServer(responds(sent)) as server, web_to(server) as web:
        assert failure(web, f"http://{CDN}/x").message.isprintable()


@pytest.mark.parametrize("body", [b"", b"x" * MEGABYTE])
def test_a_body_of_exactly_the_largest_size_is_accepted(body: bytes) -> None:
    """A body of exactly the largest size is accepted, compressed or not."""
    packed = answer(gzip.compress(body), Content_Encoding="gzip")
    limits = Limits(attempts=1, max_bytes=MEGABYTE)
    with RawServer(responds(answer(body), packed)) as server, web_to(server, limits) as web:
        assert [web.get(f"http://{CDN}/{n}").body for n in range(2)] == [body, body]

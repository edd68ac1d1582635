"""`Web.send`: a request is never carried out twice by accident, and no secret shows or goes to another host."""

from __future__ import annotations

import gzip
import json
import socket
from base64 import b64encode
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import quote

import pytest

from medium_archive.web import (
    Answer,
    AnswerLost,
    Body,
    File,
    Limits,
    Redirected,
    Request,
    RequestFailed,
    Secret,
    Web,
    guard,
)
from tests.web_servers import (
    CDN,
    CERTIFICATE,
    MEGABYTE,
    NAME_ON_CERTIFICATE,
    ONCE,
    Behaviour,
    RawServer,
    RecordedSleep,
    always_responds,
    answer,
    closes_connection,
    never_answers,
    read_request,
    responds,
    web_to,
)

ADDRESS = f"https://{CDN}/api/posts?draft=1"
CANARY = 'k3y/"canary" 鳥+&='
TOKEN = "canary-0123456789abcdef"  # noqa: S105  # a canary
SECRETS = (Secret(CANARY), Secret(TOKEN))
SPELLINGS = (CANARY, TOKEN, quote(CANARY, ""), json.dumps(CANARY)[1:-1], b64encode(TOKEN.encode()).decode())
POST = Request("POST", ADDRESS, {"Authorization": f"Token {TOKEN}"}, Body.json({"pass": CANARY}), SECRETS)


def failed(web: Web, request: Request) -> RequestFailed:
    """The failure of sending the request."""
    with pytest.raises(RequestFailed) as caught:
        web.send(request)
    return caught.value


# --- What is sent ---


def test_a_post_request_arrives_as_it_was_given() -> None:
    """Method, path, headers and body."""
    with RawServer(responds(answer(b'{"id": 7}', 201))) as server, web_to(server) as web:
        given = web.send(POST)
    assert (given.status, given.json()) == (201, {"id": 7})
    lines = server.requests[0].split("\r\n")
    assert lines[0] == "POST /api/posts?draft=1 HTTP/1.1"
    assert {f"Host: {CDN}", f"Authorization: Token {TOKEN}", "Content-Type: application/json"} <= set(lines)
    assert f"Content-Length: {len(server.bodies[0])}" in lines
    assert json.loads(server.bodies[0]) == {"pass": CANARY}


@pytest.mark.parametrize(("method", "length"), [("POST", True), ("PUT", True), ("DELETE", False), ("GET", False)])
def test_a_request_without_a_body_has_a_length_where_http_wants_one(method: str, length: bool) -> None:
    """Servers refuse a POST without Content-Length with 411 (RFC 9110, 8.6)."""
    with RawServer(responds(answer())) as server, web_to(server) as web:
        web.send(Request(method, ADDRESS))
    assert ("Content-Length: 0\r\n" in server.requests[0]) is length


def test_a_header_of_the_request_replaces_the_usual_one() -> None:
    """Whatever the case of its name; write.as answers JSON only to exactly this Accept."""
    with RawServer(responds(answer())) as server, web_to(server) as web:
        web.send(Request("GET", ADDRESS, {"accept": "application/json"}))
    assert [line for line in server.requests[0].split("\r\n") if line.lower().startswith("accept:")] == [
        "accept: application/json"
    ]


def test_a_file_is_sent_as_a_form_sends_it() -> None:
    """Fields and files by name, names with quotes and line breaks too."""
    picture = bytes(range(256)) * 100
    files = {"file": File('a"\r\n鳥.png', picture, "image/png")}
    body = Body.multipart({"alt": "words ✓"}, files)
    assert body == Body.multipart({"alt": "words ✓"}, files)
    with RawServer(responds(answer(b"", 201))) as server, web_to(server) as web:
        web.send(Request("POST", ADDRESS, body=body))
    form = f"Content-Type: {body.kind}\r\n\r\n".encode() + server.bodies[0]
    field, file = message_from_bytes(form, policy=policy.HTTP).iter_parts()
    assert field.get_payload(decode=True) == "words ✓".encode()
    assert (file.get_content_type(), file.get_payload(decode=True)) == ("image/png", picture)
    assert 'filename="a%22%0D%0A鳥.png"'.encode() in server.bodies[0]


def test_a_large_body_arrives_whole() -> None:
    """In pieces, without a time-out between them."""
    content = bytes(range(256)) * 32 * 1024
    with RawServer(responds(answer())) as server, web_to(server) as web:
        web.send(Request("PUT", ADDRESS, body=Body(content, "image/png")))
    assert server.bodies == [content]


def test_an_answer_that_comes_before_the_whole_body_is_read() -> None:
    """413 from a server that closes instead of reading megabytes is an answer."""

    def refuse(client: socket.socket, server: RawServer) -> None:
        client.recv(1000)
        client.sendall(answer(b"too large", 413))

    with RawServer(refuse) as server, web_to(server) as web:
        assert web.send(Request("POST", ADDRESS, body=Body(bytes(8 * MEGABYTE), "image/png"))).status == 413


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [(b"<html>Sign in", "text/html", "a web page"), (b"", "text/plain", "something else"), (b"[" * 99999, "", "JSON")],
)
def test_an_answer_that_is_not_json_is_a_failure(body: bytes, kind: str, words: str) -> None:
    """A web page to sign in, nothing, or JSON that no parser reads. The content is not shown."""
    with pytest.raises(RequestFailed, match=words) as caught:
        Answer("https://blog.example/api", 200, {"content-type": kind}, body).json()
    assert (caught.value.reason, caught.value.__cause__, caught.value.__context__) == ("bad-answer", None, None)


# --- Repeating ---


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_a_request_that_may_be_repeated_is_repeated(method: str) -> None:
    """As HTTP has it for the method."""
    with RawServer(responds(answer(b"", 503)), responds(answer())) as server, web_to(server, Limits()) as web:
        assert web.send(Request(method, ADDRESS)).status == 200
    assert len(server.requests) == 2


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize(
    "behaviour",
    [closes_connection, never_answers, *(responds(answer(b"", status)) for status in (429, 500, 502, 503, 504))],
)
def test_a_post_request_is_sent_once(method: str, behaviour: Behaviour) -> None:
    """Whatever happens to the answer: the server may have made something of the first one."""
    sleep = RecordedSleep()
    with RawServer(behaviour) as server, web_to(server, Limits(idle_seconds=0.5), sleep) as web:
        failed(web, Request(method, ADDRESS))
    assert (server.connections, sleep) == (1, [])


def test_a_post_request_is_repeated_if_the_caller_allows_it() -> None:
    """A search by POST, or a request with a key of its own against doubles."""
    with RawServer(closes_connection, responds(answer())) as server, web_to(server, Limits()) as web:
        assert web.send(Request("POST", ADDRESS, repeatable=True)).status == 200
    assert len(server.requests) == 2


def test_a_put_request_is_sent_once_if_the_caller_says_so() -> None:
    """A server may count revisions."""
    with RawServer(closes_connection) as server, web_to(server, Limits()) as web:
        assert isinstance(failed(web, Request("PUT", ADDRESS, repeatable=False)), AnswerLost)
    assert server.connections == 1


@pytest.mark.parametrize("named", ["gzip", "br", "gzip, gzip", "no such thing", ""])
def test_a_raw_body_stays_in_the_compression_in_which_it_came(named: str) -> None:
    """Whatever the server says about it; its size is limited like any other."""
    body = gzip.compress(b"whatever")
    behaviour = responds(answer(body, Content_Encoding=named), answer(body * 5, Content_Encoding=named))
    with RawServer(behaviour) as server, web_to(server, Limits(attempts=1, max_bytes=100)) as web:
        assert web.send(Request("GET", ADDRESS, raw=True)).body == body
        assert failed(web, Request("GET", ADDRESS, raw=True)).reason == "too-large"


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        pytest.param(never_answers, "too-slow", id="time-out"),
        pytest.param(closes_connection, "unreachable", id="closed connection"),
        pytest.param(responds(answer(b"half", 201, length=8)), "bad-answer", id="half an answer"),
        pytest.param(responds(answer(b"?", 201, Content_Encoding="br")), "bad-answer", id="strange compression"),
        pytest.param(responds(b"garbage\r\n\r\n"), "bad-answer", id="not HTTP"),
        pytest.param(responds(answer(b"x", length=10**15)), "too-large", id="an endless answer"),
        pytest.param(responds(answer(b"", 502)), "server-error", id="502 of a gateway"),
        pytest.param(responds(answer(b"", 504)), "server-error", id="504 of a gateway"),
    ],
)
def test_a_lost_answer_to_a_post_request_is_reported_as_lost(behaviour: Behaviour, reason: str) -> None:
    """The server had the request: it may have carried it out."""
    with RawServer(behaviour) as server, web_to(server, Limits(idle_seconds=0.5)) as web:
        failure = failed(web, POST)
    assert isinstance(failure, AnswerLost)
    assert (failure.reason, len(server.requests)) == (reason, 1)
    assert "it is unknown whether cdn.example carried it out" in failure.message


def test_a_post_request_on_a_connection_that_the_server_closes_is_a_lost_answer() -> None:
    """Also on a kept connection: nothing shows whether the server read the request before it closed."""

    def close_on_second(client: socket.socket, server: RawServer) -> None:
        responds(answer())(client, server)
        read_request(client, server)

    with RawServer(close_on_second) as server, web_to(server, Limits()) as web:
        web.send(Request("GET", ADDRESS))
        assert isinstance(failed(web, Request("POST", ADDRESS)), AnswerLost)
    assert server.connections == 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://no-such-host.invalid/", "http://10.0.0.1/"])
def test_a_post_request_that_was_never_sent_is_no_lost_answer(address: str) -> None:
    """No connection, no host, or a refused one: it can be sent again without a look."""
    with Web(allow=["127.0.0.1"], limits=ONCE) as web:
        assert not isinstance(failed(web, Request("POST", address)), AnswerLost)


# --- Limits of a server ---


def test_the_time_to_wait_is_reported() -> None:
    """And no request is sent before that time is over."""
    with (
        RawServer(always_responds(answer(b"", 429, Retry_After="3600"))) as server,
        web_to(server) as web,
    ):
        failure, second = failed(web, POST), failed(web, POST)
    assert not isinstance(failure, AnswerLost)
    assert (failure.reason, failure.retry_after) == ("rate-limited", 3600.0)
    assert second.reason == "rate-limited" and 3500 < (second.retry_after or 0) <= 3600
    assert len(server.requests) == 1


def test_a_short_time_to_wait_is_waited_for_before_the_next_request() -> None:
    """The request itself is not repeated: that is for the caller to decide."""
    sleep = RecordedSleep()
    limited = answer(b"", 429, Retry_After="7")
    with RawServer(responds(limited, answer())) as server, web_to(server, Limits(), sleep) as web:
        assert failed(web, POST).retry_after == 7.0
        assert web.send(POST).status == 200
    assert [6 < wait <= 7 for wait in sleep] == [True]


def test_a_429_without_a_time_is_worth_another_attempt_in_a_minute() -> None:
    """The server names no time."""
    with RawServer(responds(answer(b"", 429))) as server, web_to(server) as web:
        assert failed(web, POST).retry_after == 60.0


# --- Where a request goes ---


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("https://elsewhere.example/api", "https://elsewhere.example/api"),
        ("/login", f"https://{CDN}/login"),
        (f"https://elsewhere.example/?token={TOKEN}", "https://elsewhere.example/?token=[secret]"),
        ("http://127.0.0.1:1/", "http://127.0.0.1:1/"),
        ("https://x:y/", "https://x:y/"),
    ],
)
def test_no_redirect_is_followed(status: int, method: str, location: str, shown: str) -> None:
    """Neither to another host nor to another path nor to a private address; the failure says where it led."""
    with RawServer(always_responds(answer(b"", status, Location=location))) as server, web_to(server) as web:
        failure = failed(web, Request(method, ADDRESS, {"Authorization": f"Token {TOKEN}"}, secrets=SECRETS))
    assert isinstance(failure, Redirected)
    assert (failure.reason, failure.location, failure.retry_after) == ("redirected", shown, None)
    assert shown in failure.message
    assert len(server.requests) == 1


@pytest.mark.parametrize("secrets", [(), SECRETS])
def test_private_addresses_are_refused_for_any_method(secrets: tuple[Secret, ...]) -> None:
    """The same guard as for fetching."""
    with RawServer(always_responds(answer())) as server, Web() as web:
        failure = failed(web, Request("POST", f"https://localhost:{server.port}/", secrets=secrets))
    assert (failure.reason, server.connections) == ("refused-address", 0)


def test_a_name_that_resolves_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A blog's name may have been taken over."""
    monkeypatch.setattr(guard, "resolve", lambda host, port: ("127.0.0.1",))
    with RawServer(always_responds(answer())) as server, Web() as web:
        assert failed(web, Request("POST", f"https://blog.example:{server.port}/")).reason == "refused-address"
    assert server.connections == 0


def test_a_secret_goes_over_http_only_to_a_host_that_may_be_private() -> None:
    """Everybody on the way reads plain http. A server at home, named in the settings, may have no certificate."""
    with RawServer(always_responds(answer())) as server, Web(allow=["127.0.0.1"]) as web:
        assert failed(web, Request("GET", "http://93.184.216.34/", secrets=SECRETS)).reason == "refused-scheme"
        assert web.send(Request("GET", server.address, secrets=SECRETS)).status == 200


def test_a_secret_is_sent_only_over_a_trusted_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An untrusted certificate, or one for another name, ends before the request."""
    monkeypatch.setattr(guard, "resolve", lambda host, port: ("127.0.0.1",))
    with RawServer(always_responds(answer()), tls=True) as server:
        hosts = (NAME_ON_CERTIFICATE, "other.example")
        here, other = (Request("POST", f"https://{name}:{server.port}/", secrets=SECRETS) for name in hosts)
        with Web(allow=hosts) as web:
            assert failed(web, here).reason == "tls"
        (tmp_path / "trusted.pem").write_text(CERTIFICATE)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
        with Web(allow=hosts) as web:
            assert failed(web, other).reason == "tls"
            assert server.requests == []
            assert web.send(here).status == 200

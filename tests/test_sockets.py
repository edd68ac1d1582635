"""`Web.converse`: WebSockets under the same rules as every other connection."""

from __future__ import annotations

import re
import socket
import sys
from base64 import b64encode
from hashlib import sha1
from unittest.mock import patch

import pytest
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Event, Ping, Pong, TextMessage

from medium_archive.errors import ProgramMissing
from medium_archive.web import Limits, RequestFailed, Web, guard
from tests.web_servers import (
    CDN,
    Behaviour,
    RawServer,
    RecordedSleep,
    answer,
    closes_connection,
    never_answers,
    read_request,
    responds,
    web_to,
)

END = "end"


def opens(*events: Event, key: str = "", raw: bytes = b"", reads: list[Event] | None = None) -> Behaviour:
    """Opens a WebSocket, reads one message, and sends events and bytes; then reads until the client closes."""

    def respond(client: socket.socket, server: RawServer) -> None:
        request = read_request(client, server)
        sent = re.search("sec-websocket-key: (.*)\r\n", request, re.IGNORECASE)
        assert sent is not None
        accepted = f"{key or sent[1]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11".encode()
        digest = sha1(accepted).digest()  # noqa: S324  # RFC 6455 asks for SHA-1
        head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        client.sendall(f"{head}Sec-WebSocket-Accept: {b64encode(digest).decode()}\r\n\r\n".encode())
        frames = Connection(ConnectionType.SERVER)
        client.sendall(b"".join(frames.send(event) for event in events) + raw)
        while data := client.recv(65536):
            frames.receive_data(data)
            (reads if reads is not None else []).extend(frames.events())

    return respond


def converse(web: Web, address: str = f"wss://{CDN}/") -> list[str]:
    return web.converse(address, "hello", lambda text: text == END)


def failure(*behaviours: Behaviour, limits: Limits = Limits(attempts=1, idle_seconds=5)) -> RequestFailed:
    with RawServer(*behaviours) as server, pytest.raises(RequestFailed) as caught:
        converse(web_to(server, limits))
    return caught.value


def test_messages_come_up_to_the_last_one() -> None:
    """In pieces, with a ping between them, which is answered."""
    reads: list[Event] = []
    sent = (
        TextMessage("fi", message_finished=False),
        Ping(b"?"),
        TextMessage("rst 🧵", message_finished=True),
        TextMessage(END),
        TextMessage("more"),
    )
    with RawServer(opens(*sent, reads=reads)) as server, web_to(server) as web:
        assert converse(web) == ["first 🧵", END]
        head = server.requests[0].lower()
    assert "upgrade: websocket" in head
    assert f"host: {CDN}" in head
    assert [type(event) for event in reads][:2] == [TextMessage, Pong]


def test_an_answer_that_is_no_websocket_is_named() -> None:
    for status in (200, 404):
        assert f"answered {status} instead of opening a WebSocket" in failure(responds(answer(b"<p>", status))).message


def test_a_handshake_with_another_key_is_refused() -> None:
    assert failure(opens(TextMessage(END), key="other")).reason == "bad-answer"


def test_frames_that_are_none_are_refused() -> None:
    assert failure(opens(raw=b"\xff" * 64)).reason == "bad-answer"
    assert failure(opens(BytesMessage(b"a"))).reason == "bad-answer"


def test_a_connection_that_closes_before_the_last_message_is_lost() -> None:
    assert failure(opens(TextMessage("first"), CloseConnection(1000))).reason == "unreachable"
    assert failure(closes_connection).reason == "unreachable"


def test_no_answer_takes_longer_than_the_limits() -> None:
    assert failure(never_answers, limits=Limits(attempts=1, idle_seconds=0.1)).reason == "too-slow"
    assert failure(opens(TextMessage("first")), limits=Limits(attempts=1, idle_seconds=0.1)).reason == "too-slow"


def test_messages_have_a_size_limit() -> None:
    many = [TextMessage("x" * 600), TextMessage("x" * 600)]
    assert failure(opens(*many), limits=Limits(attempts=1, max_bytes=1000)).reason == "too-large"


def test_a_rate_limit_of_the_handshake_is_obeyed() -> None:
    waits = RecordedSleep()
    behaviours = (responds(answer(b"", 429, retry_after="7")), opens(TextMessage(END)))
    with RawServer(*behaviours) as server, web_to(server, Limits(attempts=2), waits) as web:
        assert converse(web) == [END]
    assert sum(waits) == pytest.approx(7, abs=0.1)


def test_a_lost_connection_is_tried_again() -> None:
    with RawServer(closes_connection, opens(TextMessage(END))) as server, web_to(server, Limits(attempts=2)) as web:
        assert converse(web) == [END]


def test_a_private_address_is_refused() -> None:
    with patch.object(guard, "resolve", lambda host, port: ("127.0.0.1",)), pytest.raises(RequestFailed) as caught:
        converse(Web(limits=Limits(attempts=1)))
    assert caught.value.reason == "refused-address"


def test_a_certificate_is_checked() -> None:
    with RawServer(opens(TextMessage(END)), tls=True) as server, pytest.raises(RequestFailed) as caught:
        converse(web_to(server))
    assert (caught.value.reason, server.requests) == ("tls", [])


def test_without_wsproto_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wsproto", None)
    with pytest.raises(ProgramMissing, match="wsproto, is not installed"):
        converse(Web())

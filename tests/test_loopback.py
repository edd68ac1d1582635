"""The WebSocket to a program on this computer, by which Firefox is driven."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Ping, Pong, Request, TextMessage

from medium_archive.web import LoopbackSocket, RequestFailed, loopback

Behaviour = Callable[[socket.socket, WSConnection], None]


@contextmanager
def program(behaviour: Behaviour) -> Iterator[int]:
    """The port of a program that accepts a WebSocket, and then behaves so."""

    def serve() -> None:
        client, _ = listening.accept()
        with client:
            frames = WSConnection(ConnectionType.SERVER)
            frames.receive_data(client.recv(65536))
            (asked,) = frames.events()
            assert isinstance(asked, Request)
            client.sendall(frames.send(AcceptConnection()))
            behaviour(client, frames)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(5)


def test_messages_go_both_ways() -> None:
    """Also in parts, with a ping between them, which is answered; and two at once."""
    seen: list[object] = []

    def behave(client: socket.socket, frames: WSConnection) -> None:
        frames.receive_data(client.recv(65536))
        seen.extend(event.data for event in frames.events() if isinstance(event, TextMessage))
        client.sendall(frames.send(TextMessage("one, ", message_finished=False)) + frames.send(Ping(b"?")))
        client.sendall(frames.send(TextMessage("two")) + frames.send(TextMessage("three")))
        frames.receive_data(client.recv(65536))
        seen.extend(event for event in frames.events() if isinstance(event, Pong))

    with program(behave) as port:
        opened = LoopbackSocket(port, "/session")
        opened.write("hello")
        assert [opened.read(5), opened.read(5)] == ["one, two", "three"]
    opened.close()
    assert seen == ["hello", Pong(b"?")]


def test_nothing_in_time_is_no_failure() -> None:
    """The message may come later."""
    go = threading.Event()

    def behave(client: socket.socket, frames: WSConnection) -> None:
        go.wait(5)
        client.sendall(frames.send(TextMessage("late")))

    with program(behave) as port:
        opened = LoopbackSocket(port, "/session")
        assert opened.read(0.01) is None
        go.set()
        assert opened.read(5) == "late"
    opened.close()


@pytest.mark.parametrize(
    "last",
    [
        lambda client, frames: None,
        lambda client, frames: client.sendall(frames.send(CloseConnection(1000))),
        lambda client, frames: client.sendall(b"\xff\xff\xff"),
        lambda client, frames: client.sendall(frames.send(TextMessage("x" * 99))),
    ],
    ids=["an end", "a close", "no frame", "a message that is too large"],
)
def test_an_end_is_a_failure(last: Behaviour, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the program says goodbye or not."""
    monkeypatch.setattr(loopback, "MAX_BYTES", 50)
    with program(last) as port:
        opened = LoopbackSocket(port, "/session")
        with pytest.raises(RequestFailed):
            opened.read(5)
    opened.close()


@pytest.mark.parametrize("answer", [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", b"garbage\r\n\r\n", b""])
def test_a_port_without_a_websocket_is_a_failure(answer: bytes) -> None:
    """Another program may listen there."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            client, _ = listening.accept()
            with client:
                client.recv(65536)
                client.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with pytest.raises(RequestFailed):
            LoopbackSocket(listening.getsockname()[1], "/session")
        thread.join(5)


def test_a_port_where_nobody_listens_is_a_failure() -> None:
    """At once."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(RequestFailed):
        LoopbackSocket(port, "/session")

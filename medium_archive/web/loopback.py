"""A WebSocket to a program on this computer, which stays open. Its connection goes to 127.0.0.1 and nowhere else."""

from __future__ import annotations

import time

import h11
import httpcore2

from medium_archive.web import headers, sockets
from medium_archive.web.answer import RequestFailed
from medium_archive.web.connection import Endpoint
from medium_archive.web.pool import Pool

_HOST = "127.0.0.1"
_SECONDS = 10.0  # for the handshake, and for sending a message
_IDLE_SECONDS = 3600.0  # between two messages: the caller says how long it waits
MAX_BYTES = 64 * 1024 * 1024
_PIECE = 1 << 16


class LoopbackSocket:
    """The open WebSocket at a port. Raises ProgramMissing without wsproto, RequestFailed if none can be opened."""

    def __init__(self, port: int, path: str) -> None:
        sockets.load("firefox")
        from wsproto import connection as wsproto_connection  # noqa: PLC0415  # an extra

        asked = sockets.handshake()
        lines = [("Host", f"{_HOST}:{port}"), *asked.items()]
        connection = Pool(_IDLE_SECONDS, time.monotonic).acquire(
            Endpoint("http", _HOST, port, may_be_private=True), time.monotonic() + _SECONDS
        )
        self._stream = connection.stream
        try:
            answer = connection.send(h11.Request(method="GET", target=path, headers=lines), b"")
        except (httpcore2.TimeoutException, httpcore2.NetworkError, h11.ProtocolError) as error:
            connection.close()
            raise connection.failure(error) from error
        if answer.status_code != sockets.SWITCHING_PROTOCOLS or not sockets.is_accepted(
            asked, headers.decode(answer.headers)
        ):
            connection.close()
            raise RequestFailed("bad-answer", f"Port {port} of this computer opens no WebSocket.")
        client = wsproto_connection.ConnectionType.CLIENT
        self._frames = wsproto_connection.Connection(client, trailing_data=connection.trailing)
        self._text = ""
        self._waiting: list[str] = []

    def write(self, text: str) -> None:
        """Send a message. Raises RequestFailed."""
        from wsproto.events import TextMessage  # noqa: PLC0415  # an extra

        self._send(self._frames.send(TextMessage(text)))

    def read(self, seconds: float) -> str | None:
        """The next message, None if none came in time. Raises RequestFailed when the connection has ended."""
        self._stream.deadline = time.monotonic() + seconds
        while not self._waiting:
            try:
                data = self._stream.read(_PIECE)
            except httpcore2.TimeoutException:
                return None
            except httpcore2.NetworkError as error:
                raise _lost() from error
            if not data:
                raise _lost()
            self._frames.receive_data(data)
            self._take()
        return self._waiting.pop(0)

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def _take(self) -> None:
        """Take what has come: messages wait for `read`, a ping is answered."""
        from wsproto.events import CloseConnection, Ping, TextMessage  # noqa: PLC0415  # an extra

        for event in self._frames.events():
            if isinstance(event, CloseConnection):  # also for a broken frame
                raise _lost()
            if isinstance(event, Ping):
                self._send(self._frames.send(event.response()))
            elif isinstance(event, TextMessage):
                self._text += event.data
                if len(self._text) > MAX_BYTES:
                    raise RequestFailed("too-large", f"A message has more than {MAX_BYTES} bytes.")
                if event.message_finished:
                    self._waiting.append(self._text)
                    self._text = ""

    def _send(self, data: bytes) -> None:
        self._stream.deadline = time.monotonic() + _SECONDS
        try:
            self._stream.write(data)
        except (httpcore2.TimeoutException, httpcore2.NetworkError) as error:
            raise _lost() from error


def _lost() -> RequestFailed:
    return RequestFailed("unreachable", "The connection to a program on this computer was lost.")

"""One connection to one host, with one request on it at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

import h11
import httpcore2

from medium_archive.web.answer import DEFAULT_RETRY_SECONDS, RequestFailed, TemporaryFailure

_MAX_IDLE_SECONDS = 15.0  # less than most servers wait before they close
_HEADERS_BYTES = 100 * 1024  # of the head of an answer, or between two chunks of a body
_PIECE = 64 * 1024
_SWITCHING_PROTOCOLS = 101
_HEADERS_TOO_LARGE = 431  # the status h11 would answer with if it were a server (RFC 6585, 5)


@dataclass(frozen=True)
class Endpoint:
    """Where a connection leads. `may_be_private`: a person named the host, so it may be in a private network.

    As that is part of the value, an unchecked connection is never used for an address that must be checked.
    """

    scheme: str
    host: str
    port: int
    may_be_private: bool


class TimedStream(httpcore2.NetworkStream):
    """A socket whose every wait ends after `idle_seconds`, and all of them at the moment `deadline`."""

    def __init__(self, stream: httpcore2.NetworkStream, idle_seconds: float, clock: Callable[[], float]) -> None:
        self._stream, self._idle_seconds, self._clock = stream, idle_seconds, clock
        self.deadline = 0.0
        self.has_received = False  # whether any byte came since the request was sent

    @property
    def seconds_left(self) -> float:
        return self.deadline - self._clock()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self.seconds_left
        if left <= 0:
            raise httpcore2.ReadTimeout
        data = self._stream.read(max_bytes, min(left, self._idle_seconds))
        if data:
            self.has_received = True
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = self.seconds_left
        if left <= 0:
            raise httpcore2.WriteTimeout
        if buffer:
            self._stream.write(buffer, min(left, self._idle_seconds))

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class Connection:
    """One connection to one endpoint."""

    def __init__(self, endpoint: Endpoint, stream: TimedStream) -> None:
        self.endpoint = endpoint
        self.is_reused = False
        self.stream = stream
        self._http = h11.Connection(h11.CLIENT, _HEADERS_BYTES)
        self._idle_since = 0.0  # by the real clock, as the server closes by it

    def send(self, request: h11.Request, body: bytes) -> h11.Response | h11.InformationalResponse:
        """Send a request and read the head of the answer. Raises the errors of h11 and of httpcore2's streams."""
        sent = self._http.send(request) or b""
        sent += (self._http.send(h11.Data(body)) or b"") if body else b""
        sent += self._http.send(h11.EndOfMessage()) or b""
        with suppress(httpcore2.WriteError):  # a server may answer and close before it has read everything
            for start in range(0, len(sent), _PIECE):
                self.stream.write(sent[start : start + _PIECE])
        while True:
            event = self._next_event()
            if isinstance(event, h11.Response):
                return event
            if isinstance(event, h11.InformationalResponse) and event.status_code == _SWITCHING_PROTOCOLS:
                return event

    @property
    def trailing(self) -> bytes:
        """What came after the head of an answer that switched to another protocol."""
        return self._http.trailing_data[0]

    def body(self) -> Iterator[bytes]:
        """The body of the answer, piece by piece as it comes. Raises the same errors."""
        while isinstance(event := self._next_event(), h11.Data):
            yield event.data

    def _next_event(self) -> h11.Event | type[h11.PAUSED]:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            self._http.receive_data(self.stream.read(_PIECE))
        return cast("h11.Event | type[h11.PAUSED]", event)

    def finish(self) -> bool:
        """Prepare for another request. False if none can follow: the answer was not read to its end, the server wants
        to close, or it sent more than its answer.
        """
        http = self._http
        if http.our_state is not h11.DONE or http.their_state is not h11.DONE or http.trailing_data[0]:
            return False
        http.start_next_cycle()
        self._idle_since = time.monotonic()
        return True

    def is_usable(self) -> bool:
        """Whether another request can be sent: not idle for too long, and not closed by the server. An idle
        connection has something to read only if the server closed it.
        """
        is_fresh = time.monotonic() - self._idle_since <= _MAX_IDLE_SECONDS
        return is_fresh and not self.stream.get_extra_info("is_readable")

    def was_closed_while_idle(self, error: Exception) -> bool:
        """Whether `error` only says that the server had closed the connection before it read the request."""
        return self.is_reused and not self.stream.has_received and not isinstance(error, httpcore2.TimeoutException)

    def close(self) -> None:
        self.stream.close()

    def failure(self, error: Exception) -> RequestFailed:
        """The failure that an error during an exchange stands for."""
        host = self.endpoint.host
        if isinstance(error, httpcore2.TimeoutException):
            if self.stream.has_received and self.stream.seconds_left <= 0:
                return RequestFailed("too-slow", f"The answer of {host} took too long.", DEFAULT_RETRY_SECONDS)
            return TemporaryFailure("too-slow", f"{host} did not answer in time.")
        if isinstance(error, httpcore2.NetworkError) or not self.stream.has_received:
            return TemporaryFailure("unreachable", f"The connection to {host} was lost.")
        if isinstance(error, h11.ProtocolError) and error.error_status_hint == _HEADERS_TOO_LARGE:
            return RequestFailed("too-large", f"The headers of {host}'s answer are too large.")
        return TemporaryFailure("bad-answer", f"The answer of {host} is incomplete or not HTTP.")

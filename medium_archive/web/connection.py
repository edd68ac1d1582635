"""Connections, and keeping them: one that is idle is lent to the next request for the same place (RFC 9112, 9.3)."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

import h11
import httpcore2

from medium_archive.web import guard
from medium_archive.web.answer import SOON, TOMORROW, FetchFailed, MayPass

_IDLE_SECONDS = 15.0  # Less than most servers wait before they hang up
_IDLE_CONNECTIONS = 64  # In all: macOS gives a process 256 files
_HEADERS_BYTES = 100 * 1024  # of a head, or of what stands between two pieces of a body
_PIECE = 64 * 1024
_SWITCHING_PROTOCOLS = 101
_HEADERS_TOO_LARGE = 431  # What the parser would say if it were a server (RFC 6585, 5)


@dataclass(frozen=True)
class Place:
    """Where a connection leads. `named` if a person named the host, who may then have it be a private one.

    Being part of the place, it keeps a connection that nobody checked from being lent to an address that must be.
    """

    origin: tuple[str, str, int]  # scheme, host, port
    named: bool

    @property
    def scheme(self) -> str:
        return self.origin[0]

    @property
    def host(self) -> str:
        return self.origin[1]

    @property
    def port(self) -> int:
        return self.origin[2]


class TimedStream(httpcore2.NetworkStream):
    """A socket whose every wait ends after `silence` seconds, and all of them at the moment `until`."""

    def __init__(self, stream: httpcore2.NetworkStream, silence: float, clock: Callable[[], float]) -> None:
        self._stream, self._silence, self._clock = stream, silence, clock
        self.until = 0.0
        self.heard = False  # whether anything came since the request was sent

    @property
    def left(self) -> float:
        """The seconds until `until`."""
        return self.until - self._clock()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self.left
        if left <= 0:
            raise httpcore2.ReadTimeout
        data = self._stream.read(max_bytes, min(left, self._silence))
        if data:
            self.heard = True
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = self.left
        if left <= 0:
            raise httpcore2.WriteTimeout
        if buffer:
            self._stream.write(buffer, min(left, self._silence))

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class Connection:
    """One connection to one place, with one request on it at a time."""

    def __init__(self, place: Place, stream: TimedStream) -> None:
        self.place = place
        self.reused = False
        self.stream = stream
        self._http = h11.Connection(h11.CLIENT, _HEADERS_BYTES)
        self._idle_since = 0.0  # by the clock of the server, which no test can turn

    def send(self, target: bytes, headers: list[tuple[bytes, bytes]]) -> h11.Response | h11.InformationalResponse:
        """Send a GET and read the head of the answer. Raises the errors of h11 and of httpcore2's streams."""
        request = self._http.send(h11.Request(method=b"GET", target=target, headers=headers)) or b""
        end = self._http.send(h11.EndOfMessage()) or b""
        with suppress(httpcore2.WriteError):  # a server may answer and hang up before it has heard it all
            self.stream.write(request + end)
        while True:
            event = self._next_event()
            if isinstance(event, h11.Response):
                return event
            if isinstance(event, h11.InformationalResponse) and event.status_code == _SWITCHING_PROTOCOLS:
                return event

    def body(self) -> Iterator[bytes]:
        """The body of the answer, piece by piece as it comes. Raises the same errors."""
        while isinstance(event := self._next_event(), h11.Data):
            yield event.data

    def _next_event(self) -> h11.Event | type[h11.PAUSED]:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            self._http.receive_data(self.stream.read(_PIECE))
        return cast("h11.Event | type[h11.PAUSED]", event)

    def settle(self) -> bool:
        """Be ready for another request; False if there can be none, as the last answer wasn't read to the end, the
        server wants it so, or it said more than it was asked.
        """
        http = self._http
        if http.our_state is not h11.DONE or http.their_state is not h11.DONE or http.trailing_data[0]:
            return False
        http.start_next_cycle()
        self._idle_since = time.monotonic()
        return True

    def is_usable(self) -> bool:
        """Whether another request can go out on it: idle not for too long, and not hung up by the other side, which is
        all that there can be to read.
        """
        return time.monotonic() - self._idle_since <= _IDLE_SECONDS and not self.stream.get_extra_info("is_readable")

    def close(self) -> None:
        self.stream.close()

    def failure(self, error: Exception) -> FetchFailed:
        """What an error met while talking means."""
        host = self.place.host
        if isinstance(error, httpcore2.TimeoutException):
            if self.stream.heard and self.stream.left <= 0:
                return FetchFailed("too-slow", f"The answer of {host} took too long.", SOON)
            return MayPass("too-slow", f"{host} says nothing.")
        if isinstance(error, httpcore2.NetworkError) or not self.stream.heard:
            return MayPass("unreachable", f"The connection to {host} broke.")
        if isinstance(error, h11.ProtocolError) and error.error_status_hint == _HEADERS_TOO_LARGE:
            return FetchFailed("too-large", f"The headers of {host}'s answer have no end.")
        return MayPass("bad-answer", f"The answer of {host} is cut off or not HTTP.")


class Connections:
    """The idle connections to all places. Safe to share between threads."""

    def __init__(self, silence: float, clock: Callable[[], float]) -> None:
        self._silence, self._clock = silence, clock
        self._backend = httpcore2.SyncBackend()
        self._lock = threading.Lock()
        self._idle: dict[Place, list[Connection]] = {}  # the place used last comes last
        self._count = 0
        self._closed = False
        self._tls: ssl.SSLContext | None = None

    def lend(self, place: Place, until: float) -> Connection:
        """A connection to `place`, whose waits end at `until`. Raises FetchFailed if there can be none."""
        for connection in self._idle_at(place):
            if connection.is_usable():
                connection.reused = True
                break
            connection.close()
        else:
            connection = Connection(place, self._open(place, until))
        connection.stream.until = until
        connection.stream.heard = False
        return connection

    def take_back(self, connection: Connection) -> None:
        """Keep a connection for the next request, or close it if its last answer wasn't read to the end."""
        if self._closed or not connection.settle():
            connection.close()
            return
        surplus = None
        with self._lock:
            kept = self._idle.pop(connection.place, [])
            kept.append(connection)
            self._idle[connection.place] = kept
            self._count += 1
            if self._count > _IDLE_CONNECTIONS:
                surplus = self._take(next(iter(self._idle)), oldest=True)
        if surplus:
            surplus.close()

    def close(self) -> None:
        """Close all that are idle, and the others when they come back."""
        self._closed = True
        with self._lock:
            idle, self._idle, self._count = self._idle, {}, 0
        for connections in idle.values():
            for connection in connections:
                connection.close()

    def _idle_at(self, place: Place) -> Iterator[Connection]:
        while True:
            with self._lock:
                if place not in self._idle:
                    return
                connection = self._take(place)
            yield connection

    def _take(self, place: Place, *, oldest: bool = False) -> Connection:
        kept = self._idle[place]
        connection = kept.pop(0 if oldest else -1)
        self._count -= 1
        if not kept:
            del self._idle[place]
        return connection

    def _open(self, place: Place, until: float) -> TimedStream:
        failure: FetchFailed | None = None
        for address in guard.addresses(place.host, place.port, private=place.named):
            left = min(until - self._clock(), self._silence)
            if left <= 0:
                break
            try:
                # A numeric address: nothing is resolved again
                stream = self._backend.connect_tcp(address, place.port, timeout=left)
                if place.scheme == "https":
                    stream = stream.start_tls(self._context(), server_hostname=place.host, timeout=left)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = _connecting_failed(place.host, error)
                if failure.reason == "tls":
                    break
            else:
                return TimedStream(stream, self._silence, self._clock)
        raise failure or FetchFailed("too-slow", f"No time was left for {place.host}.", SOON)

    def _context(self) -> ssl.SSLContext:
        with self._lock:
            if self._tls is None:  # Reading the system's certificates takes a while, and not every run needs them
                self._tls = httpcore2.default_ssl_context()
                self._tls.set_alpn_protocols(["http/1.1"])
            return self._tls


def _connecting_failed(host: str, error: Exception) -> FetchFailed:
    cause = error.__cause__
    if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        why = getattr(cause, "verify_message", "") or cause.reason or "TLS"
        return FetchFailed("tls", f"No trusted connection to {host}: {why}.", TOMORROW)
    if isinstance(error, httpcore2.ConnectTimeout):
        return MayPass("unreachable", f"{host} doesn't pick up.")
    return MayPass("unreachable", f"There is no connection to {host}.")

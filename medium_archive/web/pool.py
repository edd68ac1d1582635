"""Open connections, kept for the next request to the same endpoint (RFC 9112, 9.3)."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator

import httpcore2

from medium_archive.web import guard
from medium_archive.web.answer import (
    CERTIFICATE_RETRY_SECONDS,
    DEFAULT_RETRY_SECONDS,
    RequestFailed,
    TemporaryFailure,
)
from medium_archive.web.connection import Connection, Endpoint, TimedStream

_MAX_IDLE_CONNECTIONS = 64  # to all endpoints together: macOS gives a process 256 files


class Pool:
    """Connections to all endpoints. Threads may share it."""

    def __init__(self, idle_seconds: float, clock: Callable[[], float]) -> None:
        self._idle_seconds, self._clock = idle_seconds, clock
        self._backend = httpcore2.SyncBackend()
        self._lock = threading.Lock()
        self._idle: dict[Endpoint, list[Connection]] = {}  # the endpoint used last comes last
        self._count = 0
        self._closed = False
        self._tls: ssl.SSLContext | None = None

    def acquire(self, endpoint: Endpoint, deadline: float) -> Connection:
        """A connection to `endpoint`, whose waits end at `deadline`. Raises RequestFailed if none can be opened."""
        for connection in self._idle_at(endpoint):
            if connection.is_usable():
                connection.is_reused = True
                break
            connection.close()
        else:
            connection = Connection(endpoint, self._open(endpoint, deadline))
        connection.stream.deadline = deadline
        connection.stream.has_received = False
        return connection

    def release(self, connection: Connection) -> None:
        """Keep a connection for the next request, or close it if no request can follow on it."""
        if self._closed or not connection.finish():
            connection.close()
            return
        surplus = None
        with self._lock:
            kept = self._idle.pop(connection.endpoint, [])
            kept.append(connection)
            self._idle[connection.endpoint] = kept
            self._count += 1
            if self._count > _MAX_IDLE_CONNECTIONS:
                surplus = self._take(next(iter(self._idle)), oldest=True)
        if surplus:
            surplus.close()

    def close(self) -> None:
        """Close all idle connections now, and those in use when they are released."""
        self._closed = True
        with self._lock:
            idle, self._idle, self._count = self._idle, {}, 0
        for connections in idle.values():
            for connection in connections:
                connection.close()

    def _idle_at(self, endpoint: Endpoint) -> Iterator[Connection]:
        while True:
            with self._lock:
                if endpoint not in self._idle:
                    return
                connection = self._take(endpoint)
            yield connection

    def _take(self, endpoint: Endpoint, *, oldest: bool = False) -> Connection:
        kept = self._idle[endpoint]
        connection = kept.pop(0 if oldest else -1)
        self._count -= 1
        if not kept:
            del self._idle[endpoint]
        return connection

    def _open(self, endpoint: Endpoint, deadline: float) -> TimedStream:
        failure: RequestFailed | None = None
        for address in guard.addresses(endpoint.host, endpoint.port, may_be_private=endpoint.may_be_private):
            left = min(deadline - self._clock(), self._idle_seconds)
            if left <= 0:
                break
            try:
                # A numeric address: it is not resolved a second time
                stream = self._backend.connect_tcp(address, endpoint.port, timeout=left)
                if endpoint.scheme == "https":
                    stream = stream.start_tls(self._context(), server_hostname=endpoint.host, timeout=left)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = _failure(endpoint.host, error)
                if failure.reason == "tls":
                    break
            else:
                return TimedStream(stream, self._idle_seconds, self._clock)
        raise failure or RequestFailed(
            "too-slow", f"No time was left to connect to {endpoint.host}.", DEFAULT_RETRY_SECONDS
        )

    def _context(self) -> ssl.SSLContext:
        with self._lock:
            if self._tls is None:  # reading the system's certificates takes a while, and not every run needs them
                self._tls = httpcore2.default_ssl_context()
                self._tls.set_alpn_protocols(["http/1.1"])
            return self._tls


def _failure(host: str, error: Exception) -> RequestFailed:
    cause = error.__cause__
    if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        why = getattr(cause, "verify_message", "") or cause.reason or "TLS"
        return RequestFailed("tls", f"No secure connection to {host} was possible: {why}.", CERTIFICATE_RETRY_SECONDS)
    if isinstance(error, httpcore2.ConnectTimeout):
        return TemporaryFailure("unreachable", f"{host} did not accept the connection in time.")
    return TemporaryFailure("unreachable", f"Could not connect to {host}.")

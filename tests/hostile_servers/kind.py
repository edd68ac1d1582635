"""A kind of hostile server: what it makes of one request."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

_PIECE = 64 * 1024


@dataclass(frozen=True)
class Request:
    """A request that arrived. `headers` have lower-case names."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def host(self) -> str:
        return self.headers.get("host", "").partition(":")[0].lower()

    @property
    def is_write(self) -> bool:
        return self.method not in ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Reply:
    """An answer with its headers, which may be there several times."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    reason: str = "Whatever"

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def with_headers(self, **headers: str) -> Reply:
        """The same with these headers in the place of others of the same name; underscores stand for hyphens."""
        new = {name.replace("_", "-"): value for name, value in headers.items()}
        left = tuple((name, value) for name, value in self.headers if name.lower() not in {one.lower() for one in new})
        return replace(self, headers=(*left, *new.items()))

    def head(self, length: int | str | None = None) -> bytes:
        """The head as it is sent. `length` is the Content-Length, right or wrong; None: that of the body."""
        lines = [f"HTTP/1.1 {self.status} {self.reason}", *(f"{name}: {value}" for name, value in self.headers)]
        lines += [] if length == "" else [f"Content-Length: {len(self.body) if length is None else length}"]
        return "\r\n".join([*lines, "", ""]).encode()

    def sent(self, length: int | str | None = None) -> bytes:
        return self.head(length) + self.body


@dataclass
class Exchange:
    """One request at a hostile server. `carry_out` asks the good server, once; `trap` is the port of a server that
    nobody may reach; `context` makes that for a certificate of a name.
    """

    client: socket.socket
    request: Request
    carry_out: Callable[[], Reply]
    trap: int
    closing: threading.Event
    context: Callable[[str], ssl.SSLContext]

    def send(self, data: bytes) -> None:
        self.client.sendall(data)

    def stream(self, pieces: Iterable[bytes], pause: float = 0.0, most: int = 400_000_000) -> None:
        """Send pieces until the client has gone, or `most` bytes."""
        for piece in pieces:
            if self.closing.is_set() or most <= 0:
                return
            self.send(piece)
            most -= len(piece)
            if pause:
                time.sleep(pause)

    def wait(self) -> None:
        """Wait until the client goes."""
        with contextlib.suppress(OSError):
            while not self.closing.is_set():
                ready, _, _ = select.select([self.client], [], [], 0.2)
                if ready and not self.client.recv(_PIECE):
                    return

    def reset(self) -> None:
        """End the connection as a crash does (RST)."""
        self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.client.close()


Act = Callable[[Exchange], None]


@dataclass(frozen=True)
class Kind:
    """`act` makes something of each request; then the connection ends. With `tls` the port expects TLS, in the way
    that this name stands for (tests/hostile_servers/certificates.py); "raw": it acts at once, without a request.
    """

    group: str
    name: str
    act: Act = field(repr=False, compare=False)
    tls: str = ""


def instead(*raw: bytes) -> Act:
    """Sends these bytes; nothing is carried out."""

    def act(exchange: Exchange) -> None:
        for one in raw:
            exchange.send(one)

    return act


def after(make: Callable[[Reply], bytes]) -> Act:
    """The good server carries out the request, and the client gets what is made of its answer."""
    return lambda exchange: exchange.send(make(exchange.carry_out()))


def with_trap(make: Callable[[int], bytes]) -> Act:
    """Sends what is made of the port that nobody may reach."""
    return lambda exchange: exchange.send(make(exchange.trap))


def endless(start: bytes, piece: bytes, pause: float = 0.0) -> Act:
    """Sends a beginning, then a piece again and again."""

    def pieces() -> Iterator[bytes]:
        yield start
        while True:
            yield piece

    return lambda exchange: exchange.stream(pieces(), pause)

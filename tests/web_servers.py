"""Servers on this machine that say whatever bytes a test wants, as no decent HTTP server would, and a web of them."""

from __future__ import annotations

import contextlib
import socket
import ssl
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from medium_archive.web import Limits, RequestFailed, Web

Behaviour = Callable[[socket.socket, "RawServer"], None]

# Of no use to anybody: "pictures.example" belongs to no one (RFC 2606), and only these tests trust who shows it
NAME_ON_CERTIFICATE = "pictures.example"
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBqjCCAVCgAwIBAgIUc/wQOycYxW7yI2AJOFbFBZsWki8wCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQcGljdHVyZXMuZXhhbXBsZTAgFw0yNjExMjMwNzAyNDhaGA8y
MTI2MTAzMDA3MDI0OFowGzEZMBcGA1UEAwwQcGljdHVyZXMuZXhhbXBsZTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABKc2FtxA6Cg2awRWeLlsUbzD9fAVaRpy/29D
bkV0/kIVvQNQ0g9pr8vSfExK4eLFT5FFCCwtdgsdByTbYkUJ6sujcDBuMB0GA1Ud
DgQWBBRKOHGC7tHZyVm+gdmny7JcQCmnUDAfBgNVHSMEGDAWgBRKOHGC7tHZyVm+
gdmny7JcQCmnUDAPBgNVHRMBAf8EBTADAQH/MBsGA1UdEQQUMBKCEHBpY3R1cmVz
LmV4YW1wbGUwCgYIKoZIzj0EAwIDSAAwRQIgLVtILEF2H9Iv28HPFsBXj63JHboo
s3g3++Jg7dYJ1CwCIQDrt/ZmyMwEfEKP/aXOEF0izAn0V7rN0sdYDK1ct98+MA==
-----END CERTIFICATE-----
"""
_KEY = """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIK5QDg4dRlbDwUaa1dFFWXMLTp76p1YbQN9b3F5dcQnooAoGCCqGSM49
AwEHoUQDQgAEpzYW3EDoKDZrBFZ4uWxRvMP18BVpGnL/b0NuRXT+QhW9A1DSD2mv
y9J8TErh4sVPkUUILC12Cx0HJNtiRQnqyw==
-----END EC PRIVATE KEY-----
"""
CDN = "cdn.example"
ONCE = Limits(attempts=1)
MEGABYTE = 1024 * 1024
_PATIENCE = 20.0  # seconds, after which a server gives up on a client that hangs


class RawServer:
    """Each connection gets the next behaviour, the last one all that follow. `requests` are the heads that came."""

    def __init__(self, *behaviours: Behaviour, tls: bool = False) -> None:
        self.requests: list[str] = []
        self.connections = 0
        self.server_names: list[str | None] = []  # asked for by TLS
        self.closing = threading.Event()
        self._behaviours = behaviours
        self._tls = self._context() if tls else None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.address = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        with contextlib.suppress(OSError):  # accept() wakes up for a last guest
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
        for thread in self._threads:
            thread.join(_PATIENCE)
        self._listener.close()

    def wait_until_at_most(self, connections: int) -> None:
        """Wait until no more connections are open than that. Raises AssertionError if it takes too long."""
        end = time.monotonic() + _PATIENCE
        while sum(thread.is_alive() for thread in self._threads[1:]) > connections:
            assert time.monotonic() < end, "connections stay open"
            time.sleep(0.01)

    def _accept(self) -> None:
        while True:
            guest, _ = self._listener.accept()
            if self.closing.is_set():
                guest.close()
                return
            behaviour = self._behaviours[min(self.connections, len(self._behaviours) - 1)]
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(guest, behaviour), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, guest: socket.socket, behaviour: Behaviour) -> None:
        guest.settimeout(_PATIENCE)
        with guest, contextlib.suppress(OSError):  # the client may hang up whenever it has had enough
            if self._tls is None:
                behaviour(guest, self)
                return
            with self._tls.wrap_socket(guest, server_side=True) as secured:
                behaviour(secured, self)

    def _context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "server.pem"
            path.write_text(CERTIFICATE + _KEY)
            context.load_cert_chain(path)
        context.sni_callback = lambda _socket, name, _context: self.server_names.append(name)
        return context


def answer(body: bytes = b"", status: int = 200, length: int | None = None, **headers: str) -> bytes:
    """The bytes of an answer; `length` is what it claims to be long. Underscores stand for hyphens in header names."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def head(**headers: str) -> bytes:
    """The head of an answer whose body ends with the connection."""
    lines = ["HTTP/1.1 200 OK", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def listen(guest: socket.socket, server: RawServer) -> str:
    """The head of the next request; "" if the client has gone."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = guest.recv(65536)
        if not piece:
            return ""
        received += piece
    request = received.decode("latin-1")
    server.requests.append(request)
    return request


def says(*answers: bytes) -> Behaviour:
    """Answers one request after the other on one connection, then hangs up."""

    def say(guest: socket.socket, server: RawServer) -> None:
        for text in answers:
            if not listen(guest, server):
                return
            guest.sendall(text)

    return say


def keeps_saying(text: bytes) -> Behaviour:
    """The same answer to every request, as long as the client stays."""

    def say(guest: socket.socket, server: RawServer) -> None:
        while listen(guest, server):
            guest.sendall(text)

    return say


def never_ends(start: bytes, pieces: Callable[[], Iterator[bytes]]) -> Behaviour:
    """A beginning and then pieces, until the client has had enough."""

    def say(guest: socket.socket, server: RawServer) -> None:
        if listen(guest, server):
            guest.sendall(start)
            for piece in pieces():
                if server.closing.is_set():
                    return
                guest.sendall(piece)

    return say


def says_nothing(guest: socket.socket, server: RawServer) -> None:
    """Takes the request and waits for the client to go."""
    listen(guest, server)
    guest.recv(1)


def hangs_up(guest: socket.socket, server: RawServer) -> None:
    """Takes the request and goes."""
    listen(guest, server)


def gzip_bomb(size: int) -> bytes:
    """`size` zero bytes, a thousand times smaller."""
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(1024 * 1024)
    return b"".join(packer.compress(zeros) for _ in range(size // len(zeros))) + packer.flush()


class Waits(list[float]):
    """A `sleep` that only notes how long it should have been."""

    def __call__(self, seconds: float) -> None:
        if seconds:
            self.append(seconds)


def failure(web: Web, address: str) -> RequestFailed:
    """How fetching the address fails."""
    with pytest.raises(RequestFailed) as caught:
        web.get(address)
    return caught.value


def web_to(server: RawServer, limits: Limits = ONCE, waits: Waits | None = None) -> Web:
    """A web in which `CDN` is the server."""
    return Web(hosts={CDN: server.address}, limits=limits, sleep=Waits() if waits is None else waits)

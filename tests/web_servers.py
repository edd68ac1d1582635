"""Servers on this machine that send any bytes a test wants, valid HTTP or not, and a `Web` that leads to them."""

from __future__ import annotations

import contextlib
import re
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

# Not a secret: "pictures.example" is a reserved name (RFC 2606), and only these tests trust the certificate
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
_TIMEOUT = 20.0  # seconds, after which a server closes the connection of a client that hangs


class RawServer:
    """Each connection gets the next behaviour, all further ones the last. `requests` are the heads that came, `bodies`
    the bodies.
    """

    def __init__(self, *behaviours: Behaviour, tls: bool = False) -> None:
        self.requests: list[str] = []
        self.bodies: list[bytes] = []
        self.connections = 0
        self.server_names: list[str | None] = []  # from the TLS handshake
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
        with contextlib.suppress(OSError):  # a last connection ends accept()
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
        for thread in self._threads:
            thread.join(_TIMEOUT)
        self._listener.close()

    def wait_until_at_most(self, connections: int) -> None:
        """Wait until at most that many connections are open. Raises AssertionError if it takes too long."""
        end = time.monotonic() + _TIMEOUT
        while sum(thread.is_alive() for thread in self._threads[1:]) > connections:
            assert time.monotonic() < end, "connections stay open"
            time.sleep(0.01)

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            if self.closing.is_set():
                client.close()
                return
            behaviour = self._behaviours[min(self.connections, len(self._behaviours) - 1)]
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(client, behaviour), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket, behaviour: Behaviour) -> None:
        client.settimeout(_TIMEOUT)
        with client, contextlib.suppress(OSError):  # the client may close at any time
            if self._tls is None:
                behaviour(client, self)
                return
            with self._tls.wrap_socket(client, server_side=True) as secured:
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
    """The bytes of an answer; `length` is its Content-Length, right or wrong. Underscores stand for hyphens in header
    names.
    """
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def head(**headers: str) -> bytes:
    """The head of an answer whose body ends with the connection."""
    lines = ["HTTP/1.1 200 OK", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def read_request(client: socket.socket, server: RawServer) -> str:
    """The head of the next request, whose body is read too; "" if the client closed the connection."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = client.recv(65536)
        if not piece:
            return ""
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    request = head.decode("latin-1") + "\r\n\r\n"
    length = re.search(r"\r\ncontent-length: (\d+)", request.lower())
    while length and len(body) < int(length[1]) and (piece := client.recv(65536)):
        body += piece
    server.requests.append(request)
    server.bodies.append(body)
    return request


def responds(*answers: bytes) -> Behaviour:
    """Answers one request after the other on one connection, then closes it."""

    def respond(client: socket.socket, server: RawServer) -> None:
        for text in answers:
            if not read_request(client, server):
                return
            client.sendall(text)

    return respond


def always_responds(text: bytes) -> Behaviour:
    """Gives the same answer to every request of a connection."""

    def respond(client: socket.socket, server: RawServer) -> None:
        while read_request(client, server):
            client.sendall(text)

    return respond


def streams(start: bytes, pieces: Callable[[], Iterator[bytes]]) -> Behaviour:
    """Sends a beginning and then pieces, until the client closes the connection."""

    def respond(client: socket.socket, server: RawServer) -> None:
        if read_request(client, server):
            client.sendall(start)
            for piece in pieces():
                if server.closing.is_set():
                    return
                client.sendall(piece)

    return respond


def never_answers(client: socket.socket, server: RawServer) -> None:
    """Reads the request and waits for the client to close."""
    read_request(client, server)
    client.recv(1)


def closes_connection(client: socket.socket, server: RawServer) -> None:
    """Reads the request and closes the connection."""
    read_request(client, server)


def gzip_bomb(size: int) -> bytes:
    """`size` zero bytes in a thousandth of the space."""
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(1024 * 1024)
    return b"".join(packer.compress(zeros) for _ in range(size // len(zeros))) + packer.flush()


class RecordedSleep(list[float]):
    """A `sleep` that only notes the seconds."""

    def __call__(self, seconds: float) -> None:
        if seconds:
            self.append(seconds)


class Clock:
    """Time that passes only while sleeping."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits = RecordedSleep()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits(seconds)
        self.now += seconds


def failure(web: Web, address: str) -> RequestFailed:
    """The failure of fetching the address."""
    with pytest.raises(RequestFailed) as caught:
        web.get(address)
    return caught.value


def web_to(server: RawServer, limits: Limits = ONCE, waits: RecordedSleep | None = None) -> Web:
    """A `Web` in which the host `CDN` is the server."""
    return Web(hosts={CDN: server.address}, limits=limits, sleep=RecordedSleep() if waits is None else waits)

"""A server on this machine that stands before good ones: it passes requests on, or makes of them what a kind says."""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import ssl
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests.hostile_servers.certificates import Certificates
from tests.hostile_servers.kind import Act, Exchange, Kind, Reply, Request

_SECONDS = 30.0  # after which a connection ends
_HOP = frozenset({"connection", "content-length", "transfer-encoding", "keep-alive", "server"})


class Listener:
    """A port of this machine; `serve` gets each connection, in a thread of its own."""

    def __init__(self) -> None:
        self.connections = 0
        self.closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        with contextlib.suppress(OSError):  # a last connection ends accept()
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
        self._thread.join(10)
        self._listener.close()

    def serve(self, client: socket.socket) -> None:
        """Close it."""

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            if self.closing.is_set():
                client.close()
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(_SECONDS)
        with client, contextlib.suppress(OSError, http.client.HTTPException):  # the client may go at any time
            self.serve(client)


class Proxy(Listener):
    """Without a `kind` it passes everything on. `good` gives the address of the good server for a request, `targets`
    says which requests the kind is for.
    """

    def __init__(self, certificates: Certificates) -> None:
        super().__init__()
        self.kind: Kind | None = None
        self.good: Callable[[Request], str] = lambda request: ""
        self.targets: Callable[[Request], bool] = lambda request: True
        self.raw: Act | None = None  # in the place of a good server, for another protocol than HTTP
        self.trap = Listener()
        self.met = 0  # requests that the kind was for
        self._certificates = certificates

    def __enter__(self) -> Self:
        self.trap.__enter__()
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self.trap.__exit__(kind, error, trace)

    def serve(self, client: socket.socket) -> None:
        kind = self.kind
        if kind is None and self.raw is not None:
            self._act(self.raw, client, Request("", "", {}))
        elif kind is not None and kind.tls == "raw":
            self.met += 1
            self._act(kind.act, client, Request("", "", {}))
        elif kind is not None and kind.tls:
            try:
                secured = self._certificates.context(kind.tls).wrap_socket(client, server_side=True)
            except (ssl.SSLError, ConnectionError):
                self.met += 1
                return
            with secured:
                self._answer_all(secured, kind)
        else:
            self._answer_all(client, kind)

    def _answer_all(self, client: socket.socket, kind: Kind | None) -> None:
        while (request := _read(client)) is not None:
            if kind is not None and self.targets(request):
                self.met += 1
                self._act(kind.act, client, request)
                return
            reply = self._forward(request)
            client.sendall(reply.sent())
            if self.closing.is_set() or request.headers.get("connection", "").lower() == "close":
                return

    def _act(self, act: Act, client: socket.socket, request: Request) -> None:
        carried: list[Reply] = []

        def carry_out() -> Reply:
            if not carried:
                carried.append(self._forward(request))
            return carried[0]

        exchange = Exchange(client, request, carry_out, self.trap.port, self.closing, self._certificates.context)
        try:
            act(exchange)
        finally:
            exchange.client.close()  # STARTTLS puts another socket in its place

    def _forward(self, request: Request) -> Reply:
        address = urlsplit(self.good(request))
        asked = http.client.HTTPConnection(address.hostname or "", address.port, timeout=_SECONDS)
        with contextlib.closing(asked):
            asked.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
            for name, value in request.headers.items():
                if name not in _HOP - {"content-length"}:
                    asked.putheader(name, value)
            asked.endheaders(request.body)
            answer = asked.getresponse()
            headers = tuple((name, value) for name, value in answer.getheaders() if name.lower() not in _HOP)
            return Reply(answer.status, answer.read(), headers, answer.reason or "OK")


def _read(client: socket.socket) -> Request | None:
    """The next request; None if the client closed the connection."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = client.recv(65536)
        if not piece:
            return None
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, *_ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(re.sub("[^0-9]", "", headers.get("content-length", "")) or "0")
    pieces = bytearray(body)
    while len(pieces) < length and (piece := client.recv(65536)):
        pieces += piece
    return Request(method, path, headers, bytes(pieces))

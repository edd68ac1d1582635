"""What the stand-ins for web archives share: how they start on this machine, and how they answer."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of a stand-in, which is `self.stand_in`."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer is one packet: else each takes 40 ms
    stand_in: Any

    def do_GET(self) -> None:
        self.get()

    def do_POST(self) -> None:
        self.post()

    def get(self) -> None:
        self.send(405, b"")

    def post(self) -> None:
        self.send(405, b"")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test has the requests."""

    def send(self, status: int, body: bytes, headers: Mapping[str, str] = {}, *, is_cut: bool = False) -> None:
        """Send an answer; `is_cut`: the connection ends in the middle of it."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if is_cut else body)
        self.close_connection = self.close_connection or is_cut


class ArchiveServer:
    """A stand-in, which serves while it is used as a context."""

    handler: ClassVar[type[Handler]]

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("", (self.handler,), {"stand_in": self}))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

"""The base of the stand-ins for platforms' servers: serves HTTP on this machine, notes requests, fails on demand."""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from medium_archive.web import Secret


@dataclass(frozen=True)
class Received:
    """A request. `at` is the time by the clock of the run."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float = 0.0

    def json(self) -> Any:
        return json.loads(self.body or b"null")

    def holds(self, text: str) -> bool:
        return text in f"{self.path} {dict(self.headers)} {self.body.decode('utf-8', 'replace')}"


@dataclass(frozen=True)
class Reply:
    """An answer. `lost`: the request is carried out, but the connection closes instead of the answer."""

    status: int = 200
    content: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    lost: bool = False

    @classmethod
    def json(cls, value: object, status: int = 200) -> Self:
        return cls(status, json.dumps(value).encode(), {"Content-Type": "application/json"})


@dataclass(frozen=True)
class There:
    """A post at the place. Values that it does not have are empty."""

    id: str
    title: str
    text: str
    is_public: bool
    slug: str = ""
    date: str = ""
    tags: tuple[str, ...] = ()
    canonical: str = ""


# What happens to a request: None: nothing special. A Reply that is not `lost` comes instead of carrying it out
Fault = Callable[[Received, int], Reply | None]


class StandIn(ABC):
    """A server for one account. `fault` is asked about each request, with its number from 0."""

    host: str  # in https addresses; a `Web` sends its requests here
    # The keys of `stored` for the cover and the words beside the text; "" where the place does not give them back
    cover_key: str = ""
    excerpt_key: str = ""
    other_cover: Any = "https://place.example/by-hand.png"  # one that a person chose there
    hidden: Mapping[str, Any] = {}  # what a person there changes in `stored` to make a post private, or to schedule it
    lets_covers_go: bool = True  # a cover can be removed
    more_hosts: tuple[str, ...] = ()  # of the same place, such as one for pictures; they differ in the Host header
    settings: Any  # for `Platform.connect`
    secrets: Mapping[str, Secret]

    def __init__(self) -> None:
        self.requests: list[Received] = []
        self.fault: Fault = lambda request, number: None
        self.spoil: Callable[[Any, int], Any] = lambda answer, number: answer  # what an answer's JSON becomes
        self.clock: Callable[[], float] = lambda: 0.0
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def writes(self) -> list[Received]:
        """The requests that may change something."""
        return [request for request in self.requests if self.is_write(request)]

    def is_write(self, request: Received) -> bool:
        """Whether a request may change something: to be replaced where all requests are POST, as with GraphQL."""
        return request.method not in ("GET", "HEAD", "OPTIONS")

    @abstractmethod
    def answer(self, request: Received) -> Reply:
        """Carry out a request as the real server does, traps included."""

    @abstractmethod
    def posts(self) -> list[There]:
        """All posts at the place but deleted ones, drafts too."""

    @abstractmethod
    def pictures(self) -> list[bytes]:
        """All pictures at the place; of a picture that was uploaded twice two."""

    @abstractmethod
    def add(self, title: str, slug: str) -> None:
        """Somebody writes a post there by hand."""

    @abstractmethod
    def edit(self, id: str, text: str) -> None:
        """Somebody changes a post there by hand."""

    def stored(self, id: str) -> dict[str, Any]:
        """The values of a post, in which a person there may change one. Only where there is a key for one."""
        raise AssertionError("The place gives no such value back.")

    def publish(self, id: str) -> None:
        """Somebody publishes a draft there by hand. Only where the platform has drafts."""
        raise AssertionError("The place has no drafts.")

    @abstractmethod
    def delete(self, id: str) -> None:
        """Somebody deletes a post there by hand."""

    def serve(self, request: Received) -> Reply:
        """The answer to a request, with the fault that is due."""
        with self._lock:
            fault = self.fault(request, len(self.requests))
            self.requests.append(replace(request, at=self.clock()))
            if fault is not None and not fault.lost:
                return fault
            position = len(self.requests) - 1
            return replace(self._spoiled(self.answer(request), position), lost=fault is not None)

    def _spoiled(self, reply: Reply, position: int) -> Reply:
        try:
            before = json.loads(reply.content)
        except ValueError:
            return reply
        after = self.spoil(before, position)
        return reply if after == before else replace(reply, content=json.dumps(after).encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def _handler(stand_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = stand_in.serve(Received(self.command, self.path, headers, body))
            if reply.lost:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815  # names that http.server looks for

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the test has the requests."""

    return Handler

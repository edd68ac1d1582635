"""A test server in place of Medium: pages, errors, bot walls and feeds, for all hosts on one local port."""

from __future__ import annotations

import gzip
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

SENTENCE = "This {} is under investigation or was found in violation of the Medium Rules."
_HANDSHAKE = b"\x16"  # the first byte of a connection with TLS
CONTINUED = "There are thousands of stories to read on Medium. Visit our homepage to find one that’s right for you."


@dataclass(frozen=True)
class Reply:
    """`pieces`, if there are any, are sent instead of the body, and the connection ends after them."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: Callable[[], Iterator[bytes]] | None = None


Answering = Reply | Callable[[Mapping[str, str]], Reply]


def html(
    title: str, body: str = "", status: int = 200, head: str = "", headers: Mapping[str, str] | None = None
) -> Reply:
    """A page with a title."""
    page = f'<!doctype html><html lang="en"><head><title data-rh="true">{title}</title>{head}</head><body>{body}</body>'
    return Reply(status, f"{page}</html>".encode(), {"Content-Type": "text/html; charset=utf-8", **(headers or {})})


def app(address: str) -> str:
    """The elements of a head that name the page for Medium's app."""
    return (
        '<meta data-rh="true" property="og:site_name" content="Medium"/>'
        f'<meta data-rh="true" property="al:ios:url" content="medium://{address}"/>'
        f'<meta data-rh="true" property="al:android:url" content="medium://{address}"/>'
    )


def profile(name: str, words: str = "Read writing from Ada on Medium.") -> Reply:
    named = f'<meta data-rh="true" property="profile:username" content="{name}"/>'
    return html(f"{name} – Medium", f"<h2>{name}</h2><p>{words}</p>", head=app(f"@{name}") + named)


def story(post_id: str, words: str = "Words.", title: str = "A story | by Ada | Medium") -> Reply:
    return html(title, f"<article><p>{words}</p></article>", head=app(f"p/{post_id}"))


def publication(slug: str) -> Reply:
    return html(f"{slug} – Medium", "<h1>Stories</h1>", head=app(slug))


def suspended(what: str, title: str = "") -> Reply:
    """The page in place of a suspended account, post or publication."""
    body = f"<h2>{SENTENCE.format(what)}</h2><p>{CONTINUED}</p><button>Take me to Medium</button>"
    return html(title or f"410 {what} suspended — Medium", body, 410)


def by_author(words: str = "The author deleted this Medium story.") -> Reply:
    return html("410 Deleted by author — Medium", f"<h2>{words}</h2><p>{CONTINUED}</p>", 410)


def not_found() -> Reply:
    return html("Medium", "<p>PAGE NOT FOUND</p><h2>404</h2><p>Out of nothing, something.</p>", 404)


def challenge(status: int = 403, title: str = "Just a moment...", *, header: bool = True) -> Reply:
    """A bot check of Cloudflare's; its page repeats the requested address."""
    script = '<script>window._cf_chl_opt={cUPMDTk:"/@ada?__cf_chl_tk=x"}</script>'
    headers = {"Server": "cloudflare", "CF-RAY": "8a1-FRA", **({"cf-mitigated": "challenge"} if header else {})}
    return html(title, f"<p>Verify you are human</p>{script}", status, headers=headers)


def redirect(address: str) -> Reply:
    return Reply(302, headers={"Location": address})


def packed(reply: Reply) -> Reply:
    return Reply(reply.status, gzip.compress(reply.body, mtime=0), {**reply.headers, "Content-Encoding": "gzip"})


class Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client may close its connection at any time; everything else is printed."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # as socketserver passes it


class MediumServer:
    """The server, running while it is used as a context. `answers` are by "host/path"; of a list, the answers are given
    one by one, the last one again and again. `requests` are the requested addresses, `headers` those of each request.
    With a `certificate`, the port also takes connections with TLS.
    """

    def __init__(
        self,
        answers: Mapping[str, Answering | list[Answering]] | None = None,
        certificate: ssl.SSLContext | None = None,
    ) -> None:
        self.answers: dict[str, Answering | list[Answering]] = dict(answers or {})
        self.requests: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body in one piece: two would wait for each other

            def setup(self) -> None:
                if certificate and self.request.recv(1, socket.MSG_PEEK) == _HANDSHAKE:
                    self.request = certificate.wrap_socket(self.request, server_side=True)
                super().setup()

            def finish(self) -> None:
                try:
                    super().finish()  # which writes what is left, to a client that may be gone
                finally:
                    self.request.close()

            def do_GET(self) -> None:
                reply = outer._reply(self.headers.get("Host", ""), self.path, dict(self.headers.items()))
                ending = {"Connection": "close"} if reply.pieces else {"Content-Length": str(len(reply.body))}
                self.send_response(reply.status)
                for name, value in {**reply.headers, **ending}.items():
                    self.send_header(name, value)
                self.end_headers()
                for piece in reply.pieces() if reply.pieces else (reply.body,):
                    self.wfile.write(piece)
                    self.wfile.flush()

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", "0")))
                self.do_GET()

            def log_message(self, format: str, *args: object) -> None:
                """No log in the output of tests."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def hosts(self, *names: str) -> dict[str, str]:
        """A mapping that sends these hosts, and medium.com, to this server."""
        return dict.fromkeys(("medium.com", *names), self.address)

    def settings(self, *names: str, **watch: object) -> str:
        """A [watch] table that sends these hosts, and medium.com, to this server."""
        hosts = ", ".join(f'"{name}" = "{address}"' for name, address in self.hosts(*names).items())
        lines = "".join(f"{key} = {value!r}\n" for key, value in watch.items())
        return f"\n[watch]\nhosts = {{{hosts}}}\n{lines}"

    def _reply(self, host: str, path: str, headers: Mapping[str, str]) -> Reply:
        address = f"{host}{path}"
        with self._lock:
            self.requests.append(address)
            self.headers.append({name.lower(): value for name, value in headers.items()})
            answer = self.answers.get(address, not_found())
            if isinstance(answer, list):
                answer = answer.pop(0) if len(answer) > 1 else answer[0]
        return answer if isinstance(answer, Reply) else answer({k.lower(): v for k, v in headers.items()})

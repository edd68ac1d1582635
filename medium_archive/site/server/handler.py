"""What the server answers: the files of the site, and the stream by which an open page learns of each build."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from medium_archive.folder import regular_files

EVENTS = "/.archive/events"
SCRIPT = "/.archive/reload.js"
_PRIVATE = "/.archive/"  # no file of a site has an address that begins so
_HOSTS = ("127.0.0.1", "localhost")
# The server alone adds these to the pages that it sends; the files on the disk do not have them.
_TAG = f'<script src="{SCRIPT}" defer></script>'.encode()
_POLICY = b"default-src 'none';"
_RELOAD = Path(__file__).with_name("reload.js")
_EMPTY = b"<!doctype html><html lang=en><meta charset=utf-8><title>Not built yet</title><body></body></html>"


@dataclass(frozen=True)
class State:
    """The number of the last build, and its problem: "" if there is none."""

    version: int
    problem: str


class Source(Protocol):
    """The server of the site: the path under which it is served, its builds, and `private`, which gives the type and
    the body of a page that no site has, by its path; None for a path without one.
    """

    base: str

    @property
    def state(self) -> State: ...
    def wait_for_news(self, version: int) -> bool: ...
    def private(self, path: str) -> tuple[str, bytes] | None: ...


class Handler(SimpleHTTPRequestHandler):
    """A file server that adds the reloading script to pages."""

    def __init__(self, *arguments: Any, source: Source, directory: str) -> None:
        self.source = source
        super().__init__(*arguments, directory=directory)

    def do_GET(self) -> None:  # the name that http.server calls
        if not self._is_for_this_computer():
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = urlsplit(self.path).path  # percent-encoded; `translate_path` decodes it
        base = self.source.base
        if path == EVENTS:
            self._stream()
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, "text/javascript; charset=utf-8", _RELOAD.read_bytes())
        elif path.startswith(_PRIVATE) and (found := self.source.private(path)) is not None:
            self._send(HTTPStatus.OK, *found)
        elif not path.startswith(f"{base}/"):
            self._redirect(f"{base}/") if path in ("/", base) else self._send_missing()
        else:
            self._send_file(path.removeprefix(base))

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Print nothing: the terminal is for the person."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def _is_for_this_computer(self) -> bool:
        """Whether the request names this computer. Another site could make its own name lead here, and so read what is
        served (DNS rebinding).
        """
        return self.headers.get("Host", "").rpartition(":")[0] in _HOSTS

    def _send_file(self, path: str) -> None:
        file = Path(self.translate_path(path + "index.html" if path.endswith("/") else path))
        try:
            is_folder = file.is_dir()
            # A link could lead to any file of this computer
            is_sent = not file.name.startswith(".") and regular_files.is_file(file, self.directory)
            content = regular_files.read(file, self.directory) if is_sent and not is_folder else None
        except (OSError, ValueError):  # a path that no file can have, or no permission
            is_folder, content = False, None
        if is_folder:
            self._redirect(f"{self.source.base}/{path.strip('/')}/")
        elif content is None:
            self._send_missing()
        else:
            self._send(HTTPStatus.OK, self._type_of(file), content)

    def _send_missing(self) -> None:
        page = Path(self.directory) / "404.html"
        content = page.read_bytes() if page.is_file() else _EMPTY
        # Without site.url its links are relative, and here it is shown at any depth.
        content = content.replace(b"base-uri 'none'", b"base-uri 'self'", 1)
        content = content.replace(b"<head>", f'<head><base href="{self.source.base}/">'.encode(), 1)
        self._send(HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", content)

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        if kind.startswith("text/html"):
            # Browsers complain about a policy that has one directive twice
            head = content.partition(b"</head>")[0]
            allowed = [one for one in (b" script-src 'self';", b" connect-src 'self';") if one.strip() not in head]
            content = content.replace(_POLICY, _POLICY + b"".join(allowed), 1)
            content = content.replace(b"</body>", _TAG + b"</body>", 1)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.TEMPORARY_REDIRECT)
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _stream(self) -> None:
        """Send an event for each build, until the page is closed (server-sent events)."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        sent = -1
        try:
            while True:
                state = self.source.state
                event = f"data: {json.dumps(asdict(state))}\n\n" if state.version != sent else ": still here\n\n"
                sent = state.version
                self.wfile.write(event.encode())
                if self.command == "HEAD" or not self.source.wait_for_news(sent):
                    return
        except ConnectionError:
            return  # the page was closed

    def _type_of(self, file: Path) -> str:
        kind = self.guess_type(file)
        is_text = kind.startswith("text/") or kind.endswith(("xml", "json"))
        return f"{kind}; charset=utf-8" if is_text else kind

"""The site on this computer alone, for looking at it: rebuilt when a text changes, the page reloads itself."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from medium_archive.errors import ArchiveError, ArchiveInUse

HOST = "127.0.0.1"
EVENTS = "/.archive/events"
SCRIPT = "/.archive/reload.js"
_SECONDS_BETWEEN_LOOKS = 0.4
_SECONDS_BETWEEN_SIGNS = 5.0  # a sign of life on an idle stream, by which a page that was closed is noticed

# Only the server adds these, to what it sends: of the files on the disk, the search alone has a script.
_TAG = f'<script src="{SCRIPT}" defer></script>'.encode()
_POLICY = b"default-src 'none';"
_RELOAD = Path(__file__).with_name("reload.js")
_EMPTY = b"<!doctype html><html lang=en><meta charset=utf-8><title>Not built yet</title><body></body></html>"


class Server:
    """Serves a built site and builds it again when one of `watched` changes.

    `rebuild` builds and gives "" or what is wrong, in words for the page; what it raises is shown there too, and
    ArchiveInUse has it called again. `base` is the path under which the
    site will live ("" or "/blog"): it is served there, as 404.html leads to it. `address` holds once `start`
    has returned.
    """

    def __init__(
        self,
        folder: Path,
        watched: Iterable[Path],
        rebuild: Callable[[], str],
        *,
        port: int = 0,
        base: str = "",
    ) -> None:
        self._folder, self._watched, self._rebuild = folder, tuple(watched), rebuild
        self._port, self._base = port, base
        self._changed = threading.Condition()
        self._version, self._problem, self._stopped = 0, "", False
        self._again = False  # the last build could not begin: another run was writing
        self._threads: list[threading.Thread] = []
        self._http: ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        """Where the front page is."""
        port = self._http.server_address[1] if self._http else self._port
        return f"http://{HOST}:{port}{self._base}/"

    def start(self) -> None:
        """Build once, then serve and watch in threads of their own. For a port that is taken, take a free one."""
        before = _look(self._watched)
        self._problem = self._build()
        handler = partial(_Handler, server_state=self, directory=str(self._folder))
        try:
            self._http = _Http((HOST, self._port), handler)
        except OSError:
            self._http = _Http((HOST, 0), handler)
        for work in (self._http.serve_forever, partial(self._watch, before)):
            thread = threading.Thread(target=work, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Stop serving and watching; returns when both have ended."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        if self._http:
            if self._threads:
                self._http.shutdown()
            self._http.server_close()
        for thread in self._threads:
            thread.join()

    def wait(self) -> None:
        """Return when `stop` was called."""
        with self._changed:
            while not self._stopped:
                self._changed.wait(_SECONDS_BETWEEN_SIGNS)

    @property
    def base(self) -> str:
        """The path under which the site is served."""
        return self._base

    def state(self) -> dict[str, Any]:
        """The number of the last build and what is wrong with it."""
        return {"version": self._version, "problem": self._problem}

    def wait_for_news(self, version: int) -> bool:
        """Wait for a build after `version`, or for a while. False when the server stops."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._version != version, _SECONDS_BETWEEN_SIGNS)
            return not self._stopped

    def _watch(self, before: dict[str, tuple[int, int]]) -> None:
        while True:
            with self._changed:
                if self._changed.wait_for(lambda: self._stopped, _SECONDS_BETWEEN_LOOKS):
                    return
            now = _look(self._watched)
            if now == before and not self._again:
                continue
            before = now
            problem = self._build()
            with self._changed:
                if self._again and problem == self._problem:
                    continue  # nothing new to tell an open page
                self._version, self._problem = self._version + 1, problem
                self._changed.notify_all()

    def _build(self) -> str:
        door = _LastDoor()
        with door:
            door.problem = self._rebuild()
        self._again = door.is_busy
        return door.problem


class _LastDoor:
    """Whatever goes wrong in a build is words for the page: while somebody edits, the watching must go on."""

    def __init__(self) -> None:
        self.problem, self.is_busy = "", False

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        if isinstance(error, ArchiveError):
            self.problem, self.is_busy = f"{error.message}\n{error.hint}".strip(), isinstance(error, ArchiveInUse)
        elif isinstance(error, Exception):
            self.problem = f"The site could not be made: {type(error).__name__}: {error}"
        return isinstance(error, Exception)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a page that is open holds its stream for ever
    # A page that was open keeps the port of a server that has ended for a minute, unless a new one says that it may
    # have it. On Windows this would let two servers share one.
    allow_reuse_address = os.name == "posix"


class _Handler(SimpleHTTPRequestHandler):
    """A file server that adds the reloading script to pages."""

    def __init__(self, *arguments: Any, server_state: Server, directory: str) -> None:
        self.site = server_state
        super().__init__(*arguments, directory=directory)

    def do_GET(self) -> None:  # the name that http.server calls
        if not self._asked_here():
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = urlsplit(self.path).path  # percent-encoded; `translate_path` decodes it
        base = self.site.base
        if path == EVENTS:
            self._stream()
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, "text/javascript; charset=utf-8", _RELOAD.read_bytes())
        elif not path.startswith(f"{base}/"):
            self._redirect(f"{base}/") if path in ("/", base) else self._send_missing()
        else:
            self._send_file(path.removeprefix(base))

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing: the terminal is for what the person does."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def _asked_here(self) -> bool:
        """Another site could have its own name lead to this computer, and so read what is served here."""
        host = self.headers.get("Host", "").rpartition(":")[0]
        return host in (HOST, "localhost")

    def _send_file(self, path: str) -> None:
        file = Path(self.translate_path(path + "index.html" if path.endswith("/") else path))
        if file.is_dir():
            self._redirect(f"{self.site.base}/{path.strip('/')}/")
        elif not file.is_file() or file.name.startswith("."):
            self._send_missing()
        else:
            self._send(HTTPStatus.OK, self._type_of(file), file.read_bytes())

    def _send_missing(self) -> None:
        page = Path(self.directory) / "404.html"
        content = page.read_bytes() if page.is_file() else _EMPTY
        # Without site.url its links are relative, and here it is shown at any depth.
        content = content.replace(b"base-uri 'none'", b"base-uri 'self'", 1)
        content = content.replace(b"<head>", f'<head><base href="{self.site.base}/">'.encode(), 1)
        self._send(HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", content)

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        if kind.startswith("text/html"):
            # A policy with one directive twice has the browser complain
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
        """Tell a page of each build, until it is closed (server-sent events)."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        told = -1
        try:
            while True:
                state = self.site.state()
                news = f"data: {json.dumps(state)}\n\n" if state["version"] != told else ": still here\n\n"
                told = state["version"]
                self.wfile.write(news.encode())
                if self.command == "HEAD" or not self.site.wait_for_news(told):
                    return
        except ConnectionError:
            return  # the page was closed

    def _type_of(self, file: Path) -> str:
        kind = self.guess_type(file)
        text = kind.startswith("text/") or kind.endswith(("xml", "json"))
        return f"{kind}; charset=utf-8" if text else kind


def _look(watched: Iterable[Path]) -> dict[str, tuple[int, int]]:
    """When each file below the watched places was changed, and how large it is."""
    seen: dict[str, tuple[int, int]] = {}
    waiting: list[Path | os.DirEntry[str]] = list(watched)
    while waiting:
        place = waiting.pop()
        try:
            status = place.stat()
            if stat.S_ISDIR(status.st_mode):
                with os.scandir(place) as entries:
                    waiting += [one for one in entries if one.is_file() or one.is_dir(follow_symlinks=False)]
            elif stat.S_ISREG(status.st_mode) and not os.fspath(place).endswith(".tmp"):
                seen[os.fspath(place)] = (status.st_mtime_ns, status.st_size)
        except OSError:
            continue  # it went between the list and the look
    return seen

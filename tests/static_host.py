"""A host on this machine that serves a folder as static hosts do: a folder's index.html, a slash put after a folder's
name, 404.html with status 404 for anything else; at the root or below a path.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from tests import local_server

_TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@contextmanager
def hosting(folder: Path, base: str = "") -> Iterator[str]:
    """Gives the address of the folder, below `base` ("/repo") without a slash at its end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            inside = path.removeprefix(base) if path.startswith(f"{base}/") else ""
            file = folder / inside.strip("/")
            if inside and file.is_dir() and (file / "index.html").is_file():
                if not path.endswith("/"):
                    self.send_response(301)
                    self.send_header("Location", quote(path) + "/")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                file /= "index.html"
            is_there = bool(inside) and file.is_file()
            self._send(200 if is_there else 404, file if is_there else folder / "404.html")

        def _send(self, status: int, file: Path) -> None:
            content = file.read_bytes() if file.is_file() else b"nothing"
            self.send_response(status)
            self.send_header("Content-Type", _TYPES.get(file.suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with suppress(ConnectionError):  # a browser that is led on doesn't wait for the rest
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with local_server.serving(Handler) as address:
        yield f"{address}{base}"

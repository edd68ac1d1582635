"""A stand-in for Medium's picture host: it answers every address with a small picture of that name's type."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from typing import Any

from PIL import Image

from tests import local_server
from tests.cdn import CDN, HOSTS, MIRO

_TYPES = {"jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "webp": "webp"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # the name that the library calls
        is_picture = (self.headers.get("Host") or "").partition(":")[0] in (CDN, MIRO)
        kind, content = _picture(self.path.rpartition("/")[2]) if is_picture else ("", b"")
        self.send_response(200 if is_picture else 404)
        self.send_header("Content-Type", f"image/{kind}" if is_picture else "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


def _picture(name: str) -> tuple[str, bytes]:
    """The type and the bytes of a picture; its size and colour depend on its name, so two differ."""
    digest = sha256(name.encode()).digest()
    kind = _TYPES.get(name.rpartition(".")[2].lower(), "png")
    into = BytesIO()
    Image.new("RGB", (24 + digest[0], 24 + digest[1]), tuple(digest[2:5])).save(into, kind)
    return kind, into.getvalue()


@contextmanager
def running() -> Iterator[str]:
    """The settings of an archive that send its requests to the stand-in, while it runs."""
    with local_server.serving(_Handler) as address:
        hosts = ", ".join(f'"{host}" = "{address}"' for host in HOSTS)
        yield f"\n[pictures]\nhosts = {{{hosts}}}\n"

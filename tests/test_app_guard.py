"""Limits of `archive app` for one request: nobody can keep it busy, or alive."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message

from medium_archive.app import guard
from medium_archive.app.guard import Guard, Keys
from medium_archive.folder.layout import Layout
from tests import local_page

KEYS = Keys(8_000)


async def _page(request: Request) -> Response:
    """Takes a form; the key of the door is "right"."""
    body = await request.body()
    is_refused = request.url.path == guard.ENTER and body != b"right"
    return PlainTextResponse(str(len(body)), 403 if is_refused else 200)


async def _too_slow(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("", 408)


def guarded() -> Guard:
    routes = [Route(guard.ENTER, _page, methods=["POST"]), Route(f"{KEYS.base}/form", _page, methods=["POST"])]
    handlers: dict[Any, Any] = {guard.TooSlow: _too_slow}
    return Guard(Starlette(routes=routes, exception_handlers=handlers), KEYS)


def ask(found: Guard, path: str, pieces: Callable[[], AsyncIterator[bytes]], *headers: tuple[str, str]) -> int:
    """The status of the answer to a form that comes in these pieces."""
    own = [("host", "127.0.0.1:8000"), ("origin", "http://127.0.0.1:8000")]
    cookie = ("cookie", f"{KEYS.cookie_name}={KEYS.cookie}")
    encoded = [(name.encode(), value.encode()) for name, value in (*own, cookie, *headers)]
    sent: list[Message] = []

    async def run() -> None:
        body = pieces()

        async def receive() -> Message:
            piece = await anext(body, None)
            return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": path, "headers": encoded, "query_string": b""}
        await found({**scope, "server": ("127.0.0.1", 8_000), "root_path": "", "scheme": "http"}, receive, send)

    asyncio.run(run())
    status: int = sent[0]["status"]
    return status


def whole(*content: bytes) -> Callable[[], AsyncIterator[bytes]]:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in content:
            yield piece

    return pieces


async def drops() -> AsyncIterator[bytes]:
    """A form that comes drop by drop."""
    for _ in range(60):
        await asyncio.sleep(0.02)
        yield b"a"


@pytest.mark.parametrize("path", [guard.ENTER, f"{KEYS.base}/form"], ids=["the door", "a page"])
def test_a_form_has_one_limit_of_time_for_all_its_pieces(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else one byte every half minute would keep a connection for good."""
    monkeypatch.setattr(guard, "_SECONDS", 0.2)
    assert ask(guarded(), path, drops) == 408


def test_the_door_takes_no_large_form() -> None:
    """Anybody on this computer can send one."""
    assert ask(guarded(), guard.ENTER, whole(b"right"), ("content-length", "2000")) == 413
    assert ask(guarded(), f"{KEYS.base}/form", whole(b"a" * 2_000), ("content-length", "2000")) == 200


@pytest.mark.parametrize("length", ["9" * 5_000, "-1", "0x1", "1" * 21])
def test_a_length_that_is_no_length_is_refused(length: str) -> None:
    assert ask(guarded(), f"{KEYS.base}/form", whole(b""), ("content-length", length)) == 400


def test_only_the_person_keeps_the_program_alive() -> None:
    """Not one who knocks without the key."""
    asked: Sequence[tuple[str, bytes, bool]] = (
        (guard.ENTER, b"wrong", False),
        (guard.ENTER, b"right", True),
        (f"{KEYS.base}/form", b"", True),
        ("/elsewhere/form", b"", False),
    )
    for path, body, is_use in asked:
        found = guarded()
        found.used = before = time.monotonic() - 1_000
        ask(found, path, whole(body))
        assert (found.used > before) == is_use, (path, body)


def test_a_page_that_is_closed_during_a_drop_is_no_error(layout: Layout) -> None:
    """The terminal says nothing of it."""
    with local_page.opened(layout.root) as page:
        name = page.drop({})
        head = "".join(f"{name}: {value}\r\n" for name, value in page.headers.items())
        with socket.create_connection(("127.0.0.1", page.port), timeout=60) as connection:
            start = f"PUT {page.base}/drops/{name}/a.zip HTTP/1.1\r\n{head}Content-Length: 100\r\n\r\nPK"
            connection.sendall(start.encode())
            local_page.wait_until(lambda: list(page.door.parent.glob("drops/*/a.zip")))
        local_page.wait_until(lambda: not list(page.door.parent.glob("drops/*/a.zip")))
        page.post("end")
        assert page.process.wait(60) == 0
        assert page.process.stderr is not None and page.process.stderr.read() == b""

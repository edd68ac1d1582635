"""Who gets an answer: only a browser of this person, from a page of this server.

The address begins with a secret, the cookie has another, and the name, the origin and the method of each request are
checked. Every other request gets the same short refusal, whatever it asks for; a person who opens an address in a tab
is told which file to open (docs/decisions/0045).
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
ENTER = "/enter"
_SECONDS = 30.0  # for a whole form, and for the next piece of a file or an answer
_FORM_BYTES = 65_536
_KEY_BYTES = 1_024  # of the form of the door, which anybody can send
FILE_BYTES = 16 * 1024**3  # of one dropped file
_LENGTH_DIGITS = 20
_METHODS = ("GET", "POST", "PUT")
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; frame-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with "no-referrer" browsers send no origin with a form
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class TooSlow(Exception):
    """The other side sends no more of a body."""


class Gone(Exception):
    """The other side takes no more of an answer."""


class TooLarge(Exception):
    """A body has more bytes than it may have."""


@dataclass(frozen=True)
class Keys:
    """The secrets of one run: `door` lets a browser in, `path` begins every address, `cookie` comes with requests.
    `port` is that of the server.
    """

    port: int
    door: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    path: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def base(self) -> str:
        """The path under which all pages are."""
        return f"/{self.path}"

    @property
    def cookie_name(self) -> str:
        """It has the port, so that the cookie of another run does not replace this one."""
        return f"archive-{self.port}"

    def set_cookie(self) -> str:
        """The value of Set-Cookie. Browsers send a cookie to every port of a host: with the secret path as its own, no
        other server on this computer is sent it.
        """
        return f"{self.cookie_name}={self.cookie}; Path={self.base}; HttpOnly; SameSite=Strict"


class Guard:
    """The ASGI application around the pages. `refused` is the page for a person whose browser is not let in; it has no
    secret, and is the same for every address. `used` is when the person last asked for something (`time.monotonic`)."""

    def __init__(self, pages: ASGIApp, keys: Keys, refused: str = "") -> None:
        self._pages, self._keys, self._refused = pages, keys, refused
        self._host = f"{HOST}:{keys.port}"
        self.used = time.monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        answered = _Answer(send)
        if (refusal := self._refusal(scope)) is not None:
            is_person = refusal == HTTPStatus.FORBIDDEN and self._is_opened(scope)
            page = HTMLResponse if is_person and self._refused else PlainTextResponse
            text = self._refused if page is HTMLResponse else refusal.phrase
            answer = page(text, refusal, {"Connection": "close"})
            await answer(scope, receive, answered)
            return
        is_entering = scope["path"] == ENTER
        if not is_entering:
            self.used = time.monotonic()
        limited = _limited(receive, _limit(scope), is_form=scope["method"] != "PUT")
        try:
            await self._pages(scope, limited, answered)
            if is_entering and answered.status == HTTPStatus.OK:
                self.used = time.monotonic()
        except (Gone, ClientDisconnect):
            return  # the connection is closed
        except Exception:  # an error of the program: the page says so (pages.py), and the terminal where it is
            path = scope["path"].removeprefix(self._keys.base)  # others may see the terminal
            logging.getLogger(__name__).exception("%s %s failed", scope["method"], path)

    def _refusal(self, scope: Scope) -> HTTPStatus | None:
        """Why a request is refused; None if it is not."""
        headers = Headers(scope=scope)
        method, path = scope["method"], scope["path"]
        if method not in _METHODS:
            return HTTPStatus.METHOD_NOT_ALLOWED
        if headers.getlist("host") != [self._host]:
            return HTTPStatus.FORBIDDEN
        is_entering = (method, path) == ("POST", ENTER)
        if not self._is_from_here(headers, method, is_entering=is_entering):
            return HTTPStatus.FORBIDDEN
        if not is_entering and not (self._is_inside(path) and self._has_cookie(headers)):
            return HTTPStatus.FORBIDDEN
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or len(length) > _LENGTH_DIGITS:
            return HTTPStatus.BAD_REQUEST
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if int(length) > _limit(scope) else None

    def _is_from_here(self, headers: Headers, method: str, *, is_entering: bool) -> bool:
        """Whether a page of this server, or the person, made the request. The file that opens the page has the origin
        "null", and its key instead.
        """
        origins = headers.getlist("origin")
        sites = headers.getlist("sec-fetch-site")
        own = f"http://{self._host}"
        if is_entering:
            return origins in ([], ["null"], [own]) and sites in ([], ["cross-site"], ["same-origin"], ["none"])
        if sites not in ([], ["same-origin"], ["none"]):
            return False
        return origins == [own] or (method == "GET" and not origins)

    def _is_opened(self, scope: Scope) -> bool:
        """Whether a person opened an address of this server in a tab, as the browser says."""
        headers = Headers(scope=scope)
        is_tab = headers.getlist("sec-fetch-dest") == ["document"] and headers.getlist("host") == [self._host]
        return is_tab and self._is_from_here(headers, scope["method"], is_entering=False)

    def _is_inside(self, path: str) -> bool:
        first = path.split("/", 2)[1:2]
        return bool(first) and same(first[0], self._keys.path)

    def _has_cookie(self, headers: Headers) -> bool:
        """Whether the cookie is among those that came. Other servers on this computer may have set any others, also
        of its name, in forms that `http.cookies` does not read.
        """
        given = [one.strip().partition("=") for line in headers.getlist("cookie") for one in line.split(";")]
        return any(name == self._keys.cookie_name and same(value, self._keys.cookie) for name, _, value in given)


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are equal; takes as long whatever letter differs."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _limit(scope: Scope) -> int:
    """The most bytes of the body of a request."""
    if scope["method"] == "PUT":
        return FILE_BYTES
    return _KEY_BYTES if scope["path"] == ENTER else _FORM_BYTES


class _Answer:
    """Sends with the headers of every answer, and gives up on a client that takes nothing. `status` is that of the
    answer, 0 before it begins.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            given = list(message.get("headers", ()))
            names = {name.lower() for name, _ in given}
            added = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
            message["headers"] = [*given, *(one for one in added if one[0] not in names)]
        try:
            await asyncio.wait_for(self._send(message), _SECONDS)
        except TimeoutError as error:
            raise Gone from error


def _limited(receive: Receive, limit: int, *, is_form: bool) -> Receive:
    """Receive a body of at most `limit` bytes, a form as a whole in time, a file piece by piece; after it wait for the
    end of the connection as long as it takes.
    """
    received, is_whole = 0, False
    end = asyncio.get_running_loop().time() + _SECONDS

    async def limited() -> Message:
        nonlocal received, is_whole
        if is_whole:
            return await receive()
        try:
            async with asyncio.timeout_at(end) if is_form else asyncio.timeout(_SECONDS):
                message = await receive()
        except TimeoutError as error:
            raise TooSlow from error
        received += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        if received > limit:
            raise TooLarge
        return message

    return limited

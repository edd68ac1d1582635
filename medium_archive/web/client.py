"""Requests: one is sent, and repeated where that is safe; an answer or a failure with a reason comes back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import Self, TypeVar

import h11
import httpcore2
import httpx2
import tenacity

from medium_archive import __version__
from medium_archive.web import address, compression, guard, headers, sockets
from medium_archive.web.answer import (
    DEFAULT_RETRY_SECONDS,
    Answer,
    AnswerLost,
    Limits,
    Redirected,
    RequestFailed,
    TemporaryFailure,
)
from medium_archive.web.connection import Connection, Endpoint
from medium_archive.web.pool import Pool
from medium_archive.web.request import Request

USER_AGENT = f"medium-archive/{__version__} (+https://pypi.org/project/medium-archive/)"
T = TypeVar("T")
_SOCKETS = {"wss": "https", "ws": "http"}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TOO_MANY_REQUESTS = 429
_TEMPORARY = frozenset({502, 503, 504})
_FROM_GATEWAY = frozenset({502, 504})  # the server behind it may have carried out the request (RFC 9110, 15.6)
_NO_ANSWER = frozenset({"unreachable", "too-slow"})
_HEADERS = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": ", ".join(compression.NAMES)}
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
# Seconds: 0.5, 1, 2 … and up to one more, so that requests that failed together do not come again together
_BACKOFF = tenacity.wait_exponential(multiplier=0.5, max=20) + tenacity.wait_random(0, 1)


class _Host:
    """One host: how many requests may be under way, and until when it is not asked."""

    def __init__(self, name: str, connections: int) -> None:
        self.name = name
        self.slots = threading.BoundedSemaphore(connections)
        self.ready_at = float("-inf")  # by the clock; nothing is sent before
        self.failures = 0  # addresses in a row without an answer


class Web:
    """Sends requests. Threads may share one; used as a context manager it closes its connections at the end.

    `allow` names hosts, as they are written in an address, that may be in a private network. `hosts` maps a host to
    another base address: {"cdn-images-1.medium.com": "http://127.0.0.1:8123"} sends requests for that host there, with
    the Host header and the address in the answer unchanged. No other request reaches that place. Raises ValueError for
    an invalid host or base address.

    Cookies are not kept. Proxies named in the environment are not used: a proxy resolves names itself, so no address
    could be checked. Certificates named there ($SSL_CERT_FILE, $SSL_CERT_DIR) are trusted. `agent` is the User-Agent.
    """

    def __init__(  # noqa: PLR0913  # all by keyword
        self,
        *,
        allow: Collection[str] = (),
        hosts: Mapping[str, str] = {},
        limits: Limits = Limits(),
        agent: str = USER_AGENT,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allowed = frozenset(address.host_name(name) for name in allow)
        self._bases = {address.host_name(name): address.base(base) for name, base in hosts.items()}
        self._limits, self._sleep, self._clock = limits, sleep, clock
        self._headers = {**_HEADERS, "User-Agent": agent}
        self._pool = Pool(limits.idle_seconds, clock)
        self._hosts: dict[str, _Host] = {}
        self._hosts_lock = threading.Lock()
        self._repeating = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(TemporaryFailure),
            stop=tenacity.stop_after_attempt(limits.attempts),
            wait=_wait,
            sleep=sleep,
            reraise=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; one in use is closed when its answer is complete."""
        self._pool.close()

    def wait(self, seconds: float) -> None:
        """Wait between two requests, for something that a server does meanwhile."""
        self._sleep(seconds)

    def refuse_private(self, place: str) -> None:
        """Raise RequestFailed if no request may go to an address, because of its form or because its host is in a
        private network; for a program that sends the request itself. A host without an address passes.
        """
        endpoint, _ = self._destination(address.parse(place))
        try:
            guard.addresses(endpoint.host, endpoint.port, may_be_private=endpoint.may_be_private)
        except RequestFailed as failure:
            if failure.reason != "unreachable":
                raise

    def get(self, address: str, headers: Mapping[str, str] = {}) -> Answer:
        """The answer to a GET for `address`, after redirects, whatever its status, except 429 and 5xx.

        `headers` are sent with every redirect too: they must hold no secret. Raises RequestFailed for 429 and 5xx, once
        all attempts failed, and for everything else that prevents an answer.
        """
        return self._answer(Request("GET", address, headers), self._follow)

    def send(self, request: Request) -> Answer:
        """The answer to `request`, whatever its status, except redirects, 429 and 5xx.

        A request with secrets goes out only over https, but to hosts that may be private also over http. No redirect is
        followed: Redirected says where it led. A request that must not be repeated is sent once: AnswerLost says that
        the server may have carried it out, any other RequestFailed that it did not, or answered 500 or 503. No error
        shows a secret.
        """
        try:
            return self._answer(request, self._send)
        except RequestFailed as failure:
            if request.secrets:
                failure.redact(request.redacted)
            raise

    def converse(self, place: str, message: str, is_last: Callable[[str], bool]) -> list[str]:
        """The messages of a WebSocket at `place` (wss:// or ws://) after `message` was sent, up to the first for which
        `is_last` is true. It is repeated like a GET: the message must be one that may be sent twice.

        Raises ProgramMissing without wsproto, and RequestFailed, also if the messages stop before that, or if the
        answer to the handshake is another one.
        """
        sockets.load()
        scheme, mark, rest = place.partition("://")
        request = Request("GET", f"{_SOCKETS.get(scheme.lower(), scheme)}{mark}{rest}", sockets.handshake())
        return self._answer(request, lambda request, url: self._talk(request, url, message, is_last))

    def _talk(self, request: Request, url: httpx2.URL, message: str, is_last: Callable[[str], bool]) -> list[str]:
        host = self._host(address.host(url))
        with host.slots:
            self._wait_until_ready(host)
            endpoint, target = self._destination(url)
            connection = self._pool.acquire(endpoint, self._clock() + self._limits.seconds)
            try:
                response = connection.send(self._built(request, url, target), b"")
                if response.status_code == sockets.SWITCHING_PROTOCOLS:
                    if sockets.is_accepted(request.headers, headers.decode(response.headers)):
                        return sockets.talk(connection, message, is_last, self._limits.max_bytes)
                else:
                    self._checked(host, request, self._read(connection, response, request, url))
            except (httpcore2.TimeoutException, httpcore2.NetworkError, h11.ProtocolError) as error:
                raise connection.failure(error) from error
            finally:
                connection.close()
        problem = f"{host.name} answered {response.status_code} instead of opening a WebSocket."
        raise RequestFailed("bad-answer", problem, DEFAULT_RETRY_SECONDS)

    def _answer(self, request: Request, send: Callable[[Request, httpx2.URL], T]) -> T:
        """Send a request, several times if that is safe. A host that answered none of the last requests gets none."""
        url = address.parse(request.address, redacted=request.redacted)
        host = self._host(address.host(url))
        if host.failures >= self._limits.max_failures:
            message = f"{host.name} has not answered the last {host.failures} requests."
            raise RequestFailed("unreachable", message, DEFAULT_RETRY_SECONDS)
        try:
            answer = self._repeating(send, request, url) if request.may_be_repeated else send(request, url)
        except RequestFailed as failure:
            host.failures = host.failures + 1 if failure.reason in _NO_ANSWER else 0
            failure.forget_frames()
            raise
        host.failures = 0
        return answer

    def _follow(self, request: Request, url: httpx2.URL) -> Answer:
        left = self._limits.seconds
        for _ in range(self._limits.max_redirects + 1):
            answer, left = self._ask(request, url, left)
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not location:
                return answer
            url = address.parse(location, url)
        message = f"More than {self._limits.max_redirects} redirects, the last one to {url}."
        raise RequestFailed("too-many-redirects", message)

    def _send(self, request: Request, url: httpx2.URL) -> Answer:
        if request.secrets and url.scheme != "https" and not self._destination(url)[0].may_be_private:
            message = f"Passwords and tokens are sent only over https: the address of {address.host(url)} has http."
            raise RequestFailed("refused-scheme", message)
        answer, _ = self._ask(request, url, self._limits.seconds)
        location = answer.headers.get("location")
        if answer.status not in _REDIRECTS or not location:
            return answer
        with suppress(httpx2.InvalidURL):  # then it is shown as it came
            location = str(url.join(location))
        raise Redirected(address.host(url), request.redacted(location), answer)

    def _ask(self, request: Request, url: httpx2.URL, left: float) -> tuple[Answer, float]:
        """The answer of one exchange that may take `left` seconds, and the seconds that remain after it.

        The time it waits for its turn is not counted.
        """
        host = self._host(address.host(url))
        with host.slots:
            self._wait_until_ready(host)
            deadline = self._clock() + left
            answer = self._exchange(request, url, deadline)
            left = deadline - self._clock()
            return self._checked(host, request, answer), left

    def _checked(self, host: _Host, request: Request, answer: Answer) -> Answer:
        """The answer. Raises RequestFailed for 429 and 5xx."""
        if answer.status == _TOO_MANY_REQUESTS:
            raise self._rate_limited(host, answer)
        if answer.status >= 500:
            raise self._server_error(host, request, answer)
        return answer

    def _server_error(self, host: _Host, request: Request, answer: Answer) -> RequestFailed:
        message = f"{host.name} answered with a server error ({answer.status})."
        wait = headers.retry_after(answer.headers) if answer.status in _TEMPORARY else None
        failure = RequestFailed("server-error", message, wait or DEFAULT_RETRY_SECONDS, answer)
        if answer.status in _FROM_GATEWAY and not request.may_be_repeated:
            return AnswerLost(host.name, failure)
        if answer.status in _TEMPORARY and (wait is None or wait <= self._limits.max_wait):
            return TemporaryFailure("server-error", message, wait or DEFAULT_RETRY_SECONDS, wait, answer)
        return failure

    def _host(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            with self._hosts_lock:
                host = self._hosts.setdefault(name, _Host(name, self._limits.connections))
        return host

    def _wait_until_ready(self, host: _Host) -> None:
        """Wait as long as the host asked, also if it extends the wait. Raises RequestFailed if that is too long."""
        waited_until = self._clock()
        while (ready_at := host.ready_at) > waited_until:
            wait = ready_at - self._clock()
            if wait > self._limits.max_wait:
                message = f"{host.name} asked for a pause before the next request."
                raise RequestFailed("rate-limited", message, wait)
            if wait > 0:
                self._sleep(wait)
            waited_until = ready_at

    def _rate_limited(self, host: _Host, answer: Answer) -> RequestFailed:
        """Record how long the host asks to wait, for all requests to it. Gives the failure of this request."""
        message = f"{host.name} received too many requests."
        wait = headers.retry_after(answer.headers)
        if wait is None:
            return TemporaryFailure("rate-limited", message, answer=answer)
        with self._hosts_lock:
            host.ready_at = max(host.ready_at, self._clock() + wait)
        if wait > self._limits.max_wait:
            return RequestFailed("rate-limited", message, wait, answer)
        return TemporaryFailure("rate-limited", message, wait, wait=0.0, answer=answer)

    def _exchange(self, request: Request, url: httpx2.URL, deadline: float) -> Answer:
        endpoint, target = self._destination(url)
        sent, body = self._built(request, url, target), request.body.content if request.body else b""
        while True:
            connection = self._pool.acquire(endpoint, deadline)
            try:
                return self._read(connection, connection.send(sent, body), request, url)
            except (httpcore2.TimeoutException, httpcore2.NetworkError, h11.ProtocolError) as error:
                if request.may_be_repeated and connection.was_closed_while_idle(error):
                    continue  # it may be sent again at once (RFC 9112, 9.3.1)
                raise _lost(request, url, connection.failure(error)) from error
            except RequestFailed as failure:
                if request.may_be_repeated:
                    raise
                raise _lost(request, url, failure) from failure
            finally:
                self._pool.release(connection)

    def _destination(self, url: httpx2.URL) -> tuple[Endpoint, bytes]:
        """Where to connect, and the path to ask for."""
        base, target, name = url, url.raw_path, address.host(url)
        if instead := self._bases.get(name):
            base, target = instead, instead.raw_path.rstrip(b"/") + target
        may_be_private = instead is not None or name in self._allowed
        port = base.port or address.PORTS[base.scheme]
        return Endpoint(base.scheme, address.host(base), port, may_be_private), target

    def _built(self, request: Request, url: httpx2.URL, target: bytes) -> h11.Request:
        fields = {name.lower(): (name, value) for name, value in self._headers.items()}
        fields |= {name.lower(): (name, value) for name, value in request.headers.items()}
        if request.body:
            fields["content-type"] = ("Content-Type", request.body.kind)
        if request.body or request.method in _WITH_BODY:
            length = len(request.body.content) if request.body else 0
            fields["content-length"] = ("Content-Length", str(length))
        try:
            lines = [(b"Host", url.netloc), *((name.encode(), value.encode()) for name, value in fields.values())]
            return h11.Request(method=request.method, target=target, headers=lines)
        except (h11.LocalProtocolError, UnicodeEncodeError):
            message = f"A header for {address.host(url)} has a character that HTTP does not allow."
        # Not inside `except`: the errors above quote the header
        raise RequestFailed("refused-header", message)

    def _read(
        self,
        connection: Connection,
        response: h11.Response | h11.InformationalResponse,
        request: Request,
        url: httpx2.URL,
    ) -> Answer:
        if response.status_code < 200:
            message = f"{address.host(url)} switched to another protocol than HTTP."
            raise RequestFailed("bad-answer", message, DEFAULT_RETRY_SECONDS)
        fields = headers.decode(response.headers)
        limit = self._limits.max_bytes
        if int(fields.get("content-length", "0")) > limit:  # h11 accepts only digits
            raise _too_large(url, limit)
        pieces = connection.body()
        if not request.raw:
            pieces = compression.decompressed(pieces, response.status_code, fields, address.host(url))
        body = bytearray()  # not a list: the pieces may be of one byte
        for piece in pieces:
            if len(body) + len(piece) > limit:
                raise _too_large(url, limit)
            body += piece
        return Answer(str(url), response.status_code, fields, bytes(body))


def _lost(request: Request, url: httpx2.URL, failure: RequestFailed) -> RequestFailed:
    """The failure of a request that was sent."""
    return failure if request.may_be_repeated else AnswerLost(address.host(url), failure)


def _too_large(url: httpx2.URL, limit: int) -> RequestFailed:
    return RequestFailed("too-large", f"The answer of {address.host(url)} has more than {limit} bytes.")


def _wait(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, TemporaryFailure) and error.wait is not None:
        return error.wait
    return _BACKOFF(state)

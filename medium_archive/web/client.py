"""Fetching: an address in, an answer out, with manners towards the host and suspicion towards what it says."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import h11
import httpcore2
import httpx2
import tenacity

from medium_archive import __version__
from medium_archive.web.answer import SOON, Answer, FetchFailed, Limits, MayPass, until_reset
from medium_archive.web.connection import Connection, Connections, Place

USER_AGENT = f"medium-archive/{__version__} (+https://pypi.org/project/medium-archive/)"
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(rb"[a-z0-9._:-]+")  # A name as DNS has it, an IPv4 or an IPv6 address, but no zone (RFC 6874)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TOO_MANY_REQUESTS = 429
_MAY_PASS = frozenset({502, 503, 504})
_SILENCE = frozenset({"unreachable", "too-slow"})
_ENCODINGS = ("gzip", "deflate")  # What httpx2 unpacks piece by piece wherever it is installed
_HEADERS = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": ", ".join(_ENCODINGS)}
# Seconds: 0.5, 1, 2 … and up to one more, so that those who failed together don't come back together
_BACKOFF = tenacity.wait_exponential(multiplier=0.5, max=20) + tenacity.wait_random(0, 1)


class _Host:
    """One host as its guests see it: how many may come at once, and when it wants to be left alone."""

    def __init__(self, name: str, connections: int) -> None:
        self.name = name
        self.slots = threading.BoundedSemaphore(connections)
        self.ready_at = float("-inf")  # by the clock; before it nothing is sent
        self.unanswered = 0  # addresses in a row


class Web:
    """Fetches addresses. Threads may share one; used as a context manager it closes its connections in the end.

    `allow` names hosts, as they are written in an address, that may be on a private network. `moved` maps a host to
    another base address: {"cdn-images-1.medium.com": "http://127.0.0.1:8123"} sends what is meant for that host there,
    with the Host header and the address in the answer as if it weren't so. Nobody else is led to such a place. Raises
    ValueError for what is neither a host nor such an address.

    Cookies aren't kept. Proxies named in the environment aren't used: a proxy resolves names itself, and there would be
    nothing left to check. Certificates named there ($SSL_CERT_FILE, $SSL_CERT_DIR) are trusted. `agent` is what the
    program calls itself.
    """

    def __init__(  # noqa: PLR0913  # what a web is made of, all by keyword
        self,
        *,
        allow: Collection[str] = (),
        moved: Mapping[str, str] = {},
        limits: Limits = Limits(),
        agent: str = USER_AGENT,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allowed = frozenset(_named(name) for name in allow)
        self._moved = {_named(name): _base(address) for name, address in moved.items()}
        self._limits, self._sleep, self._clock = limits, sleep, clock
        self._headers = {**_HEADERS, "User-Agent": agent}
        self._connections = Connections(limits.silence, clock)
        self._hosts: dict[str, _Host] = {}
        self._hosts_lock = threading.Lock()
        self._patiently = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(MayPass),
            stop=tenacity.stop_after_attempt(limits.tries),
            wait=_wait,
            sleep=sleep,
            reraise=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; one that is in use, when its answer is there."""
        self._connections.close()

    def get(self, address: str, headers: Mapping[str, str] = {}) -> Answer:
        """The answer to a GET for `address`, after redirects, whatever its status, but for 429 and 5xx.

        `headers` are sent besides those of every request, to redirects' targets too: nothing secret belongs there.
        Raises FetchFailed for those, once all tries are used up, and for whatever else keeps an answer from being had.
        """
        url = _parsed(address)
        host = self._host(_host(url))
        if host.unanswered >= self._limits.unanswered:
            raise FetchFailed("unreachable", f"{host.name} hasn't answered for a while.", SOON)
        try:
            answer = self._patiently(self._follow, url, headers)
        except FetchFailed as failure:
            host.unanswered = host.unanswered + 1 if failure.reason in _SILENCE else 0
            raise
        host.unanswered = 0
        return answer

    def _follow(self, url: httpx2.URL, headers: Mapping[str, str]) -> Answer:
        left = self._limits.seconds
        for _ in range(self._limits.redirects + 1):
            answer, left = self._ask(url, headers, left)
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not location:
                return answer
            url = _parsed(location, url)
        raise FetchFailed("too-many-redirects", f"More than {self._limits.redirects} redirects, the last one to {url}.")

    def _ask(self, url: httpx2.URL, headers: Mapping[str, str], left: float) -> tuple[Answer, float]:
        """One request without redirects that may take `left` seconds; with the answer what is left of them.

        The time it waits for its turn isn't counted.
        """
        host = self._host(_host(url))
        with host.slots:
            self._wait_until_ready(host)
            until = self._clock() + left
            answer = self._exchange(url, headers, until)
            left = until - self._clock()
            if answer.status == _TOO_MANY_REQUESTS:
                raise self._rate_limited(host, answer)
        if answer.status in _MAY_PASS:
            wait = _retry_after(answer.headers)
            message = f"{_host(url)} has a problem of its own ({answer.status})."
            if wait is not None and wait > self._limits.longest_wait:
                raise FetchFailed("server-error", message, wait, answer)
            raise MayPass("server-error", message, wait or SOON, wait, answer)
        if answer.status >= 500:
            message = f"{_host(url)} has a problem of its own ({answer.status})."
            raise FetchFailed("server-error", message, SOON, answer)
        return answer, left

    def _host(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            with self._hosts_lock:
                host = self._hosts.setdefault(name, _Host(name, self._limits.connections))
        return host

    def _wait_until_ready(self, host: _Host) -> None:
        """Sit out the time a host has asked for, and what it adds meanwhile. Raises FetchFailed if that is too long."""
        waited_until = self._clock()
        while (ready_at := host.ready_at) > waited_until:
            wait = ready_at - self._clock()
            if wait > self._limits.longest_wait:
                raise FetchFailed("rate-limited", f"{host.name} wants to be asked later.", wait)
            if wait > 0:
                self._sleep(wait)
            waited_until = ready_at

    def _rate_limited(self, host: _Host, answer: Answer) -> FetchFailed:
        """Note how long the host wants to be left alone, by this request and all others."""
        message = f"{host.name} was asked too often."
        wait = _retry_after(answer.headers)
        if wait is None:
            return MayPass("rate-limited", message, answer=answer)
        with self._hosts_lock:
            host.ready_at = max(host.ready_at, self._clock() + wait)
        if wait > self._limits.longest_wait:
            return FetchFailed("rate-limited", message, wait, answer)
        return MayPass("rate-limited", message, wait, wait=0.0, answer=answer)

    def _exchange(self, url: httpx2.URL, more: Mapping[str, str], until: float) -> Answer:
        place, target = self._destination(url)
        sent = {**self._headers, **more}
        headers = [(b"Host", url.netloc), *((name.encode(), value.encode()) for name, value in sent.items())]
        while True:
            connection = self._connections.lend(place, until)
            try:
                return self._read(connection, connection.send(target, headers), url)
            except (httpcore2.TimeoutException, httpcore2.NetworkError, h11.ProtocolError) as error:
                hung_up = connection.reused and not connection.stream.heard
                if hung_up and not isinstance(error, httpcore2.TimeoutException):
                    continue  # while it was idle; a GET may be sent again at once (RFC 9112, 9.3.1)
                raise connection.failure(error) from error
            finally:
                self._connections.take_back(connection)

    def _destination(self, url: httpx2.URL) -> tuple[Place, bytes]:
        """Where to connect, and the path to ask for."""
        base, target, name = url, url.raw_path, _host(url)
        if moved := self._moved.get(name):
            base, target = moved, moved.raw_path.rstrip(b"/") + target
        origin = (base.scheme, _host(base), base.port or _PORTS[base.scheme])
        return Place(origin, named=moved is not None or name in self._allowed), target

    def _read(
        self, connection: Connection, response: h11.Response | h11.InformationalResponse, url: httpx2.URL
    ) -> Answer:
        if response.status_code < 200:
            raise FetchFailed("bad-answer", f"{_host(url)} wants to speak something else than HTTP.", SOON)
        headers = _plain(response.headers)
        most = self._limits.bytes
        if int(headers.get("content-length", "0")) > most:  # the parser lets only digits through
            raise _too_large(url, most)
        body = bytearray()  # and no list: the pieces may be of one byte
        for piece in _unpacked(connection.body(), response.status_code, headers, url):
            if len(body) + len(piece) > most:
                raise _too_large(url, most)
            body += piece
        return Answer(str(url), response.status_code, headers, bytes(body))


def _parsed(address: str, base: httpx2.URL | None = None) -> httpx2.URL:
    """An address, or the target of a redirect from `base`, if it is one that may be fetched."""
    try:
        url = base.join(address) if base else httpx2.URL(address)
    except httpx2.InvalidURL as error:
        raise FetchFailed("refused-address", f"This is not an address: {address[:200]}") from error
    if url.scheme not in _PORTS:
        raise FetchFailed("refused-scheme", f"Only http and https are fetched: {address[:200]}")
    if url.userinfo:
        raise FetchFailed("refused-address", f"The address of {_host(url)} has a user name in it.")
    port = _PORTS[url.scheme] if url.port is None else url.port
    if not _HOST.fullmatch(url.raw_host) or not 0 < port < 65536:
        raise FetchFailed("refused-address", f"There is no host or no port in this address: {address[:200]}")
    return url


def _host(url: httpx2.URL) -> str:
    """The host in ASCII, as it goes over the wire; `url.host` fails on names that IDNA 2008 left behind."""
    return url.raw_host.decode("ascii")


def _base(address: str) -> httpx2.URL:
    try:
        return _parsed(address)
    except FetchFailed as error:
        raise ValueError(error.message) from error


def _named(name: str) -> str:
    """A host as a person writes it, in ASCII."""
    return _host(_base(f"http://[{name}]/" if name.count(":") > 1 and name[0] != "[" else f"http://{name}/"))


def _plain(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by lower-case name. UTF-8 where it is, as browsers take it, or Latin-1 (RFC 9110, 5.5)."""
    plain: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name = raw_name.decode("ascii").lower()
        try:
            value = raw_value.decode()
        except UnicodeDecodeError:
            value = raw_value.decode("latin-1")
        plain[name] = f"{plain[name]}, {value}" if name in plain else value
    return plain


class _Body(httpx2.SyncByteStream):
    """A body for httpx2 to unpack."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return (bytes(piece) for piece in self._pieces)


def _unpacked(pieces: Iterator[bytes], status: int, headers: Mapping[str, str], url: httpx2.URL) -> Iterator[bytes]:
    """The body, piece by piece, so that a bomb is noticed while it goes off."""
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        return pieces
    if encoding not in _ENCODINGS:
        raise FetchFailed("bad-answer", f"{_host(url)} sends its answer packed as {encoding[:50]}.")
    return _unpacking(httpx2.Response(status, headers={"Content-Encoding": encoding}, stream=_Body(pieces)), url)


def _unpacking(packed: httpx2.Response, url: httpx2.URL) -> Iterator[bytes]:
    try:
        yield from packed.iter_bytes()
    except httpx2.DecodingError as error:
        raise MayPass("bad-answer", f"The answer of {_host(url)} can't be unpacked.") from error


def _too_large(url: httpx2.URL, most: int) -> FetchFailed:
    return FetchFailed("too-large", f"{_host(url)} sends more than {most} bytes.")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds a server asks to wait (RFC 9110, 10.2.3); a date is measured by its own clock, if it tells it."""
    value = headers.get("retry-after", "")
    if re.fullmatch("[0-9]{1,10}", value):
        return float(value)
    then = _date(value)
    if then is None:
        return until_reset(headers)
    now = _date(headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (then - now).total_seconds())


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _wait(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, MayPass) and error.wait is not None:
        return error.wait
    return _BACKOFF(state)

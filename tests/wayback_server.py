"""A stand-in for the Wayback Machine on this machine: its index with parts, raw captures, TimeMaps, and its faults. It
counts the requests a minute by the clock of the test.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cached_property
from typing import Any, Literal, NamedTuple
from urllib.parse import parse_qs, quote_plus, urlsplit

from medium_archive.fetch.web_archives import wayback
from medium_archive.fetch.web_archives.capture import Capture, Memento, NotHad, Query, digest
from medium_archive.fetch.web_archives.pacing import PacedWeb
from medium_archive.fetch.web_archives.wayback import Wayback
from tests.archive_server import ArchiveServer, Handler
from tests.web_servers import Clock

HOST = "web.archive.org"
FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
WALL = b"<html><head><title>Just a moment...</title></head><body>cType: 'managed'</body></html>"
MINUTE = 60.0
POST = "https://medium.com/@ada/the-tide-3fed73795ca4"
PAGE = b"<html><body><article><p>The tide comes twice a day.</p></article></body></html>"
WHEN = "20210304050607"
Kind = Literal["list", "memento", "other"]


@dataclass(frozen=True)
class Kept:
    """What the archive has of an address. `body` is as the server sent it then, so compressed where it was."""

    address: str
    timestamp: str
    body: bytes
    status: int = 200
    mime: str = "text/html"
    encoding: str | None = None  # the Content-Encoding that is sent with it, right or wrong
    location: str = ""  # of a captured redirect
    is_cut: bool = False  # the connection ends in the middle, each time
    is_revisit: bool = False

    @cached_property
    def key(self) -> str:
        return key(self.address)

    @cached_property
    def row(self) -> dict[str, str]:
        mime, status = ("warc/revisit", "-") if self.is_revisit else (self.mime, str(self.status))
        values = (self.key, self.timestamp, self.address, mime, status, digest(self.body), str(len(self.body)))
        return dict(zip(FIELDS, values, strict=True))

    @property
    def capture(self) -> Capture:
        return Capture(self.address, self.timestamp, digest(self.body), self.status, self.mime)


class Asked(NamedTuple):
    """A request that arrived; `at` is by the clock of the test."""

    kind: Kind
    path: str
    status: int
    at: float


def key(address: str) -> str:
    """The key under which an index sorts an address: without scheme, `www.`, port and case, the host reversed."""
    parts = urlsplit(address if "://" in address else f"http://{address}")
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    path = parts.path if parts.path == "/" else parts.path.removesuffix("/")
    return f"{','.join(reversed(host.split('.')))}){path or '/'}{query}".lower()


class WaybackHandler(Handler):
    def get(self) -> None:
        server, parts = self.stand_in, urlsplit(self.path)
        kind: Kind = "other"
        if parts.path == "/cdx/search/cdx" or parts.path.startswith("/web/timemap/"):
            kind = "list"
        elif parts.path.startswith("/web/"):
            kind = "memento"
        now = server.clock()
        in_minute = sum(one.kind == "list" and now - one.at < MINUTE for one in server.asked)
        if now < server.refused_until:
            server.asked.append(Asked(kind, self.path, 0, now))
            self.close_connection = True
            return
        if server.limited or (kind == "list" and in_minute >= server.hard_limit):
            server.limited = max(0, server.limited - 1)
            headers = {} if server.retry_after is None else {"Retry-After": str(server.retry_after)}
            self._answer(kind, 429, b"Too Many Requests", headers)
        elif parts.path == "/cdx/search/cdx":
            self._list(parse_qs(parts.query))
        elif parts.path.startswith("/web/timemap/json/"):
            address = self.path.removeprefix("/web/timemap/json/")
            self._answer("list", 200, json.dumps(server.listed({"url": [address]})).encode())
        elif match := re.fullmatch(r"/web/([0-9]{1,14})id_/(.+)", self.path):
            self._memento(match[1], match[2])
        else:
            self._answer(kind, 200, b"<html><title>Wayback Machine</title></html>")

    def _list(self, query: Mapping[str, list[str]]) -> None:
        server = self.stand_in
        if server.excluded and key(query["url"][0]).startswith(key(server.excluded)):
            words = b"org.archive.util.io.RuntimeIOException: AdministrativeAccessControlException: Blocked Site Error"
            self._answer("list", 403, words)
            return
        body = json.dumps(server.listed(query)).encode()
        if server.lists_cut:
            server.lists_cut -= 1
            self._answer("list", 200, body[: len(body) // 2])
            return
        self._answer("list", 200, body, {"Content-Type": "application/json"})

    def _memento(self, timestamp: str, address: str) -> None:
        kept = self.stand_in.memento(timestamp, address)
        if kept is None:
            self._answer("memento", 404, b"<html>Wayback Machine has not archived that URL.</html>")
            return
        if self.stand_in.redirects and (kept.timestamp, kept.address) != (timestamp, address):
            self._answer("memento", 302, b"", {"Location": f"https://{HOST}/web/{kept.timestamp}id_/{kept.address}"})
            return
        headers = {
            "Memento-Datetime": formatdate(kept.capture.time.timestamp(), usegmt=True),
            "Content-Type": kept.mime,
            "Link": f'<{kept.address}>; rel="original", <https://{HOST}/web/timemap/link/>; rel="timemap"',
        }
        if kept.encoding is not None:
            headers["Content-Encoding"] = kept.encoding
        if kept.location:
            headers["Location"] = kept.location
        self._answer("memento", kept.status, kept.body, headers, is_cut=kept.is_cut)

    def _answer(
        self, kind: Kind, status: int, body: bytes, headers: Mapping[str, str] = {}, *, is_cut: bool = False
    ) -> None:
        server = self.stand_in
        server.asked.append(Asked(kind, self.path, status, server.clock()))
        self.send(status, body, headers, is_cut=is_cut)


@dataclass
class WaybackServer(ArchiveServer):
    """The server, while it is used as a context.

    `limited` requests are answered 429 before the next answer, with `retry_after` if it is not None. Until the moment
    `refused_until` no connection is answered. `hard_limit` is the number of lists a minute after which it answers 429.
    """

    kept: Sequence[Kept]
    clock: Callable[[], float]
    limited: int = 0
    retry_after: int | None = None
    refused_until: float = float("-inf")
    hard_limit: int = 24
    repeats_itself: bool = False  # ignores where a list goes on
    redirects: bool = True  # to the moment and the address of a capture; else it is given at once, as pywb does
    lists_cut: int = 0  # so many lists end in the middle
    excluded: str = ""  # the beginning of addresses that the archive was asked to leave out
    asked: list[Asked] = field(default_factory=list)
    handler = WaybackHandler

    @property
    def hosts(self) -> dict[str, str]:
        return {HOST: self.address}

    def count(self, kind: Kind) -> int:
        return sum(one.kind == kind for one in self.asked)

    def most_a_minute(self, kind: Kind) -> int:
        """The most requests that any minute had."""
        times = sorted(one.at for one in self.asked if one.kind == kind)
        return max((sum(start <= at < start + MINUTE for at in times) for start in times), default=0)

    def listed(self, query: Mapping[str, list[str]]) -> list[list[str]]:
        """The answer of the index."""
        address, match = query["url"][0], query.get("matchType", ["exact"])[0]
        start = key(address) if match != "host" else f"{key(address).partition(')')[0]})"
        if match == "prefix" and address.endswith("/"):
            start = f"{start.removesuffix('/')}/"
        found = sorted(
            (one for one in self.kept if one.key == start or (match != "exact" and one.key.startswith(start))),
            key=lambda one: (one.key, one.timestamp),
        )
        for text in query.get("filter", []):
            name, _, pattern = text.removeprefix("!").partition(":")
            found = [one for one in found if bool(re.fullmatch(pattern, one.row[name])) is not text.startswith("!")]
        found = [one for one in found if one.timestamp >= query.get("from", [""])[0]]
        after = query.get("resumeKey", [""])[0]
        if after and not self.repeats_itself:
            found = [one for one in found if f"{one.key} {one.timestamp}" >= after]
        limit = int(query.get("limit", ["150000"])[0])
        names = query.get("fl", [",".join(FIELDS)])[0].split(",")
        table = [[one.row[name] for name in names] for one in found[:limit]]
        if len(found) >= limit:
            last = found[limit - 1]
            table += [[], [quote_plus(f"{last.key} {last.timestamp}!")]]
        return [names, *table] if found else []

    def memento(self, timestamp: str, address: str) -> Kept | None:
        """The capture that is the nearest to a timestamp; of a part of a timestamp, the newest that begins so."""
        same = [one for one in self.kept if one.key == key(address)]
        begun = [one for one in same if one.timestamp.startswith(timestamp)]
        if begun and len(timestamp) < 14:
            return max(begun, key=lambda one: one.timestamp)
        wanted = int(timestamp.ljust(14, "0"))
        return min(same, key=lambda one: abs(int(one.timestamp) - wanted), default=None)


def paced(address: str, clock: Clock, **others: Any) -> PacedWeb:
    return PacedWeb(wayback.NAME, hosts={HOST: address}, sleep=clock.sleep, clock=clock, **others)


@contextmanager
def archive(*kept: Kept, **switches: Any) -> Iterator[tuple[WaybackServer, Wayback, Clock]]:
    """A stand-in, the client that is led to it, and the clock of both."""
    clock = Clock()
    with WaybackServer(kept, clock, **switches) as server, paced(server.address, clock) as web:
        yield server, Wayback(web), clock


def captures(client: Wayback, query: Query) -> list[Capture]:
    return [capture for page in client.list(query) for capture in page.captures]


def had(memento: Memento | NotHad) -> Memento:
    assert isinstance(memento, Memento), memento
    return memento


def many(count: int) -> tuple[Kept, ...]:
    return tuple(
        Kept(f"https://medium.com/@ada/x-{number:012x}?a=b,c)%2F{number % 3}", f"20210101{number:06d}", b"%d" % number)
        for number in range(count)
    )

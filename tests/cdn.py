"""A server that behaves like Medium's picture host at its worst, with the hosts around it, all on one port of this
machine: the Host header names the host. It counts the requests.
"""

from __future__ import annotations

import asyncio
import json
import random
import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from http import HTTPStatus
from io import BytesIO
from typing import NamedTuple, Self
from urllib.parse import unquote, urlsplit

from PIL import Image, ImageOps

from tests.sample_pictures import GISTS, OUTSIDE, Gist, Picture

CDN, MIRO = "cdn-images-1.medium.com", "miro.medium.com"
WAYBACK = "web.archive.org"
GIST_API, GIST_RAW = "api.github.com", "gist.githubusercontent.com"
HOSTS = (CDN, MIRO, OUTSIDE, WAYBACK, GIST_API, GIST_RAW)
CAPTURED = "20200102030405"

_TYPES = {"jpeg": "image/jpeg", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}
_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_ERROR_PAGE = b"<!DOCTYPE html><html><head><title>Error</title></head><body><h1>500 Error</h1></body></html>"


@dataclass(frozen=True)
class Faults:
    """The share of the pictures that each fault befalls; at least `at_least` pictures, where a share is not 0.

    `html_always`: the error page comes each time, from every address of the picture, not only the first time.
    """

    rate_limited: float = 0.02
    unavailable: float = 0.01
    html: float = 0.01
    cut_off: float = 0.01
    hanging: float = 0.005
    third_form: float = 0.005
    gone: float = 0.002
    html_always: bool = False
    retry_after: int = 1
    at_least: int = 0

    @classmethod
    def none(cls) -> Faults:
        return cls(0, 0, 0, 0, 0, 0, 0)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(field.name for field in fields(cls) if field.type == "float")

    def share_out(self, pictures: Sequence[Picture], seed: int) -> dict[str, str]:
        """Picture id -> fault, the same for the same seed."""
        chance = random.Random(seed)  # noqa: S311  # chooses test data, keeps no secret
        left = chance.sample(pictures, len(pictures))
        faults: dict[str, str] = {}
        # What only some pictures can have goes first
        for name in ("third_form", "gone", *(n for n in self.names() if n not in ("third_form", "gone"))):
            share: float = getattr(self, name)
            wanted = max(self.at_least, round(share * len(pictures))) if share else 0
            able = [picture for picture in left if _can_have(picture, name)][:wanted]
            faults |= dict.fromkeys((picture.id for picture in able), name)
            left = [picture for picture in left if picture.id not in faults]
        return faults


def _can_have(picture: Picture, fault: str) -> bool:
    if fault == "third_form":  # its third address must give the whole of it
        return picture.role in ("figure", "cover") and picture.kind != "animated gif"
    return fault != "gone" or picture.role != "outside"


class Answer(NamedTuple):
    """An answer of the server; `at` is the time in seconds, to measure the time between two."""

    host: str
    path: str
    status: int
    at: float
    fault: str = ""


@dataclass
class Reply:
    status: int
    content: bytes = b""
    kind: str = "text/html; charset=utf-8"
    headers: str = ""
    fault: str = ""


@dataclass
class Cdn:
    """The server, while it is used as a context. `in_wayback` holds the ids that the Internet Archive has;
    `copies_lost`: what Medium copied from another host is only there; `latency` is the time to an answer, in seconds.
    """

    pictures: Sequence[Picture] = field(repr=False)
    faults: Faults = field(default_factory=Faults.none)
    seed: int = 1
    gists: Sequence[Gist] = GISTS
    in_wayback: set[str] = field(default_factory=set)
    copies_lost: bool = False
    latency: float = 0.0
    address: str = ""
    requests: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    answers: list[Answer] = field(default_factory=list)
    agents: Counter[str] = field(default_factory=Counter)
    peak_connections: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self._by_id = {picture.id: picture for picture in self.pictures}
        self._by_name = {urlsplit(p.outside).path: p for p in self.pictures if p.role == "outside"}
        self._faults = self.faults.share_out(self.pictures, self.seed)
        self._met: set[str] = set()
        self._renditions: dict[tuple[str, str], bytes] = {}
        self._open: dict[str, set[_Connection]] = defaultdict(set)
        self._connections: set[_Connection] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="cdn", daemon=True)

    @property
    def hosts(self) -> dict[str, str]:
        """Every host, and where to ask for it."""
        return dict.fromkeys(HOSTS, self.address)

    def settings(self, **others: object) -> str:
        """The table of archive.toml that sends the program here."""
        hosts = ", ".join(f'"{host}" = "{address}"' for host, address in self.hosts.items())
        lines = ["", "[pictures]", f"hosts = {{{hosts}}}", *(f"{k} = {json.dumps(v)}" for k, v in others.items()), ""]
        return "\n".join(lines)

    def faults_of(self, id: str) -> str:
        return self._faults.get(id, "")

    def ids_with(self, fault: str) -> tuple[str, ...]:
        return tuple(picture.id for picture in self.pictures if self._faults.get(picture.id) == fault)

    def gone_ids(self) -> tuple[str, ...]:
        """What no address gives: what is gone and, with `html_always`, what is an error page for ever."""
        return self.ids_with("gone") + (self.ids_with("html") if self.faults.html_always else ())

    def content_of(self, id: str) -> bytes:
        """The picture in the largest form."""
        return self._by_id[id].content

    def content_at(self, address: str) -> bytes | None:
        """What an address gives when nothing is wrong, such as the small copy that a card shows."""
        parts = urlsplit(address)
        form, _, id = unquote(parts.path)[1:].rpartition("/")
        host = parts.hostname or ""
        if host == OUTSIDE:
            form, picture = "", self._by_name.get(parts.path)
        else:
            picture = self._by_id.get(id)
        return self._rendition(picture, host, form) if picture else None

    def recover(self) -> None:
        """From now on nothing is wrong."""
        self._faults = {}

    def asked_again(self, status: int) -> list[float]:
        """For each answer with this status, how many seconds later the same address was asked for again, if it was."""
        waits: list[float] = []
        waiting: dict[tuple[str, str], float] = {}
        for answer in self.answers:
            before = waiting.pop((answer.host, answer.path), None)
            if before is not None:
                waits.append(answer.at - before)
            if answer.status == status:
                waiting[answer.host, answer.path] = answer.at
        return waits

    def asked_meanwhile(self) -> list[int]:
        """For each 429, how many other requests the host got before the address was asked for again (or the end)."""
        counts: list[int] = []
        for place, limited in enumerate(self.answers):
            if limited.status == 429:
                after = [answer for answer in self.answers[place + 1 :] if answer.host == limited.host]
                paths = [answer.path for answer in after]
                counts.append(paths.index(limited.path) if limited.path in paths else len(paths))
        return counts

    def __enter__(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _serve(self) -> None:
        make: Callable[[], _Connection] = lambda: _Connection(self)  # noqa: E731  # the type helps the checker
        server = self._loop.run_until_complete(self._loop.create_server(make, sock=self._socket))
        self._loop.run_forever()
        server.close()
        for connection in list(self._connections):
            connection.transport.abort()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def answer(self, connection: _Connection, target: str, headers: Mapping[str, str]) -> Reply:
        host = headers.get("host", "").lower().partition(":")[0]
        parts = urlsplit(target)
        path = unquote(parts.path)
        shown = f"{path}?{parts.query}" if parts.query else path
        connection.joins(host)
        self.requests[host, shown] += 1
        self.agents[headers.get("user-agent", "")] += 1
        reply = self._reply(host, path, parts.query, headers)
        self.answers.append(Answer(host, shown, reply.status, time.monotonic(), reply.fault))
        return reply

    def _reply(self, host: str, path: str, query: str, headers: Mapping[str, str]) -> Reply:
        if not headers.get("user-agent", "").strip():
            return Reply(403, b"<html><title>Forbidden</title></html>")
        if host in (CDN, MIRO):
            picture = self._by_id.get(path.rpartition("/")[2])
            if picture is not None:
                return self._picture(picture, host, path[1:].rpartition("/")[0])
        elif host == OUTSIDE and path in self._by_name:
            return self._picture(self._by_name[path], host, "")
        elif host == WAYBACK:
            return self._captured(path)
        elif host in (GIST_API, GIST_RAW):
            return self._gist(path)
        elif host not in HOSTS:
            return Reply(421)
        return Reply(404, b"<html><title>Not found</title></html>")

    def _picture(self, picture: Picture, host: str, form: str) -> Reply:
        """One picture in one form; the first time, its fault."""
        self.asked[picture.id] += 1
        fault = self._faults.get(picture.id, "")
        first = picture.id not in self._met
        self._met.add(picture.id)
        if fault == "gone" or (fault == "third_form" and form in ("", "v2") and host != OUTSIDE):
            return Reply(404, b"<html><title>Not found</title></html>", fault=fault)
        if self.copies_lost and picture.role == "outside" and host != OUTSIDE:
            return Reply(404, b"<html><title>Not found</title></html>")
        kind = _TYPES.get(picture.id.rpartition(".")[2].lower(), "image/png")
        if fault == "html" and (first or self.faults.html_always):
            return Reply(200, _ERROR_PAGE, kind, fault=fault)
        if fault == "rate_limited" and first:
            return Reply(429, headers=f"Retry-After: {self.faults.retry_after}\r\n", fault=fault)
        if fault == "unavailable" and first:
            return Reply(503, fault=fault)
        content = self._rendition(picture, host, form)
        if content is None:
            return Reply(404, b"<html><title>Not found</title></html>")
        return Reply(200, content, kind, fault=fault if first and fault in ("cut_off", "hanging") else "")

    def _rendition(self, picture: Picture, host: str, form: str) -> bytes | None:
        """The bytes of a form, such as `max/800`; None for a form that there is not."""
        if form in ("", "proxy") or (form == "v2" and host == MIRO):
            return picture.content
        if (picture.id, form) not in self._renditions:
            parts = form.removeprefix("freeze/").replace("v2/resize:fit:", "max/").split("/")
            if not all(part.isdecimal() for part in parts[-1:]) or parts[0] not in ("max", "fit"):
                return None
            content = picture.content
            width = int(parts[1]) if parts[0] == "max" else 0
            if parts[0] == "fit" or width < picture.width or picture.kind == "animated gif":
                content = _smaller(picture, width)
            self._renditions[picture.id, form] = content
        return self._renditions[picture.id, form]

    def _captured(self, path: str) -> Reply:
        when, _, url = path.removeprefix("/web/").partition("/")
        picture = self._from_wayback(url.replace(":/", "://").replace(":///", "://"))
        if picture is None or not path.startswith("/web/"):
            return Reply(404, b"<html><title>Wayback Machine</title></html>")
        if not when.startswith(CAPTURED):
            return Reply(302, headers=f"Location: https://{WAYBACK}/web/{CAPTURED}id_/{url}\r\n")
        if not when.endswith("id_"):  # without it the archive's own frame is around everything
            return Reply(200, b"<html><title>Wayback Machine</title></html>")
        parts = urlsplit(url if "://" in url else f"https://{url}")
        content = self._rendition(picture, parts.hostname or "", parts.path[1:].rpartition("/")[0])
        moment = "Memento-Datetime: Thu, 02 Jan 2020 03:04:05 GMT\r\n"
        return Reply(200, content, "image/jpeg", moment) if content else Reply(404)

    def _from_wayback(self, url: str) -> Picture | None:
        id = unquote(urlsplit(url).path).rpartition("/")[2]
        return self._by_id.get(id) if id in self.in_wayback else None

    def _gist(self, path: str) -> Reply:
        for gist in self.gists:
            files = {
                name: {
                    "filename": name,
                    "type": "text/plain",
                    "language": language,
                    "raw_url": f"https://{GIST_RAW}/{gist.owner}/{gist.id}/raw/{name}",
                    "size": len(text.encode()),
                    "truncated": gist.truncated,
                    "content": text[: len(text) // 4] if gist.truncated else text,
                }
                for name, (language, text) in gist.files.items()
            }
            if path == f"/gists/{gist.id}" and not gist.deleted:
                page = f"https://gist.github.com/{gist.owner}/{gist.id}"
                return _json({"id": gist.id, "html_url": page, "owner": {"login": gist.owner}, "files": files})
            for name, (_, text) in gist.files.items():
                if path == f"/{gist.owner}/{gist.id}/raw/{name}":
                    return Reply(200, text.encode(), "text/plain; charset=utf-8")
        return Reply(404, b'{"message": "Not Found"}', "application/json; charset=utf-8")


class _Connection(asyncio.Protocol):
    """One client's connection: requests one after another, each answered after the server's latency (or never)."""

    transport: asyncio.Transport

    def __init__(self, cdn: Cdn) -> None:
        self.cdn = cdn
        self.host = ""
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.cdn._connections.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self.cdn._connections.discard(self)
        self.cdn._open[self.host].discard(self)

    def joins(self, host: str) -> None:
        self.cdn._open[self.host].discard(self)
        self.host = host
        self.cdn._open[host].add(self)
        self.cdn.peak_connections[host] = max(self.cdn.peak_connections[host], len(self.cdn._open[host]))

    def data_received(self, data: bytes) -> None:
        self.received += data
        while b"\r\n\r\n" in self.received and not self.transport.is_closing():
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            method, target, *_ = first.split(" ")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            given = self.cdn.answer(self, target, headers), method, headers.get("connection", "").lower() != "close"
            self.cdn._loop.call_later(self.cdn.latency, self._send, *given)

    def _send(self, reply: Reply, method: str, stays: bool) -> None:
        if reply.fault == "hanging" or self.transport.is_closing():
            return
        end = "" if stays else "Connection: close\r\n"
        head = (
            f"HTTP/1.1 {reply.status} {_PHRASES[reply.status]}\r\nContent-Type: {reply.kind}\r\n"
            f"Content-Length: {len(reply.content)}\r\n{reply.headers}{end}\r\n"
        )
        content = reply.content if method != "HEAD" else b""
        if reply.fault == "cut_off":
            content, stays = content[: len(content) // 2], False
        self.transport.write(head.encode("latin-1") + content)
        if not stays:
            self.cdn._open[self.host].discard(self)
            self.transport.close()


def _json(value: object) -> Reply:
    return Reply(200, json.dumps(value).encode(), "application/json; charset=utf-8")


def _smaller(picture: Picture, width: int) -> bytes:
    """A smaller copy, as the host makes them: of an animation the first frame, a square where no width is given."""
    with Image.open(BytesIO(picture.content)) as image:
        still = image.convert("RGB")
    side = min(still.size)
    if width:
        still.thumbnail((width, width))
    else:
        still = ImageOps.fit(still, (side, side))
    file = BytesIO()
    still.save(file, {"jpeg": "JPEG", "webp": "WEBP"}.get(picture.kind, "GIF" if "gif" in picture.kind else "PNG"))
    return file.getvalue()

"""A stand-in for Common Crawl on this machine: the index of each crawl with pages, and bytes of WARC files."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.archive_server import ArchiveServer, Handler
from tests.wayback_server import Asked, Kept, Kind, key

INDEX, FILES = "index.commoncrawl.org", "data.commoncrawl.org"
FILE = "crawl-data/{}/segments/1/warc/a+b.warc.gz"
_LINES_A_PAGE = 3


class _Handler(Handler):
    def get(self) -> None:
        status, body = self.stand_in.answer(self.path, self.headers.get("Range", ""))
        kind: Kind = "list" if "-index" in self.path else "other"
        self.stand_in.asked.append(Asked(kind, self.path, status, self.stand_in.clock()))
        self.send(status, body)


@dataclass
class CommonCrawlServer(ArchiveServer):
    """The server, while it is used as a context. `crawls` has what each crawl kept. `is_whole`: it sends the whole file
    instead of a part; `is_short`: it sends less than it was asked for.
    """

    crawls: Mapping[str, Sequence[Kept]]
    clock: Callable[[], float]
    truncated: str = ""  # the reason that records give for ending early
    chunked: bool = False  # as the servers sent it
    is_whole: bool = False
    is_short: bool = False
    asked: list[Asked] = field(default_factory=list)
    handler = _Handler

    def __post_init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.rows: dict[str, list[dict[str, str]]] = {}
        for crawl, kept in self.crawls.items():
            file, rows = bytearray(), []
            for one in sorted(kept, key=lambda one: (one.key, one.timestamp)):
                record = gzip.compress(self._record(one))
                place = {"filename": FILE.format(crawl), "offset": str(len(file)), "length": str(len(record))}
                row = one.row
                names = {"url": row["original"], "mime": row["mimetype"], "status": row["statuscode"]}
                rows.append({n: row[n] for n in ("urlkey", "timestamp", "digest")} | names | place)
                file += record
            self.files[FILE.format(crawl)], self.rows[crawl] = bytes(file), rows

    def _record(self, kept: Kept) -> bytes:
        named = "" if kept.encoding is None else f"Content-Encoding: {kept.encoding}\r\n"
        named += f"Location: {kept.location}\r\n" if kept.location else ""
        chunked = "Transfer-Encoding: chunked\r\n" if self.chunked else ""
        head = f"HTTP/1.1 {kept.status} Any\r\nContent-Type: {kept.mime}\r\n{named}{chunked}\r\n".encode()
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(kept.body), kept.body) if self.chunked else kept.body
        lines = [
            "WARC/1.0",
            "WARC-Type: response",
            f"WARC-Target-URI: {kept.address}",
            f"WARC-Date: {kept.capture.time:%Y-%m-%dT%H:%M:%SZ}",
            "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>",
            "Content-Type: application/http; msgtype=response",
            *([f"WARC-Truncated: {self.truncated}"] if self.truncated else []),
            f"Content-Length: {len(head) + len(body)}",
        ]
        return "\r\n".join([*lines, "", ""]).encode() + head + body + b"\r\n\r\n"

    @property
    def hosts(self) -> dict[str, str]:
        return dict.fromkeys((INDEX, FILES), self.address)

    def answer(self, target: str, range: str) -> tuple[int, bytes]:
        parts = urlsplit(target)
        if parts.path == "/collinfo.json":
            found = [{"id": crawl, "cdx-api": f"https://{INDEX}/{crawl}-index"} for crawl in sorted(self.crawls)]
            return 200, json.dumps(found).encode()
        if match := re.fullmatch(r"/(.+)-index", parts.path):
            return self._listed(match[1], parse_qs(parts.query))
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", range)
        file = self.files.get(parts.path[1:].replace("%2B", "+"))
        if file is None or asked is None:
            return 404, b"<Error><Code>NoSuchKey</Code></Error>"
        if self.is_whole:
            return 200, file
        return 206, file[int(asked[1]) : int(asked[2]) + (0 if self.is_short else 1)]

    def _listed(self, crawl: str, query: Mapping[str, list[str]]) -> tuple[int, bytes]:
        start, match = key(query["url"][0]), query["matchType"][0]
        found = [
            row
            for row in self.rows[crawl]
            if row["urlkey"] == start or (match != "exact" and row["urlkey"].startswith(start))
        ]
        pages = -(-len(found) // _LINES_A_PAGE)
        if "showNumPages" in query:
            return 200, json.dumps({"pages": pages, "pageSize": 5, "blocks": pages}).encode()
        number = int(query["page"][0])
        if not found:
            return 404, json.dumps({"message": f"No Captures found for: {query['url'][0]}"}).encode()
        if number >= pages:
            return 400, json.dumps({"message": f"Page {number} invalid"}).encode()
        part = found[number * _LINES_A_PAGE : (number + 1) * _LINES_A_PAGE]
        return 200, "".join(f"{json.dumps(row)}\n" for row in part).encode()

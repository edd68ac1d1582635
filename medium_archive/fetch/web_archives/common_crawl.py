"""Common Crawl: an index for each crawl, and WARC files of which a request takes a few bytes.

The index is one small server that everyone shares: it is asked no more often than the Wayback Machine's. Its program is
pywb. https://commoncrawl.org/get-started
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import IO
from urllib.parse import quote

from medium_archive.errors import ProgramMissing
from medium_archive.fetch.web_archives import encodings, index
from medium_archive.fetch.web_archives.capture import Capture, Memento, NotHad, Page, Query, Stretch, digest
from medium_archive.fetch.web_archives.pacing import PacedWeb
from medium_archive.web import Answer, Redirected, RequestFailed

NAME = "Common Crawl"
LISTS_A_MINUTE = 19
STRETCHES_A_MINUTE = 120
_INDEX = "https://index.commoncrawl.org"
_FILES = "https://data.commoncrawl.org"
_PARTIAL_CONTENT = 206
_LARGEST = 16 * 1024 * 1024  # crawls keep 1 MB of a page, and compressed less
_PIECE = 64 * 1024
_LATER = 60.0


class CommonCrawl:
    """What Common Crawl has. `web` sends its requests; threads may share it."""

    def __init__(self, web: PacedWeb) -> None:
        self._web = web
        self._lists = web.rate("lists", LISTS_A_MINUTE)
        self._stretches = web.rate("captures", STRETCHES_A_MINUTE)

    def crawls(self) -> tuple[str, ...]:
        """The names of all crawls, the newest first. Raises RequestFailed and Unreachable."""
        return self._web.ask(f"{_INDEX}/collinfo.json", self._lists, _crawls)

    def list(self, query: Query, crawl: str, after: str = "") -> Iterator[Page]:
        """The captures of a crawl that the index has for a query, part by part; `after` is the `next` of a part, from
        which the list goes on. Raises RequestFailed and Unreachable: a list that ends without them is whole.
        """
        place = f"{_INDEX}/{quote(crawl)}-index?"
        number = int(after or "0")
        count = self._web.ask(f"{place}{index.parameters(query, showNumPages='true')}", self._lists, _count)
        while number < count:
            address = f"{place}{index.parameters(query, page=str(number))}"
            page = self._web.ask(address, self._lists, partial(index.read, source=crawl))
            number += 1
            yield Page(page.captures, str(number) if number < count else "", page.unreadable)

    def fetch(self, capture: Capture) -> Memento | NotHad:
        """The content of a capture. Raises Unreachable, and ProgramMissing without warcio."""
        stretch = capture.stretch
        if stretch is None or not 0 < stretch.length <= _LARGEST:
            return NotHad("The index does not say where the capture is.", again=False)
        headers = {"Range": f"bytes={stretch.offset}-{stretch.offset + stretch.length - 1}"}
        address = f"{_FILES}/{quote(stretch.file)}"
        try:
            record = self._web.ask(address, self._stretches, partial(_record, stretch=stretch), headers)
        except Redirected:
            return NotHad("The file of the capture is at another address.", again=True)
        except RequestFailed as failure:
            return NotHad(failure.message, again=failure.retry_after is not None)
        return _memento(record, capture) if isinstance(record, bytes) else record


def _crawls(answer: Answer) -> tuple[str, ...]:
    found = encodings.plain(answer).json_objects("id")
    return tuple(sorted((str(one["id"]) for one in found), reverse=True))


def _count(answer: Answer) -> int:
    """The number of parts of a list."""
    if index.says_none(answer):
        return 0
    found = encodings.plain(answer).json()
    count = found.get("pages") if isinstance(found, dict) else None
    if answer.status != 200 or not isinstance(count, int):
        raise RequestFailed("bad-answer", f"The index of {answer.host} answers {answer.status}.", _LATER, answer)
    return count


def _record(answer: Answer, stretch: Stretch) -> bytes | NotHad:
    """The bytes of a record. Raises RequestFailed for fewer bytes than there are."""
    if answer.status != _PARTIAL_CONTENT:
        return NotHad(f"{NAME} answers {answer.status} instead of the record.", again=answer.status != 404)
    if len(answer.body) != stretch.length:
        raise RequestFailed("bad-answer", "The record is cut off.", _LATER, answer)
    return answer.body


def _memento(record: bytes, capture: Capture) -> Memento | NotHad:
    """The content of a record, read with warcio."""
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415  # only who rescues needs it
        from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415  # only who rescues needs it
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415  # only who rescues needs it
    except ImportError as error:
        message = "The library for web archives, warcio, is not installed."
        raise ProgramMissing(message, "Install it: `pip install warcio`") from error
    try:
        for found in ArchiveIterator(BytesIO(record)):
            if found.rec_type != "response" or not found.http_headers:
                continue
            named = found.http_headers.get_header("Content-Encoding") or ""
            is_chunked = "chunked" in (found.http_headers.get_header("Transfer-Encoding") or "").lower()
            # Not `content_stream`: in warcio 1.8 it fails with Brotli 1.2, and for a wrong name of the compression
            sent = _whole(ChunkedDataReader(found.raw_stream) if is_chunked else found.raw_stream)
            content = encodings.decoded(sent, named)
            is_cut = found.rec_headers.get_header("WARC-Truncated") is not None
            return Memento(capture, content, capture.digest in (digest(sent), digest(content)), is_cut)
    except encodings.Unreadable as problem:
        return NotHad(f"The record can't be read. {problem}", again=False)
    except (ArchiveLoadFailed, ValueError, EOFError, OSError, zlib.error):  # what warcio lets through
        return NotHad("The record can't be read. It is damaged.", again=False)
    return NotHad("The record holds no page.", again=False)


def _whole(stream: IO[bytes]) -> bytes:
    """The rest of a stream. Raises Unreadable if it is a bomb."""
    content = bytearray()
    while piece := stream.read(_PIECE):
        content += piece
        if len(content) > encodings.LARGEST:
            raise encodings.Unreadable(f"It has more than {encodings.LARGEST} bytes.")
    return bytes(content)

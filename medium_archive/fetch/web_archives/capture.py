"""What web archives keep: captures, as an index lists them, and their contents."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

WAYBACK = "wayback"  # as a `source`; Common Crawl's are the names of its crawls, such as CC-MAIN-2024-10


@dataclass(frozen=True)
class Stretch:
    """Where a capture of Common Crawl is: bytes of a WARC file."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True)
class Capture:
    """One capture of an address. `timestamp` has 14 digits, in UTC. `digest` is the SHA-1 of what the server sent, in
    base 32: equal digests are equal contents. `status` is None, and `mime` "warc/revisit", where the archive only
    noted that the content was the same as before.
    """

    address: str
    timestamp: str
    digest: str
    status: int | None
    mime: str
    source: str = WAYBACK
    stretch: Stretch | None = None

    @property
    def time(self) -> datetime:
        """The moment of the capture."""
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


@dataclass(frozen=True)
class Query:
    """A question to the index: captures of exactly an address, of all that begin with it, or of a whole host.

    An index takes `http`, `https` and `www.` for the same, and ignores the case. `filters` are `[!]field:regex`, for
    the whole field; `since` is the beginning of the earliest timestamp. The Wayback Machine reads at most 150,000 lines
    for one answer and does not tell if it stopped there: a filter that matches few lines of a huge site may miss some.
    """

    address: str
    match: Literal["exact", "prefix", "host"] = "exact"
    filters: tuple[str, ...] = ()
    since: str = ""


@dataclass(frozen=True)
class Page:
    """A part of the answer to a query. `next` continues it, "" after the last part. `unreadable` counts lines of the
    index without the address and the time of a capture.
    """

    captures: tuple[Capture, ...]
    next: str = ""
    unreadable: int = 0


@dataclass(frozen=True, repr=False)
class Memento:
    """The content of a capture, as the server sent it, without its compression.

    `capture` is the one that answered: an archive may give another moment, or the address to which the captured one
    redirected. `is_proven`: the bytes have the digest that the index gives. `is_cut`: the archive kept only the
    beginning.
    """

    capture: Capture
    content: bytes
    is_proven: bool
    is_cut: bool = False

    def __repr__(self) -> str:
        return f"Memento({self.capture.address} of {self.capture.timestamp}, {len(self.content)} bytes)"


@dataclass(frozen=True)
class NotHad:
    """A capture without its content. `again`: whether another attempt, in a later run, may succeed."""

    problem: str
    again: bool


def digest(content: bytes) -> str:
    """The digest that an index has for these bytes."""
    return b32encode(hashlib.sha1(content).digest()).decode()  # noqa: S324  # as the index has it; no secret

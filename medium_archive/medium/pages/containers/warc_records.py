"""The records of a WARC or ARC, read with warcio, which has no limits of its own; here headers and bodies get them."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Generator, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders

from medium_archive.errors import MemberDamaged
from medium_archive.medium.pages.containers import bodies
from medium_archive.medium.pages.containers.saved_file import SavedFile, too_large, unreadable
from medium_archive.medium.safe_names import shown
from medium_archive.medium.zip_safety import PAGE
from medium_archive.report import Issue

_HEADERS = 1024**2  # bytes of the headers of a record
_BLOCK = 1024**2
_ADDRESS = 2000  # characters
_WARC = re.compile(rb"WARC/\d\.\d+\r?\n")
_ARC = re.compile(rb"filedesc://[^\n]{1,1000}\n\d \d[^\n]*\n")
_RECORD = re.compile(rb"\x1f\x8b\x08|WARC/\d\.\d+\r?\n[A-Za-z-]+:")
_PACKED = re.compile(rb"WARC/\d|https?://\S+ [\d.]+ \d{14} ")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_RESUMED = 100  # times that a damaged archive is read on behind the damage
_PACKED_AS_WHOLE = (
    "The archive is packed as a whole, not record by record; only its first record was read. "
    "Unpack it (gunzip) and import the .warc file."
)
_AGAIN = "Copy the archive again from where it comes from."


@dataclass(frozen=True)
class Head:
    """The headers of a record and its place in the file. `length` is that of its block, as its headers say; `kind` is
    the type of the content, in lower case and without parameters; `status` is 200 for what is not of HTTP.
    """

    offset: int
    length: int
    type: str
    address: str
    date: str
    status: int
    kind: str


@dataclass(frozen=True)
class Answer:
    """The content of a record. `is_sound` is False if its checksum in the archive is another."""

    content: bytes
    charset: str
    is_sound: bool


def begins(start: bytes) -> bool:
    return bool(_WARC.match(start) or _ARC.match(start))


def heads(file: SavedFile) -> Iterator[Head | Issue]:
    """The headers of all records, in order. Behind damage the next record is looked for."""
    with file.open() as stream:
        offset = 0
        for _ in range(_RESUMED):
            stream.seek(offset)
            damage = yield from _heads_from(stream)
            if damage is None:
                return
            address = shown(damage.address.partition("?")[0])
            where = f"{file.where}: {address}" if address else file.where
            yield Issue(where, "save-cut", damage.message, "error")
            if damage.message == _PACKED_AS_WHOLE:
                return
            found = _next_record(stream, max(offset, damage.offset) + 1)
            if found is None:
                return
            offset = found
        message = f"The archive is damaged in more than {_RESUMED} places; the rest was not read. {_AGAIN}"
        yield Issue(file.where, "save-cut", message, "error")


def read(file: SavedFile, head: Head, where: str) -> Answer:
    """The content of a record, without chunks and compression. Raises MemberDamaged, also for one that is too large."""
    if head.length > PAGE:
        raise too_large("The record", PAGE)
    try:
        record, body = _record(file, head)
    except MemberDamaged:
        raise
    except OSError as error:
        raise unreadable(where, error) from error
    except Exception as error:  # warcio has an error of its own, but raises many
        raise MemberDamaged("The record is damaged.", _AGAIN) from error
    # The checksum of the payload is no proof: programs disagree whether it is that of the chunks
    problems = record.digest_checker.problems if record.digest_checker else []
    is_sound = not any(problem.startswith("block digest failed") for problem in problems)
    http = record.http_headers
    if http is None:
        return Answer(bodies.unpacked(body, where, PAGE), _charset(record.rec_headers), is_sound)
    encoding, transfer = (http.get_header(name) or "" for name in ("Content-Encoding", "Transfer-Encoding"))
    return Answer(bodies.decoded(body, encoding, transfer, where, PAGE), _charset(http), is_sound)


def _record(file: SavedFile, head: Head) -> tuple[ArcWarcRecord, bytes]:
    """A record with its body, whose checksums are compared unless they can't be read."""
    with file.open() as stream, redirect_stderr(io.StringIO()):
        for check_digests in (True, False):
            stream.seek(head.offset)
            try:
                record = next(iter(_iterator(stream, check_digests=check_digests)))
                body: bytes = record.raw_stream.read(PAGE)
            except ValueError:  # of base64 or base32
                if check_digests:
                    continue
                raise
            if _rest(record):
                break
            return record, body
    raise MemberDamaged("The record ends too early.", _AGAIN)


@dataclass(frozen=True)
class _Damage:
    """Where a record begins that can't be read, its address, and what a person should know."""

    offset: int
    address: str
    message: str = f"A part of the archive is damaged or cut off; the rest was read as far as possible. {_AGAIN}"


class _Reader(DecompressingBufferedReader):  # type: ignore[misc]  # warcio has no types
    """Gives the lines of headers, as many bytes as one record may have."""

    left = _HEADERS

    def readline(self, length: int | None = None) -> bytes:
        most = self.left + 1
        line: bytes = super().readline(most if length is None else min(length, most))
        self.left -= len(line)
        if self.left < 0:
            raise ArchiveLoadFailed("headers without an end")
        return line


def _iterator(stream: BinaryIO, *, check_digests: bool = False) -> ArchiveIterator:
    iterator = ArchiveIterator(stream, arc2warc=True, check_digests=check_digests)
    iterator.reader = _Reader(stream, block_size=_BLOCK)
    return iterator


def _heads_from(stream: BinaryIO) -> Generator[Head, None, _Damage | None]:
    """The headers of the records from here on. Returns the damage that ends them, None at the end of the file."""
    start, iterator, said = stream.tell(), _iterator(stream), io.StringIO()
    records = iter(iterator)
    while True:
        address = ""
        try:
            with redirect_stderr(said):  # warcio names damage there, and goes on
                record = next(records, None)
                if record is None:
                    return _Damage(start, "") if said.getvalue() or _has_more(stream, start) else None
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                start = iterator.get_record_offset()
        except Exception as error:  # as in `read`
            if "non-chunked gzip" in str(error):
                return _Damage(start, address, _PACKED_AS_WHOLE)
            return _Damage(start, address)
        if _rest(record) or record.length is None or said.getvalue() or _is_cut(iterator):
            return _Damage(start, address)
        if len(address) <= _ADDRESS:
            yield _head(record, start, address)
        start += iterator.get_record_length()
        iterator.reader.left = _HEADERS


def _head(record: ArcWarcRecord, offset: int, address: str) -> Head:
    http = record.http_headers
    said = (http or record.rec_headers).get_header("Content-Type") or ""
    status = str(http.get_statuscode()) if http else "200"
    return Head(
        offset,
        max(0, record.length or 0),
        record.rec_type or "",
        address,
        (record.rec_headers.get_header("WARC-Date") or "")[:40],
        int(status) if status.isdecimal() and len(status) == 3 else 0,
        said.partition(";")[0].strip().lower()[:80],
    )


def _rest(record: ArcWarcRecord) -> int:
    """How many bytes of a record are missing in the file, after it was read."""
    return int(getattr(record.raw_stream, "limit", 0))


def _has_more(stream: BinaryIO, place: int) -> bool:
    """Whether something follows the last record, which was cut off before it had any headers."""
    stream.seek(place)
    return bool(stream.read(_BLOCK).strip(b"\r\n\0 "))


def _is_cut(iterator: ArchiveIterator) -> bool:
    """Whether the file ends before the end of a packed record, which was read."""
    packed = iterator.reader.decompressor
    return packed is not None and not packed.eof and not iterator.next_line


def _charset(headers: StatusAndHeaders) -> str:
    match = _CHARSET.search(headers.get_header("Content-Type") or "")
    return match[1] if match else ""


def _next_record(stream: BinaryIO, after: int) -> int | None:
    """Where the first record begins that is not before `after`, None without one."""
    place = after
    while True:
        stream.seek(max(0, place - 1))
        block = stream.read(_BLOCK)
        for match in _RECORD.finditer(block):
            found = max(0, place - 1) + match.start()
            if found >= after and (block[match.start()] != 0x1F or _begins_packed(stream, found)):
                return found
        if len(block) < _BLOCK:
            return None
        place += _BLOCK - 64  # a record may begin at the end of a block


def _begins_packed(stream: BinaryIO, offset: int) -> bool:
    """Whether a record in gzip begins here, and not only bytes that look like one."""
    stream.seek(offset)
    try:
        start = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(stream.read(4096), 4096)
    except zlib.error:
        return False
    return _PACKED.match(start) is not None

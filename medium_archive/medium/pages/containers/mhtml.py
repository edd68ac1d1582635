"""MHTML, a page and its pictures as the parts of a mail (RFC 2557), as Chrome and Edge save "a single file".

The parts are found line by line, and only the page is read; a picture is read when it is asked for. Chromium drops the
scripts, so these pages have no state.
"""

from __future__ import annotations

import binascii
import quopri
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from functools import partial
from typing import BinaryIO

from medium_archive.errors import MemberDamaged
from medium_archive.medium.pages import picture_ids
from medium_archive.medium.pages.containers import bodies, headers, text_encoding, times
from medium_archive.medium.pages.containers.beside import Beside
from medium_archive.medium.pages.containers.saved import Kind, Pictures, PictureSource, Saved
from medium_archive.medium.pages.containers.saved_file import SavedFile
from medium_archive.medium.zip_safety import PAGE
from medium_archive.report import Issue

NAME = "a web page as MHTML"
KINDS: tuple[Kind, ...] = ("mhtml",)

_LINE = 64 * 1024  # bytes that are read at a time; a part may be one line
_HEAD = 64 * 1024  # the headers of a part
_PARTS = 20_000
_SAVE_AGAIN = "Save the page again."


@dataclass(frozen=True)
class _Part:
    """A part of the file: its headers, and where its body is."""

    headers: Message
    begin: int
    length: int
    is_closed: bool

    @property
    def kind(self) -> str:
        return self.headers.get_content_type()

    @property
    def location(self) -> str:
        return headers.text(self.headers, "Content-Location")


def recognises(file: SavedFile, start: bytes) -> bool:
    if not headers.begin(start):
        return False
    head = BytesHeaderParser(policy=compat32).parsebytes(start)
    is_saved = "Snapshot-Content-Location" in head or headers.text(head, "From").lower().startswith("<saved by")
    # A mail with pictures has the same form, but a receiver
    return is_saved or (head.get_content_type() == "multipart/related" and "To" not in head and "Received" not in head)


def read(file: SavedFile, beside: Beside) -> Iterator[Saved | Issue]:
    with file.open() as stream:
        head = _headers(stream)
        parts = list(_parts(stream, head.get_boundary("")))
    page = _page(head, parts)
    if page is None:
        raise MemberDamaged(f"{file.where} has no page in it.", _SAVE_AGAIN)
    if not parts[-1].is_closed:
        yield Issue(file.where, "save-cut", f"The file ends too early; what is there was read. {_SAVE_AGAIN}")
    content, is_readable = text_encoding.as_utf8(_content(file, page), page.headers.get_content_charset(""))
    if not is_readable:
        yield text_encoding.issue(file.where)
    address = headers.text(head, "Snapshot-Content-Location") or page.location
    pictures = Pictures(_sources(file, parts))
    yield Saved(
        file.where, content, address, times.of_mail(headers.text(head, "Date")), "mhtml", pictures, _frames(file, parts)
    )


def _headers(stream: BinaryIO) -> Message:
    lines, length = [], 0
    while length < _HEAD and (line := stream.readline(_LINE)).strip():
        lines.append(line)
        length += len(line)
    return BytesHeaderParser(policy=compat32).parsebytes(b"".join(lines))


def _parts(stream: BinaryIO, boundary: str) -> Iterator[_Part]:
    """The parts behind the headers of the file. The last one is not closed if the file was cut off."""
    mark = f"--{boundary}".encode("latin-1", "replace")
    if not boundary:
        return
    found = _next_mark(stream, mark)
    for _ in range(_PARTS):
        if found is None or found[1]:
            return
        head = _headers(stream)
        begin = stream.tell()
        found = _next_mark(stream, mark)
        end = found[0] if found else stream.tell()
        yield _Part(head, begin, max(0, end - begin), found is not None)


def _next_mark(stream: BinaryIO, mark: bytes) -> tuple[int, bool] | None:
    """Where the line before the next boundary ends, and whether it is the last one; None at the end of the file."""
    place, ending, starts_line = stream.tell(), 0, True
    while line := stream.readline(_LINE):
        if starts_line and line.startswith(mark) and line[len(mark) :].strip() in (b"", b"--"):
            return place - ending, line[len(mark) :].startswith(b"--")
        place += len(line)
        starts_line = line.endswith(b"\n")
        ending = 2 if line.endswith(b"\r\n") else 1 if starts_line else 0
    return None


def _page(head: Message, parts: list[_Part]) -> _Part | None:
    """The part that is the page: the one with the address of the file, else its root, else the first page."""
    pages = [part for part in parts if part.kind in ("text/html", "application/xhtml+xml")]
    address, root = headers.text(head, "Snapshot-Content-Location"), head.get_param("start")
    for part in pages:
        if address and part.location == address:
            return part
    for part in pages:
        if root and headers.text(part.headers, "Content-ID") == root:
            return part
    return pages[0] if pages else None


def _content(file: SavedFile, part: _Part) -> bytes:
    """A part as it was before it was written for mail. Raises MemberDamaged."""
    data = file.part(part.begin, PAGE, part.length)
    encoding = headers.text(part.headers, "Content-Transfer-Encoding").lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(data)
    if encoding == "base64":
        try:
            return b64decode(data)
        except binascii.Error as error:
            raise MemberDamaged(f"A picture in {file.where} is damaged.", _SAVE_AGAIN) from error
    return data


def _sources(file: SavedFile, parts: list[_Part]) -> Iterator[PictureSource]:
    for part in parts:
        picture_id = picture_ids.in_address(part.location)
        if picture_id and part.is_closed and part.kind.startswith("image/"):
            yield PictureSource(picture_id, file.where, part.length, partial(_content, file, part), part.location)


def _frames(file: SavedFile, parts: list[_Part]) -> dict[str, Callable[[], bytes]]:
    frames = ((bodies.media_id(part.location), part) for part in parts if part.is_closed)
    return {media: partial(_content, file, part) for media, part in frames if media}

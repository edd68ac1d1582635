"""The encoding of a saved page. Medium sends UTF-8; a program that saves the page may write another one."""

from __future__ import annotations

import codecs
import re

from medium_archive.report import Issue

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NAMED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_ASCII_16 = re.compile(rb"(?:[\t\n\r -~]\0){2}|(?:\0[\t\n\r -~]){2}")  # the first letters of UTF-16 without a mark
_PIECE = 1024**2  # bytes
_HEAD = 4096  # bytes, in which a page must name its encoding


def as_utf8(content: bytes, said: str = "") -> tuple[bytes, bool]:
    """The page in UTF-8, and whether all of it could be read. `said` is the encoding that the container names.

    What is UTF-8 is taken as that, whatever is said. What can't be read in any encoding named is returned unchanged.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _converted(content, encoding) or (content, False)
    if encoding := without_mark(content):
        return _converted(content, encoding) or (content, False)
    if _is_utf8(content):
        return content, True
    named = _NAMED.search(content[:_HEAD])
    for name in (said, named[1].decode("ascii") if named else ""):
        if converted := _converted(content, name):
            return converted
    return content, False


def is_utf8_start(start: bytes) -> bool:
    """Whether a page that begins so is taken as UTF-8, or as it is, whatever follows."""
    has_mark = any(start.startswith(mark) for mark, _ in _BOMS)
    if has_mark or without_mark(start) or not _is_utf8(start):
        return False
    named = _NAMED.search(start[:_HEAD])
    return start.isascii() or named is None or named[1].lower() in (b"utf-8", b"utf8")


def without_mark(start: bytes) -> str:
    """The encoding of a page in UTF-16 that lacks its byte order mark, "" for any other."""
    match = _ASCII_16.match(start)
    return "" if match is None else "utf-16-be" if start.startswith(b"\0") else "utf-16-le"


def _is_utf8(content: bytes) -> bool:
    if content.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for begin in range(0, len(content), _PIECE):  # the text of a page may have four times the size of its bytes
            decoder.decode(content[begin : begin + _PIECE], final=begin + _PIECE >= len(content))
    except UnicodeDecodeError:
        return False
    return True


def _converted(content: bytes, encoding: str) -> tuple[bytes, bool] | None:
    try:
        if not encoding or codecs.lookup(encoding).name == "utf-8":
            return None
        return content.decode(encoding).encode("utf-8"), True
    except (LookupError, UnicodeError, ValueError):
        return None


def issue(where: str) -> Issue:
    """The issue for a page that is in no encoding named."""
    message = "The page has bytes that are not in the encoding it names; they are shown as �. Save the page again."
    return Issue(where, "save-encoding", message)

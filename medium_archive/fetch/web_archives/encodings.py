"""The compression of captured bodies, undone by what the bytes are: the name that a capture gives for it may be wrong,
blank, or missing.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from importlib import import_module
from typing import Any

from medium_archive.web import Answer, RequestFailed

LARGEST = 64 * 1024 * 1024
_PIECE = 64 * 1024
_GZIP = b"\x1f\x8b"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_LATER = 60.0


class Unreadable(Exception):
    """A body that can't be decompressed. `is_cut`: its end is missing, so another transfer may have it."""

    def __init__(self, problem: str, *, is_cut: bool = False) -> None:
        super().__init__(problem)
        self.problem, self.is_cut = problem, is_cut


def decoded(body: bytes, named: str) -> bytes:
    """The body without compression; `named` is its Content-Encoding. Raises Unreadable."""
    names = {name.strip() for name in named.lower().split(",")}
    for _ in range(2):  # some servers compress twice
        if not body.startswith(_GZIP):
            break
        body = _inflated(body, zlib.MAX_WBITS | 16)
    else:
        return body
    if body.startswith(_ZSTANDARD):
        raise Unreadable("It is compressed with Zstandard, which this program doesn't read.")
    if _is_plain(body):
        return body
    if "deflate" in names:
        # Servers send it with and without a header
        has_header = body[0] & 15 == 8 and int.from_bytes(body[:2]) % 31 == 0
        return _inflated(body, zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
    return _without_brotli(body) if "br" in names else body


def plain(answer: Answer) -> Answer:
    """The answer with its body decompressed. Raises RequestFailed "bad-answer"."""
    try:
        body = decoded(answer.body, answer.headers.get("content-encoding", ""))
    except Unreadable as problem:
        raise RequestFailed("bad-answer", problem.problem, _LATER, answer) from problem
    return Answer(answer.address, answer.status, answer.headers, body)


def text(answer: Answer) -> str:
    """The words of a page of the archive itself, "" if it can't be read."""
    try:
        return decoded(answer.body, answer.headers.get("content-encoding", "")).decode("utf-8", "replace")
    except Unreadable:
        return ""


def _inflated(body: bytes, window: int) -> bytes:
    unpacker = zlib.decompressobj(window)
    try:
        content = unpacker.decompress(body, LARGEST + 1)
    except zlib.error as error:
        raise Unreadable("Its compression is damaged.") from error
    if len(content) > LARGEST:
        raise Unreadable(f"It has more than {LARGEST} bytes.")
    if not unpacker.eof:
        raise Unreadable("Its end is missing.", is_cut=True)
    return content


def _without_brotli(body: bytes) -> bytes:
    brotli = _brotli()
    if brotli is None:
        raise Unreadable("It is compressed with Brotli. Install what reads it: pip install brotli")
    unpacker = brotli.Decompressor()
    feed: Callable[[bytes], bytes] = getattr(unpacker, "process", None) or unpacker.decompress
    content = bytearray()
    try:
        for start in range(0, len(body), _PIECE // 64):
            content += feed(body[start : start + _PIECE // 64])
            if len(content) > LARGEST:
                raise Unreadable(f"It has more than {LARGEST} bytes.")
    except brotli.error as error:
        raise Unreadable("Its compression is damaged.") from error
    if not unpacker.is_finished():
        raise Unreadable("Its end is missing.", is_cut=True)
    return bytes(content)


def _brotli() -> Any:
    """The library for Brotli, None where it is not installed."""
    try:
        return import_module("brotli")
    except ImportError:
        return None


def _is_plain(body: bytes) -> bool:
    """Whether a body is a page, JSON or a picture without compression, whatever its headers say."""
    if not body or body.startswith(_PICTURES):
        return True
    try:
        start = body[:2000].decode()
    except UnicodeDecodeError as error:
        if error.start < 1990:  # else only the last character is cut
            return False
        start = body[: error.start].decode()
    return not any(ord(one) < 32 and one not in "\t\n\r\f" for one in start)

"""The bodies of HTTP answers as an archive keeps them: in chunks, compressed, and not always as their headers say.

warcio decodes bodies too, but without a limit: a few bytes of gzip or Brotli may become gigabytes. This module reads no
more than a page may have.
"""

from __future__ import annotations

import re
import zlib

from medium_archive import compression
from medium_archive.compression import GZIP, NotUnpacked
from medium_archive.errors import MemberDamaged
from medium_archive.medium.pages.containers.saved_file import too_large

_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_MEDIA = re.compile(r"https?://[^/?#]+/media/([0-9a-f]{12,64})(?:/href)?(?:[?#]|\Z)")
NEEDS_BROTLI = "Install the package brotli, then import again."


class Undecodable(MemberDamaged):
    """The body is compressed in a way that this machine can't read; the message names it."""


def decoded(body: bytes, encoding: str, transfer: str, where: str, limit: int) -> bytes:
    """A body without chunks and compression. `encoding` and `transfer` are what its headers say; a body that is not as
    they say is taken as it is. Raises MemberDamaged: damaged, too large, or `Undecodable`.
    """
    if "chunked" in transfer.lower():
        body = _without_chunks(body)
    for step in reversed([one.strip().lower() for one in encoding.split(",")]):
        if step in ("gzip", "x-gzip", "deflate"):
            body = _inflated(body, where, limit)
        elif step == "br":
            body = _without_brotli(body, where, limit)
        elif step not in ("", "identity", "utf-8", "none"):
            raise Undecodable(
                f"{where} is compressed by “{step[:20]}”, which this program can't read.", "Save it again."
            )
    return unpacked(body, where, limit)


def unpacked(content: bytes, where: str, limit: int) -> bytes:
    """A page that was saved as it was sent, in gzip; any other is returned unchanged."""
    return _inflated(content, where, limit) if content.startswith(GZIP) else content


def unpacked_start(start: bytes) -> bytes:
    """The beginning of a file, without gzip."""
    if not start.startswith(GZIP):
        return start
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(start, len(start))
    except zlib.error:
        return start


def media_id(address: str) -> str:
    """The id of an embed whose player has this address (`medium.com/media/ID`), "" for another address."""
    match = _MEDIA.match(address)
    return match[1] if match else ""


def _without_chunks(body: bytes) -> bytes:
    content, place = bytearray(), 0
    while match := _CHUNK.match(body, place):
        length = int(match[1], 16)
        if not length:
            return bytes(content)
        content += body[match.end() : match.end() + length]
        place = match.end() + length
        place += 2 if body[place : place + 2] == b"\r\n" else 1 if body[place : place + 1] == b"\n" else 0
    return bytes(content) if content and place >= len(body) else body  # it never was in chunks


def _inflated(body: bytes, where: str, limit: int) -> bytes:
    """A body without gzip or deflate."""
    try:
        return compression.inflated(body, limit)
    except NotUnpacked as fault:
        if fault.reason == "damaged" and not body.startswith(GZIP):
            return body  # the header is wrong
        raise _error(fault, where, limit) from fault


def _without_brotli(body: bytes, where: str, limit: int) -> bytes:
    if body.lstrip()[:1] in (b"<", b"{", b"["):
        return body  # the header is wrong
    try:
        return compression.without_brotli(body, limit)
    except NotUnpacked as fault:
        raise _error(fault, where, limit) from fault


def _error(fault: NotUnpacked, where: str, limit: int) -> MemberDamaged:
    if fault.reason == "too-large":
        return too_large(where, limit)
    if fault.reason == "no-brotli":
        return Undecodable(f"{where} is compressed by Brotli, which can't be read here.", NEEDS_BROTLI)
    words = "ends too early" if fault.reason == "cut" else "is damaged: it can't be unpacked"
    return MemberDamaged(f"{where} {words}.", "Save it again.")

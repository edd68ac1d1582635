"""Undoes the compression of a body that is here as a whole, up to a limit: a few bytes may become gigabytes."""

from __future__ import annotations

import zlib
from typing import Literal

GZIP = b"\x1f\x8b"
Reason = Literal["damaged", "cut", "too-large", "no-brotli"]


class NotUnpacked(Exception):
    """The body can't be unpacked. `reason`: it is damaged; its end is missing; it has more bytes than the limit; or the
    library for Brotli is not installed, or older than 1.2, which has no limit.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def inflated(body: bytes, limit: int) -> bytes:
    """A body without gzip, or without deflate, which servers send with and without a header. Raises NotUnpacked."""
    is_cut = False
    for window in (zlib.MAX_WBITS | 16,) if body.startswith(GZIP) else (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(window)
        try:
            content = unpacker.decompress(body, limit + 1)
        except zlib.error:
            continue
        if len(content) > limit:
            raise NotUnpacked("too-large")
        if unpacker.eof:
            return content
        # Without a header, almost any bytes are the beginning of something
        is_cut = window > 0
        if is_cut:
            break
    raise NotUnpacked("cut" if is_cut else "damaged")


def without_brotli(body: bytes, limit: int) -> bytes:
    """A body without Brotli. Raises NotUnpacked."""
    try:
        import brotli  # noqa: PLC0415  # it may be missing
    except ImportError:
        raise NotUnpacked("no-brotli") from None
    unpacker = brotli.Decompressor()
    try:
        content = bytes(unpacker.process(body, output_buffer_limit=limit + 1))
    except TypeError:
        raise NotUnpacked("no-brotli") from None
    except brotli.error as error:
        raise NotUnpacked("damaged") from error
    if len(content) > limit:
        raise NotUnpacked("too-large")
    if not unpacker.is_finished():
        raise NotUnpacked("cut")
    return content

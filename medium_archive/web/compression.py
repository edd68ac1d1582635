"""The compressions a server may use, undone piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import httpx2

from medium_archive.web.answer import RequestFailed, TemporaryFailure

NAMES = ("gzip", "deflate")  # httpx2 decompresses these piece by piece wherever it is installed


class _Body(httpx2.SyncByteStream):
    """A body for httpx2 to decompress."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return (bytes(piece) for piece in self._pieces)


def decompressed(pieces: Iterator[bytes], status: int, headers: Mapping[str, str], host: str) -> Iterator[bytes]:
    """The body, piece by piece, so that a decompression bomb is noticed before it is unpacked."""
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        return pieces
    if encoding not in NAMES:
        message = f"{host} compressed its answer as {encoding[:50]}, which was not asked for."
        raise RequestFailed("bad-answer", message)
    packed = httpx2.Response(status, headers={"Content-Encoding": encoding}, stream=_Body(pieces))
    return _decompress(packed, host)


def _decompress(packed: httpx2.Response, host: str) -> Iterator[bytes]:
    try:
        yield from packed.iter_bytes()
    except httpx2.DecodingError as error:
        message = f"The answer of {host} can't be decompressed."
        raise TemporaryFailure("bad-answer", message) from error

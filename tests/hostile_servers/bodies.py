"""Servers whose bodies have another length, coding or end than they say, and servers that stop or creep."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial

from tests.hostile_servers.kind import Exchange, Kind, Reply, after, endless, instead
from tests.web_servers import gzip_bomb

_MEGABYTE = 1024 * 1024


@cache
def _bomb(megabytes: int) -> bytes:
    """So many zero bytes by gzip. A large one repeats a piece, so its checksum is wrong: nobody gets that far."""
    if megabytes <= 64:
        return gzip_bomb(megabytes * _MEGABYTE)
    packer = zlib.compressobj(9, wbits=31)
    start = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(_MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + piece * megabytes


@cache
def _double_bomb() -> bytes:
    return gzip.compress(_bomb(1024), mtime=0)


@cache
def _deflate_bomb() -> bytes:
    packer = zlib.compressobj(9)
    start = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    return start + (packer.compress(bytes(_MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)) * 512


def _packed(
    status: int, body: Callable[[], bytes], coding: str = "gzip", length: int | None = None
) -> Callable[[Exchange], None]:
    def act(exchange: Exchange) -> None:
        headers = (("Content-Encoding", coding), ("Content-Type", "text/html"))
        exchange.send(Reply(status, body(), headers).sent(length))

    return act


def _chunks(body: bytes, size: int = 1000) -> bytes:
    return b"".join(
        b"%x\r\n%b\r\n" % (len(body[start : start + size]), body[start : start + size])
        for start in range(0, len(body), size)
    )


def _chunked(body: Callable[[bytes], bytes]) -> Callable[[Exchange], None]:
    """The answer, with this in the place of its body."""

    def make(reply: Reply) -> bytes:
        return reply.with_headers(Transfer_Encoding="chunked").head("") + body(reply.body)

    return after(make)


def _dripping(pause: float, size: int = 1, *, head: bool = False) -> Callable[[Exchange], None]:
    """The answer in small pieces."""

    def act(exchange: Exchange) -> None:
        reply = exchange.carry_out()
        sent = reply.sent()
        start = 0 if head else len(reply.head())
        exchange.send(sent[:start])
        exchange.stream((sent[at : at + size] for at in range(start, len(sent), size)), pause)

    return act


def _stopping(share: float, *, reset: bool = False) -> Callable[[Exchange], None]:
    """So much of the answer, then the connection ends."""

    def act(exchange: Exchange) -> None:
        sent = exchange.carry_out().sent()
        exchange.send(sent[: int(len(sent) * share)])
        if reset:
            time.sleep(0.01)
            exchange.reset()

    return act


def _end(exchange: Exchange) -> None:
    exchange.carry_out()


def _silent_after(make: Callable[[Reply], bytes]) -> Callable[[Exchange], None]:
    def act(exchange: Exchange) -> None:
        exchange.send(make(exchange.carry_out()))
        exchange.wait()

    return act


def _longer(reply: Reply, more: int) -> bytes:
    return reply.sent(max(0, len(reply.body) + more))


def _trailing(extra: bytes) -> Callable[[Exchange], None]:
    return after(lambda reply: reply.sent() + extra)


def _kinds() -> Iterator[Kind]:
    for name, act in {
        "an endless body": endless(Reply(200).head(""), b"a" * 65536),
        "an endless body of an error": endless(Reply(500).head(""), b"a" * 65536),
        "an endless body in chunks": endless(
            Reply(200).with_headers(Transfer_Encoding="chunked").head(""), b"10000\r\n" + b"a" * 65536 + b"\r\n"
        ),
        "an endless body of a byte a chunk": endless(
            Reply(200).with_headers(Transfer_Encoding="chunked").head(""), b"1\r\na\r\n" * 5000
        ),
        "an endless chunk size": endless(Reply(200).with_headers(Transfer_Encoding="chunked").head(""), b"0" * 65536),
        "an endless chunk extension": endless(
            Reply(200).with_headers(Transfer_Encoding="chunked").head("") + b"1;", b"a" * 65536
        ),
        "endless trailers": endless(
            Reply(200).with_headers(Transfer_Encoding="chunked").head("") + b"0\r\n", b"X: a\r\n" * 1000
        ),
        "an endless page": endless(
            Reply(200, b"", (("Content-Type", "text/html"),)).head("") + b"<html><body>", b"<p>a</p>" * 5000
        ),
        "endless JSON": endless(Reply(200, b"", (("Content-Type", "application/json"),)).head("") + b"[", b"[" * 65536),
        "an endless redirect": endless(Reply(302, b"", (("Location", "/x"),)).head(""), b"a" * 65536),
        "an endless 404": endless(Reply(404).head(""), b"a" * 65536),
        "an endless 429": endless(Reply(429, b"", (("Retry-After", "1"),)).head(""), b"a" * 65536),
        "a bomb": _packed(200, lambda: _bomb(1024)),
        "a bomb of 4 GB": _packed(200, lambda: _bomb(4096)),
        "a bomb with 404": _packed(404, lambda: _bomb(1024)),
        "a bomb with 403": _packed(403, lambda: _bomb(1024)),
        "a bomb with 429": _packed(429, lambda: _bomb(1024)),
        "a bomb with 500": _packed(500, lambda: _bomb(1024)),
        "a bomb with 503": _packed(503, lambda: _bomb(1024)),
        "a bomb of 60 MB with 503": _packed(503, lambda: _bomb(60)),
        "a bomb of 60 MB with 404": _packed(404, lambda: _bomb(60)),
        "a bomb of 60 MB": _packed(200, lambda: _bomb(60)),
        "a bomb of 60 MB with 429": _packed(429, lambda: _bomb(60)),
        "a bomb of 60 MB with 403": _packed(403, lambda: _bomb(60)),
        "a bomb in a bomb": _packed(200, _double_bomb),
        "a bomb in a bomb, named": _packed(200, _double_bomb, "gzip, gzip"),
        "a bomb by deflate": _packed(200, _deflate_bomb, "deflate"),
        "a bomb by deflate with 502": _packed(502, _deflate_bomb, "deflate"),
        "a bomb without a name": instead(Reply(200, _bomb(64)).sent()),
        "gzip of nonsense": _packed(200, lambda: b"\x1f\x8b" + b"nonsense" * 50),
        "gzip that is not": _packed(200, lambda: b"plain"),
        "gzip cut off": _packed(200, lambda: gzip.compress(b"abc" * 9000)[:40]),
        "gzip of nothing": _packed(200, lambda: b""),
        "gzip in 10,000 members": _packed(200, lambda: gzip.compress(b"a") * 10_000),
        "deflate of nonsense": _packed(200, lambda: b"nonsense" * 50, "deflate"),
        "br": _packed(200, lambda: b"\x8b\x00\x80", "br"),
        "zstd": _packed(200, lambda: b"\x28\xb5\x2f\xfd\x00", "zstd"),
        "a coding of 5,000 letters": _packed(200, lambda: b"{}", "x" * 5000),
        "a coding with controls": _packed(200, lambda: b"{}", "\x1b[31m"),
        "compress": _packed(200, lambda: b"{}", "compress"),
        "twenty codings": _packed(200, lambda: b"{}", ", ".join(["gzip"] * 20)),
    }.items():
        yield Kind("bodies", name, act)
    for more in (1, -1, _MEGABYTE, 10**12):
        yield Kind("bodies", f"says {more} bytes more", after(partial(_longer, more=more)))
        yield Kind("bodies", f"says {more} bytes more and waits", _silent_after(partial(_longer, more=more)))
    for length in ("-5", "abc", "5, 6", "0x10", "9" * 400, "9" * 5000, "1" + "0" * 20, " ", "+3", "1e3"):
        yield Kind("bodies", f"a length of {length[:12]!r} ({len(length)})", after(partial(Reply.sent, length=length)))
    yield Kind(
        "bodies", "without a length, cut", after(lambda reply: reply.head("") + reply.body[: len(reply.body) // 2])
    )
    yield Kind("bodies", "of zero bytes", after(lambda reply: replace(reply, body=b"").sent()))
    for name, body in {
        "cut between chunks": _chunks,
        "cut in a chunk": lambda body: _chunks(body)[:-5],
        "cut in a size": lambda body: _chunks(body) + b"5",
        "a size of letters": lambda body: b"zz\r\n" + body + b"\r\n0\r\n\r\n",
        "a negative size": lambda body: b"-5\r\nabcde\r\n0\r\n\r\n",
        "a size of 5,000 digits": lambda body: b"f" * 5000 + b"\r\n",
        "a size too small": lambda body: b"1\r\n" + body + b"\r\n0\r\n\r\n",
        "a size too large": lambda body: b"%x\r\n" % (len(body) + 9) + body,
        "no line break after a chunk": lambda body: b"%x\r\n" % len(body) + body + b"0\r\n\r\n",
        "trailers": lambda body: _chunks(body) + b"0\r\nSet-Cookie: a=b\r\nContent-Length: 5\r\n\r\n",
        "no last line break": lambda body: _chunks(body) + b"0\r\n",
        "a byte a chunk": lambda body: _chunks(body, 1) + b"0\r\n\r\n",
        "a coding of chunks twice": lambda body: _chunks(_chunks(body) + b"0\r\n\r\n") + b"0\r\n\r\n",
    }.items():
        yield Kind("bodies", f"chunks: {name}", _chunked(body))
    for name, extra in {
        "another answer behind it": Reply(200, b"{}").sent(),
        "garbage behind it": b"\x00\xff" * 5000,
        "a blank line behind it": b"\r\n",
    }.items():
        yield Kind("bodies", name, _trailing(extra))
    yield Kind("stages", "closes at once", instead())
    yield Kind("stages", "resets at once", Exchange.reset)
    yield Kind("stages", "closes after the request is carried out", _end)
    for share in (0.02, 0.3, 0.7, 0.99):
        yield Kind("stages", f"closes after {share:.0%}", _stopping(share))
        yield Kind("stages", f"resets after {share:.0%}", _stopping(share, reset=True))
    yield Kind("stages", "says nothing", Exchange.wait)
    yield Kind("stages", "says nothing after it is carried out", _silent_after(lambda reply: b""))
    yield Kind("stages", "stops in the head", _silent_after(lambda reply: reply.head()[:20]))
    yield Kind("stages", "stops after the head", _silent_after(Reply.head))
    yield Kind("stages", "stops in the body", _silent_after(lambda reply: reply.sent()[:-1]))
    yield Kind("stages", "drips the head", _dripping(0.05, head=True))
    yield Kind("stages", "drips the body", _dripping(0.05))
    yield Kind("stages", "drips an endless body", endless(Reply(200).head(""), b"a", 0.05))
    yield Kind(
        "stages", "drips an endless error", endless(Reply(503, b"", (("Retry-After", "1"),)).head(""), b"a", 0.05)
    )
    yield Kind("stages", "drips blank lines", endless(b"", b"\r\n", 0.05))


ALL = tuple(_kinds())

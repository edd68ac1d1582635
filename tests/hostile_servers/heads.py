"""Servers with broken or huge heads: status lines, headers, cookies, interim answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from tests.hostile_servers.kind import Exchange, Kind, Reply, after, endless, instead

_STATUS_LINES: tuple[tuple[str, bytes], ...] = (
    ("no HTTP", b"hello\r\n\r\n"),
    ("an empty line", b"\r\n\r\n"),
    ("status 0", b"HTTP/1.1 0 No\r\n\r\n"),
    ("status 000", b"HTTP/1.1 000 No\r\nContent-Length: 0\r\n\r\n"),
    ("status 99", b"HTTP/1.1 99 No\r\n\r\n"),
    ("status 999", b"HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n\r\n"),
    ("status 1000", b"HTTP/1.1 1000 No\r\n\r\n"),
    ("a negative status", b"HTTP/1.1 -200 OK\r\n\r\n"),
    ("a status of letters", b"HTTP/1.1 OK OK\r\n\r\n"),
    ("a status of 5,000 digits", b"HTTP/1.1 " + b"2" * 5000 + b" OK\r\n\r\n"),
    ("no status", b"HTTP/1.1\r\n\r\n"),
    ("HTTP/9.9", b"HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n"),
    ("HTTP/2 in text", b"HTTP/2 200\r\n\r\n"),
    ("HTTP/0.9", b"<html><title>Old</title></html>"),
    ("HTTP/1.0", b"HTTP/1.0 200 OK\r\n\r\nold"),
    ("frames of HTTP/2", b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64"),
    ("SSH", b"SSH-2.0-OpenSSH_9.2\r\n"),
    ("SMTP", b"220 mail.example ESMTP\r\n"),
    ("a reason of 90,000 letters", b"HTTP/1.1 200 " + b"x" * 90_000 + b"\r\n\r\n"),
    ("a reason with controls", b"HTTP/1.1 200 \x1b[31m\x07\r\nContent-Length: 0\r\n\r\n"),
    ("NUL in the status line", b"HTTP/1.1 200\x00 OK\r\n\r\n"),
    ("status 204 with a body", b"HTTP/1.1 204 No\r\nContent-Length: 3\r\n\r\nabc"),
    ("101", b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nzzz"),
    ("100 and nothing", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ("LF alone", b"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}"),
    ("random bytes", bytes(range(256)) * 8),
)
_HEADERS: tuple[tuple[str, bytes], ...] = (
    ("NUL in a header", b"X-A: a\x00b\r\n"),
    ("NUL in a name", b"X\x00A: b\r\n"),
    ("a bare CR", b"X-A: a\rSet-Cookie: b\r\n"),
    ("a bare LF", b"X-A: a\nX-B: b\r\n"),
    ("no colon", b"nonsense\r\n"),
    ("no name", b": x\r\n"),
    ("a blank before the colon", b"X-A : b\r\n"),
    ("a folded line", b"X-A: a\r\n b\r\n"),
    ("Latin-1", b"X-A: \xe9\xff\r\n"),
    ("a name in UTF-8", "X-é: a\r\n".encode()),
    ("90 KB in one header", b"X-A: " + b"a" * 90_000 + b"\r\n"),
    ("10 MB in one header", b"X-A: " + b"a" * 10_000_000 + b"\r\n"),
    ("2,000 headers", b"".join(b"X-%d: a\r\n" % number for number in range(2000))),
    ("100,000 headers", b"".join(b"X-%d: a\r\n" % number for number in range(100_000))),
    ("3 MB of cookies", b"".join(b"Set-Cookie: c%d=%b; Path=/\r\n" % (number, b"x" * 4000) for number in range(750))),
    ("80 KB of cookies", b"".join(b"Set-Cookie: c%d=%b; Path=/\r\n" % (number, b"x" * 4000) for number in range(20))),
    ("a cookie for all hosts", b"Set-Cookie: session=stolen; Domain=.com; Max-Age=99999999999999999999\r\n"),
    ("a digest of nonsense", b"Digest: sha-256=AAAA\r\nETag: " + b'"' * 500 + b"\r\n"),
    ("a date of nonsense", b"Date: 99 Foo 99999\r\nLast-Modified: never\r\n"),
    ("a link of 60,000 brackets", b"Link: " + b"<" * 60_000 + b"\r\n"),
    ("an ETag with controls", b"ETag: \x1b[2J\x07\r\n"),
    ("TE and length", b"Transfer-Encoding: chunked\r\n"),
    ("two lengths", b"Content-Length: 5\r\n"),
    ("a refresh", b"Refresh: 0; url=http://127.0.0.1/\r\n"),
    ("HSTS for ever", b"Strict-Transport-Security: max-age=" + b"9" * 400 + b'\r\nAlt-Svc: h3=":443"\r\n'),
)


def _with(lines: bytes) -> Kind:
    name = next(name for name, one in _HEADERS if one is lines)

    def make(reply: Reply) -> bytes:
        start, mark, rest = reply.sent().partition(b"\r\n")
        return start + mark + lines + rest

    return Kind("heads", name, after(make))


def _as(status: int, reply: Reply) -> bytes:
    return replace(reply, status=status).sent()


def _interim(exchange: Exchange) -> None:
    for _ in range(2000):
        exchange.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n")
    exchange.send(exchange.carry_out().sent())


def _kinds() -> Iterator[Kind]:
    for name, raw in _STATUS_LINES:
        yield Kind("heads", name, instead(raw))
    for _, lines in _HEADERS:
        yield _with(lines)
    yield Kind("heads", "100 without an end", endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 500))
    yield Kind("heads", "2,000 hints before the answer", _interim)
    yield Kind("heads", "headers without an end", endless(b"HTTP/1.1 200 OK\r\n", b"X-A: aaaaaaaaaaaaaaaa\r\n" * 1000))
    yield Kind("heads", "a header without an end", endless(b"HTTP/1.1 200 OK\r\nX-A: ", b"a" * 65536))
    yield Kind("heads", "a status line without an end", endless(b"HTTP/1.1 200 ", b"a" * 65536))
    yield Kind("heads", "blank lines without an end", endless(b"", b"\r\n" * 5000))
    for status in (
        400,
        401,
        402,
        403,
        404,
        405,
        406,
        407,
        408,
        409,
        410,
        411,
        412,
        413,
        414,
        415,
        418,
        421,
        422,
        423,
        425,
        426,
        428,
        431,
        451,
        500,
        501,
        502,
        503,
        504,
        505,
        507,
        508,
        511,
        520,
        521,
        522,
        523,
        524,
        525,
        530,
        599,
    ):
        page = Reply(status, b"<html><title>No</title><p>\x1b[31mNo\x07</html>", (("Content-Type", "text/html"),))
        yield Kind("heads", f"status {status}", instead(page.sent()))
    for status in (401, 407):
        asked = Reply(status, b"", (("WWW-Authenticate", "Negotiate"), ("Proxy-Authenticate", 'Basic realm="x"')))
        yield Kind("heads", f"{status} that asks for a password", instead(asked.sent()))
    for status in (201, 202, 203, 205, 206, 207, 226, 299):
        yield Kind("heads", f"{status} with the answer", after(partial(_as, status)))


ALL = tuple(_kinds())

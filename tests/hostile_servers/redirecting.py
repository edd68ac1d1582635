"""Servers that lead to other addresses, none of which may be reached."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile_servers.kind import Exchange, Kind, Reply, instead, with_trap

_TARGETS: tuple[tuple[str, str], ...] = (
    ("loopback", "http://127.0.0.1:{}/"), ("loopback by name", "http://localhost:{}/"),
    ("loopback of IPv6", "http://[::1]:{}/"), ("mapped loopback", "http://[::ffff:127.0.0.1]:{}/"),
    ("a decimal address", "http://2130706433:{}/"), ("a hexadecimal address", "http://0x7f.1:{}/"),
    ("an octal address", "http://0177.0.0.1:{}/"), ("a short address", "http://127.1:{}/"),
    ("address 0", "http://0:{}/"), ("address 0.0.0.0", "http://0.0.0.0:{}/"), ("a dot at the end", "http://localhost.:{}/"),
    ("wide digits", "http://１２７.0.0.1:{}/"), ("circled digits", "http://①②⑦.0.0.1:{}/"),
    ("link-local", "http://169.254.169.254/latest/meta-data/"), ("a private network", "http://192.168.0.1/"),
    ("another private network", "http://10.0.0.1/"), ("metadata of a cloud", "http://192.0.0.192/"),
    ("NAT64", "http://[64:ff9b::7f00:1]:{}/"), ("6to4", "http://[2002:7f00:1::]:{}/"),
    ("a zone", "http://[fe80::1%25lo]:{}/"), ("a file", "file:///etc/passwd"), ("a file with a host", "file://localhost/etc/passwd"),
    ("a script", "javascript:alert(1)"), ("data", "data:text/html,x"), ("FTP", "ftp://127.0.0.1:{}/"),
    ("gopher", "gopher://127.0.0.1:{}/"), ("a WebSocket", "ws://127.0.0.1:{}/"), ("a mail", "mailto:ada@ada.example"),
    ("a user name", "https://ada:secret@medium.com/"), ("a user name before loopback", "http://medium.com@127.0.0.1:{}/"),
    ("a backslash", "http://medium.com\\@127.0.0.1:{}/"), ("no host", "https:///x"), ("port 0", "https://medium.com:0/"),
    ("port 99999", "https://medium.com:99999/"), ("a port of letters", "https://medium.com:x/"),
    ("an open bracket", "https://[x"), ("blanks", "   "), ("control characters", "https://medium.com/\x01\x1b[31m"),
    ("two slashes", "//127.0.0.1:{}/"), ("a very long path", "https://medium.com/" + "a" * 60_000),
    ("a very long host", "https://" + "a" * 60_000 + ".example/"), ("another host", "https://elsewhere.example/"),
    ("a long label", "https://" + "é" * 70 + ".example/"), ("a number", "5"), ("a fragment", "#top"),
)  # fmt: skip


def _to(location: str, status: int = 302) -> bytes:
    return Reply(status, b"", (("Location", location),)).sent()


def _in_turn(exchange: Exchange) -> None:
    """A and B lead to each other."""
    exchange.send(_to("/b" if exchange.request.path == "/a" else "/a"))


def _longer(exchange: Exchange) -> None:
    exchange.send(_to(f"{exchange.request.path.partition('#')[0]}x"))


def _kinds() -> Iterator[Kind]:
    for name, target in _TARGETS:
        act = with_trap(lambda port, target=target: _to(target.replace("{}", str(port))))  # type: ignore[misc]
        yield Kind("redirecting", name, act)
    yield Kind("redirecting", "itself", lambda exchange: exchange.send(_to(exchange.request.path)))
    yield Kind("redirecting", "in turn", _in_turn)
    yield Kind("redirecting", "an address that grows", _longer)
    yield Kind("redirecting", "without a location", instead(Reply(302).sent()))
    yield Kind("redirecting", "an empty location", instead(_to("")))
    yield Kind("redirecting", "300 with choices", instead(_to("https://elsewhere.example/", 300)))
    yield Kind("redirecting", "304 that nobody asked for", instead(Reply(304).sent("")))
    for status in (301, 303, 307, 308):
        raw = with_trap(lambda port, status=status: _to(f"http://127.0.0.1:{port}/", status))  # type: ignore[misc]
        yield Kind("redirecting", f"loopback with {status}", raw)
    two = Reply(302, b"", (("Location", "https://medium.com/a"), ("Location", "http://127.0.0.1/")))
    yield Kind("redirecting", "two locations", instead(two.sent()))


ALL = tuple(_kinds())

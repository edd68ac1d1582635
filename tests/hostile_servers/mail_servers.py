"""Mail servers of wrong kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.hostile_servers.certificates import NAMES
from tests.hostile_servers.kind import Exchange, Kind, endless, instead

PASSWORD = "canary-of-mail-0123"  # noqa: S105  # a canary
_EHLO = b"250-mail.example\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS\r\n"
_GOOD: Mapping[str, bytes] = {
    "greeting": b"220 mail.example ESMTP\r\n",
    "EHLO": _EHLO,
    "HELO": b"250 mail.example\r\n",
    "STARTTLS": b"220 Go ahead\r\n",
    "AUTH": b"235 Welcome\r\n",
    "MAIL": b"250 OK\r\n",
    "RCPT": b"250 OK\r\n",
    "DATA": b"354 Go on\r\n",
    "end": b"250 Taken\r\n",
    "QUIT": b"221 Bye\r\n",
    "RSET": b"250 OK\r\n",
}


@dataclass
class MailServer:
    """A mail server that answers by a script; "" in it ends the connection, None says nothing. `mails` were taken."""

    script: Mapping[str, bytes | None] = field(default_factory=dict)
    tls: str = "good"
    mails: list[bytes] = field(default_factory=list)

    def __call__(self, exchange: Exchange) -> None:
        if not self._answers(exchange, "greeting"):
            return
        while line := _line(exchange):
            verb = line[:8].strip().partition(b" ")[0].decode("latin-1").upper()
            if not self._answers(exchange, verb):
                return
            if verb == "STARTTLS":
                exchange.client = exchange.context(self.tls).wrap_socket(exchange.client, server_side=True)
            if verb == "DATA" and (self.script.get("DATA") or b"354").startswith(b"354"):
                mail = b""
                while (line := _line(exchange)) not in (b".\r\n", b""):
                    mail += line
                if not self._answers(exchange, "end"):
                    return
                self.mails.append(mail)

    def _answers(self, exchange: Exchange, what: str) -> bool:
        answer = self.script[what] if what in self.script else _GOOD.get(what, b"500 What?\r\n")
        if answer is None:
            exchange.wait()
        if not answer:
            return False
        exchange.send(answer)
        return True


def _line(exchange: Exchange) -> bytes:
    line = bytearray()
    while not line.endswith(b"\n") and (one := exchange.client.recv(1)):
        line += one
    return bytes(line)


def _dripping(what: str, piece: bytes, pause: float) -> Callable[[Exchange], None]:
    """The lines before, then this piece again and again."""

    def act(exchange: Exchange) -> None:
        if what != "greeting":
            exchange.send(_GOOD["greeting"])
            _line(exchange)

        def pieces() -> Iterator[bytes]:
            while True:
                yield piece

        exchange.stream(pieces(), pause, most=60_000_000)

    return act


_ANSWERS: tuple[tuple[str, bytes | None], ...] = (
    ("says nothing", None),
    ("closes", b""),
    ("421", b"421 Too busy, \x1b[31mgo away\x07\r\n"),
    ("450", b"450 Later\r\n"),
    ("554", b"554 No\r\n"),
    ("500 with the password", f"535 wrong: {PASSWORD} for ada\r\n".encode()),
    ("no number", b"hello\r\n"),
    ("a number of 5,000 digits", b"2" * 5000 + b"\r\n"),
    ("binary", b"\x00\xff\xfe\r\n"),
    ("a line of 90 KB", b"250 " + b"x" * 90_000 + b"\r\n"),
    ("a page", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>"),
    ("999", b"999 OK\r\n"),
    ("a text of 400 lines", b"550-no\r\n" * 400 + b"550 no\r\n"),
    ("half a line", b"55"),
)


def _kinds() -> Iterator[Kind]:
    for what in _GOOD:
        if what in ("HELO", "RSET"):
            continue
        for name, answer in _ANSWERS:
            yield Kind("mail", f"{what}: {name}", MailServer({what: answer}), "raw")
    for name in NAMES:
        yield Kind("mail", f"a certificate {name}", MailServer(tls=name), "raw")
    yield Kind("mail", "offers no STARTTLS", MailServer({"EHLO": b"250 mail.example\r\n"}), "raw")
    yield Kind("mail", "knows no EHLO and no HELO", MailServer({"EHLO": b"500 No\r\n", "HELO": b"500 No\r\n"}), "raw")
    many = (
        b"250-mail.example\r\n" + b"".join(b"250-X%d\r\n" % number for number in range(100_000)) + b"250 STARTTLS\r\n"
    )
    yield Kind("mail", "100,000 extensions", MailServer({"EHLO": many}), "raw")
    for what in ("greeting", "EHLO"):
        for name, piece, pause in (
            ("lines without an end", b"220-x\r\n" * 1000, 0.0),
            ("a line without an end", b"2" * 60_000, 0.0),
            ("lines that drip", b"250-x\r\n", 0.1),
            ("letters that drip", b"2", 0.1),
        ):
            yield Kind("mail", f"{what}: {name}", _dripping(what, piece, pause), "raw")
    yield Kind("mail", "resets at once", lambda exchange: exchange.reset(), "raw")
    yield Kind("mail", "HTTP", instead(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "raw")
    yield Kind("mail", "TLS from the first byte", instead(b"\x15\x03\x03\x00\x02\x02\x28"), "raw")
    yield Kind("mail", "endless nothing", endless(b"", b"\r\n" * 5000), "raw")


KINDS: tuple[Kind, ...] = tuple(_kinds())

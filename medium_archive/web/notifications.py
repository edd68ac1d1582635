"""Notifications by e-mail, or by a POST to an address that a person gave. Both servers may be in a private network."""

from __future__ import annotations

import io
import smtplib
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

import httpx2

from medium_archive.web.answer import Limits, RequestFailed
from medium_archive.web.client import Web
from medium_archive.web.request import Body, Request, Secret, for_message

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_SECONDS = 15.0
_MOST_SECONDS = 60.0  # for a whole conversation with a mail server
_MOST_BYTES = 1024 * 1024  # of its replies
_LONGEST_REASON = 200  # characters
_LIMITS = Limits(seconds=_SECONDS, max_bytes=1024 * 1024, idle_seconds=_SECONDS)
_TLS_PORT = 465  # TLS from the first byte (RFC 8314, 3.3)


class NotificationFailed(Exception):
    """The notification was not delivered; the message says why in one sentence."""


@dataclass(frozen=True)
class Mailbox:
    """A mail server, the sender and the recipient. `security` is "starttls", "tls" or "none"."""

    host: str
    port: int
    sender: str
    to: str
    user: str = ""
    password: str = ""
    security: str = "starttls"

    @classmethod
    def security_for(cls, port: int) -> str:
        """The usual security of a port: TLS from the first byte on 465, STARTTLS on any other."""
        return "tls" if port == _TLS_PORT else "starttls"


def mail(mailbox: Mailbox, title: str, text: str) -> None:
    """Send a plain text message. Raises NotificationFailed."""
    message = EmailMessage()
    # A server may repeat what it got: the password, or user and password as AUTH PLAIN sends them
    given = (mailbox.password, f"\0{mailbox.user}\0{mailbox.password}") if mailbox.password else ()
    try:
        message["From"], message["To"], message["Subject"] = mailbox.sender, mailbox.to, title
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="medium-archive.invalid")
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: servers send no out-of-office reply
        message.set_content(text)
        server = _connected(mailbox)
        try:
            if mailbox.user:
                server.login(mailbox.user, mailbox.password)
            server.send_message(message)
            with suppress(smtplib.SMTPException, OSError):  # it has taken the mail, whatever it answers now
                server.quit()
        finally:
            server.close()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        why = for_message(str(error), map(Secret, given), _LONGEST_REASON).rstrip(".") or type(error).__name__
        raise NotificationFailed(f"{mailbox.host}:{mailbox.port} did not accept the mail: {why}.") from error


def post(address: str, content: Mapping[str, object]) -> None:
    """Send an object as JSON, with the user name and password in the address. Raises NotificationFailed where the
    answer is not 2xx. No message shows the address: it may contain a secret.
    """
    try:
        url = httpx2.URL(address)
        headers = {"Authorization": f"Basic {b64encode(unquote_to_bytes(url.userinfo)).decode()}"}
        request = Request("POST", str(url.copy_with(userinfo=b"")), headers if url.userinfo else {}, Body.json(content))
        with Web(allow=[url.raw_host.decode("ascii")], limits=_LIMITS) as web:
            answer = web.send(request)
    except (httpx2.InvalidURL, ValueError) as error:
        raise NotificationFailed("The webhook could not be reached: this is not a valid address.") from error
    except RequestFailed as failure:
        if failure.answer is not None:
            raise NotificationFailed(f"The webhook answered {failure.answer.status}.") from failure
        raise NotificationFailed(f"The webhook could not be reached ({failure.reason}).") from failure
    if not 200 <= answer.status < 300:
        raise NotificationFailed(f"The webhook answered {answer.status}.")


class _Replies(io.RawIOBase):
    """What a mail server sends: to the moment `end`, and so many bytes. `smtplib` limits a line and the time between
    two bytes, and so waits for ever for a server that sends a letter now and then, or line after line.
    """

    def __init__(self, sock: socket.socket, end: float) -> None:
        super().__init__()
        self._sock, self._end, self._left = sock, end, _MOST_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the server took too long")
        if self._left <= 0:
            raise OSError("the server sent too much")
        self._sock.settimeout(min(_SECONDS, left))
        count = self._sock.recv_into(buffer)
        self._left -= count
        return count


class _Server(smtplib.SMTP):
    """A mail server that is given up after a while."""

    def __init__(self, mailbox: Mailbox, **others: Any) -> None:
        self._end = time.monotonic() + _MOST_SECONDS
        super().__init__(mailbox.host, mailbox.port, timeout=_SECONDS, **others)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(_Replies(self.sock, self._end))
        return super().getreply()


class _TlsServer(_Server, smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""


def _connected(mailbox: Mailbox) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mailbox.security == "tls":
        return _TlsServer(mailbox, context=context)
    server = _Server(mailbox)
    if mailbox.security != "none":
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server

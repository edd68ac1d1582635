"""Notifications by e-mail, or by a POST to an address that a person gave. Both servers may be in a private network."""

from __future__ import annotations

import smtplib
import ssl
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote_to_bytes

import httpx2

from medium_archive.web.answer import Limits, RequestFailed
from medium_archive.web.client import Web
from medium_archive.web.request import Body, Request

_SECONDS = 15.0
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
    try:
        message["From"], message["To"], message["Subject"] = mailbox.sender, mailbox.to, title
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="medium-archive.invalid")
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: servers send no out-of-office reply
        message.set_content(text)
        with _connected(mailbox) as server:
            if mailbox.user:
                server.login(mailbox.user, mailbox.password)
            server.send_message(message)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise NotificationFailed(f"{mailbox.host}:{mailbox.port} did not accept the mail: {_short(error)}.") from error


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


def _connected(mailbox: Mailbox) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mailbox.security == "tls":
        return smtplib.SMTP_SSL(mailbox.host, mailbox.port, timeout=_SECONDS, context=context)
    server = smtplib.SMTP(mailbox.host, mailbox.port, timeout=_SECONDS)
    if mailbox.security != "none":
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__

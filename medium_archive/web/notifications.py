"""Notifications by e-mail, or by a POST to an address that a person gave. Both servers may be in a private network."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

import httpx2

_SECONDS = 15.0
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
    """Send an object as JSON. Raises NotificationFailed where the answer is not 2xx."""
    try:
        answer = httpx2.post(address, json=content, timeout=_SECONDS)
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        # The address may contain a secret, so the message does not show it
        raise NotificationFailed(f"The webhook could not be reached: {type(error).__name__}.") from error
    if not answer.is_success:
        raise NotificationFailed(f"The webhook answered {answer.status_code}.")


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

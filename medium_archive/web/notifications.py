"""Telling somebody: by e-mail, or with a POST to an address that a person gave. Both may be in a private network."""

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


class NotTold(Exception):
    """It didn't arrive; the message says why in one sentence."""


@dataclass(frozen=True)
class Mailbox:
    """A mail server, and who writes to whom. `security` is "starttls", "tls" or "none"."""

    host: str
    port: int
    sender: str
    to: str
    user: str = ""
    password: str = ""
    security: str = "starttls"

    @classmethod
    def security_for(cls, port: int) -> str:
        """What goes with a port where nobody says: TLS at once on 465, else after a greeting."""
        return "tls" if port == _TLS_PORT else "starttls"


def mail(mailbox: Mailbox, title: str, text: str) -> None:
    """Send a plain message. Raises NotTold."""
    message = EmailMessage()
    try:
        message["From"], message["To"], message["Subject"] = mailbox.sender, mailbox.to, title
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="medium-archive.invalid")
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office note comes back
        message.set_content(text)
        with _connected(mailbox) as server:
            if mailbox.user:
                server.login(mailbox.user, mailbox.password)
            server.send_message(message)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise NotTold(f"{mailbox.host}:{mailbox.port} did not take the mail: {_short(error)}.") from error


def post(address: str, content: Mapping[str, object]) -> None:
    """Send an object as JSON. Raises NotTold for anything but a 2xx."""
    try:
        answer = httpx2.post(address, json=content, timeout=_SECONDS)
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        # The address may hold a secret: it is not repeated
        raise NotTold(f"The webhook could not be reached: {type(error).__name__}.") from error
    if not answer.is_success:
        raise NotTold(f"The webhook answered {answer.status_code}.")


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

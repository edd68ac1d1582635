"""A mail as a file that mail programs open as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from medium_archive.watch.evidence import Attachment

_POLICY = SMTP.clone(max_line_length=76)  # the longest line of base64 and quoted-printable (RFC 2045, 6.7 and 6.8)
# Without folding: a subject with a long address would begin with an empty line
_UNFOLDED = SMTP.clone(max_line_length=900)


def write(*, to: str, subject: str, text: str, attachments: Sequence[Attachment], now: datetime) -> bytes:
    """The mail. It has no sender: the mail program adds the person's own, and no name without an address is valid."""
    message = EmailMessage(policy=_POLICY)
    message["To"] = to
    message["Subject"] = _one_line(subject)
    message["Date"] = now
    message["X-Unsent"] = "1"  # by it a program knows a draft
    message.set_content(f"{text}\n")
    for one in attachments:
        main, _, sub = one.kind.partition("/")
        charset = {"charset": "utf-8"} if main == "text" and _is_utf_8(one.content) else None
        message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name, params=charset)
    # An encoded word may not be longer than a line (RFC 2047, 2)
    return message.as_bytes(policy=_UNFOLDED if subject.isascii() else _POLICY)


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _one_line(text: str) -> str:
    return " ".join(text.split())

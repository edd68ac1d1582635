"""A mail as a file that mail programs open as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from medium_archive.watch.evidence import Attachment

# Without folding: a subject with a long address would begin with an empty line
_POLICY = SMTP.clone(max_line_length=900)


def write(  # noqa: PLR0913  # all by keyword
    *, to: str, name: str, subject: str, text: str, attachments: Sequence[Attachment], now: datetime
) -> bytes:
    """The mail. Its sender is a name without an address, which the mail program adds."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(display_name=_one_line(name))
    message["To"] = to
    message["Subject"] = _one_line(subject)
    message["Date"] = now
    message["X-Unsent"] = "1"  # by it a program knows a draft
    message.set_content(f"{text}\n")
    for one in attachments:
        main, _, sub = one.kind.partition("/")
        message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
    return message.as_bytes()


def _one_line(text: str) -> str:
    return " ".join(text.split())

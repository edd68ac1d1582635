"""The headers of mails and of files that have the form of a mail."""

from __future__ import annotations

import re
from email.header import decode_header, make_header
from email.message import Message

_HEADERS = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}")


def begin(start: bytes) -> bool:
    """Whether a file begins with headers, at least two."""
    return _HEADERS.match(start) is not None


def text(message: Message, name: str) -> str:
    """The value of a header in one line, decoded (RFC 2047), "" without it."""
    value = message.get(name, "")
    try:
        return "".join(str(make_header(decode_header(value))).splitlines()).strip()
    except (LookupError, ValueError):
        return str(value).strip()

"""Mails that name stories, one (.eml) or many (.mbox): Medium's digests, and what people send each other.

Only the addresses of stories are taken. What follows them in a link names the reader (`source=email-USERID-…`) or opens
a locked story (`sk=…`), and is left out; so are Medium's own pages in the footer, which have the form of stories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from html import unescape
from typing import BinaryIO
from urllib.parse import parse_qs, urlsplit

from medium_archive.errors import unexpected
from medium_archive.medium import addresses
from medium_archive.medium.pages.containers import headers, times
from medium_archive.medium.pages.containers.beside import Beside
from medium_archive.medium.pages.containers.saved import Kind, Saved
from medium_archive.medium.pages.containers.saved_file import SavedFile
from medium_archive.report import Issue

NAME = "a mail"
KINDS: tuple[Kind, ...] = ("mail",)

_LINE = 64 * 1024
_OF_MAIL = ("To", "Received", "Message-ID", "Delivered-To", "Return-Path", "Subject")
_SEPARATOR = re.compile(rb"From [^\r\n]{0,300}\d{4}[^\r\n]{0,40}\r?\n?\Z")  # it ends in a date
_SIZE, _LINES = 32 * 1024**2, 500_000  # of a mail; more would fill the memory with headers or parts
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_IN_TEXT = re.compile(r"https?://[^\s<>\"')\]]+")
# Privacy policy, terms, rules, and work at Medium: footers of mails and pages name them
_OF_MEDIUM = frozenset(("f03bf92035c9", "9db0094a1e0f", "30e5502c4eb4", "959d1a85284e"))
_HOSTS_OF_MEDIUM = frozenset(("policy.medium.com", "help.medium.com", "blog.medium.com", "legal.medium.com"))


def recognises(file: SavedFile, start: bytes) -> bool:
    first, _, rest = start.partition(b"\n")
    head = rest if _SEPARATOR.match(first) else start
    if not headers.begin(head):
        return False
    message = BytesHeaderParser(policy=compat32).parsebytes(head)
    return "From" in message and any(name in message for name in _OF_MAIL)


def read(file: SavedFile, beside: Beside) -> Iterator[Saved | Issue]:
    known: set[str] = set()
    number = 0
    with file.open() as stream:
        for number, content in enumerate(messages(stream), 1):
            if content is None:
                message = f"Mail {number} has more than {_SIZE // 1024**2} MiB or {_LINES:,} lines; it was not read."
                yield Issue(file.where, "save-too-large", f"{message} Save it without its attachments.")
                continue
            try:
                mail = message_from_bytes(content, policy=compat32)
                found, captured = list(_stories(mail)), times.of_mail(headers.text(mail, "Date"))
            except Exception as error:  # one mail must not stop the others
                yield Issue(
                    file.where, "save-unreadable", f"Mail {number} can't be read: {unexpected(error)}.", "error"
                )
                continue
            for address in found:
                if address not in known:
                    known.add(address)
                    yield Saved(f"{file.where}: {address}", b"", address, captured, "mail")
    if not known:
        what = "The mail names" if number <= 1 else f"The {number:,} mails name"
        yield Issue(file.where, "save-without-story", f"{what} no story of Medium's. Leave the file out.", "note")


def messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """The mails of a file, None for one that is too large."""
    lines: list[bytes] = []
    length, number, is_separable, starts_line = 0, 0, True, True
    while line := stream.readline(_LINE):
        if is_separable and _SEPARATOR.match(line):
            if length:
                yield b"".join(lines) or None
            lines, length, number, is_separable, starts_line = [], 0, 0, False, True
            continue
        is_separable = starts_line and not line.strip()
        starts_line = line.endswith(b"\n")
        length, number = length + len(line), number + 1
        if length > _SIZE or number > _LINES:
            lines.clear()
        else:
            lines.append(line)
    if length:
        yield b"".join(lines) or None


def _stories(mail: Message) -> Iterator[str]:
    """The addresses of the stories that a mail links to, in its order."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind not in ("text/html", "text/plain"):
            continue
        payload = part.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
        found = _HREF.finditer(text) if kind == "text/html" else _IN_TEXT.finditer(text)
        for match in found:
            links = match.groups() or (match[0],)
            if address := story(unescape(next((link for link in links if link), ""))):
                yield address


def story(link: str) -> str:
    """The address of the story that a link in a mail leads to, without anything about the reader; "" for another."""
    try:
        parts = urlsplit(link.strip())
        asked = parse_qs(parts.query).get("redirectUrl", [""])[0] if parts.path.startswith("/m/") else ""
        if asked:
            parts = urlsplit(asked)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or host in _HOSTS_OF_MEDIUM:
        return ""
    address = f"https://{host}{parts.path.rstrip('/.,;')}"
    place = addresses.place(address)
    return address if place.kind == "story" and place.post_id not in _OF_MEDIUM else ""

"""Mails of Medium's that say that an account or a story breaks its rules: their dates and one sentence, nothing else.

What such mails say is known from those that authors quoted: the account “is in violation of our rules”, was found “to
be in violation of site policies”, “has been suspended”, or posts “will no longer be publicly available”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr
from typing import BinaryIO

from lxml import etree

from medium_archive.medium.pages.containers import headers, mail, times
from medium_archive.medium.text import one_line

_OF_MEDIUM = re.compile(r"@(?:[\w-]+\.)*medium\.com\Z", re.IGNORECASE)
# In Medium's own words; enough whoever the sender is, because people forward mails and copy their text
_SURE = re.compile(
    r"\bviolation of (?:our|the Medium|Medium[’']s|site) (?:rules|policies|policy|terms)\b"
    r"|\bunder investigation or was found in violation\b",
    re.IGNORECASE,
)
# Enough in a mail that Medium sent to one person
_SAYS = re.compile(
    r"\bin violation\b|\b(?:violates?|violated|violating|breaks?|broke) (?:our|the|Medium|one)\b"
    r"|\b(?:account|profile|posts?|stor(?:y|ies)|publication|it|they)\b[^.]{0,60}\b(?:was|were|is|are|been) suspended\b"
    r"|\bno longer be publicly available\b",
    re.IGNORECASE,
)
# What a mail says that takes it back; "your account can be restored" does not
_ENDED = re.compile(r"(?<!\bbe )\b(?:restored|reinstated|unsuspended)\b", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?:。])\s+|\n\s*\n")
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[a-z]+", re.IGNORECASE)
_BREAKS = re.compile(r"<(?=(?:br|/p|/div|/td|/tr|/li|/h[1-6])\b)", re.IGNORECASE)
_MOST_TEXT = 200_000  # characters of a mail
_MOST = 300  # characters of a sentence


@dataclass(frozen=True)
class Notice:
    """What a mail said and when, None if it has no date that can be read."""

    at: datetime | None
    sentence: str


def read(stream: BinaryIO) -> Iterator[Notice]:
    """The notices in a mail, in a file of several mails (mbox), or in the text of one."""
    for content in mail.messages(stream):
        if content is None:
            continue  # larger than any mail of Medium's
        try:
            message = message_from_bytes(content, policy=compat32)
            sentence = _sentence(message)
            at = times.of_mail(headers.text(message, "Date") or headers.text(message, "Sent"))
        except Exception:  # noqa: S112  # a hostile mail may break the library, and must not stop the others
            continue
        if sentence:
            yield Notice(at, sentence)


def _sentence(message: Message) -> str:
    """The first sentence that says that something was broken; "" if there is none, or if the mail takes it back."""
    text = "\n\n".join(_texts(message))[:_MOST_TEXT]
    is_of_medium = bool(_OF_MEDIUM.search(parseaddr(headers.text(message, "From"))[1]))
    is_digest = is_of_medium and "List-Unsubscribe" in message  # it has the titles of other people's stories
    if is_digest or _ENDED.search(text):
        return ""
    for piece in _SENTENCES.split(text):
        sentence = one_line(piece)
        if _SURE.search(sentence) or (is_of_medium and _SAYS.search(sentence)):
            return _ADDRESS.sub("…", sentence[:_MOST])
    return ""


def _texts(message: Message) -> Iterator[str]:
    """The text of a mail: its plain text, else its page."""
    found: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in message.walk():
        kind = part.get_content_type()
        payload = part.get_payload(decode=True) if kind in found else None
        if isinstance(payload, bytes):
            found[kind].append(_decoded(payload, part.get_content_charset("utf-8")))
    if found["text/plain"]:
        yield from found["text/plain"]
        return
    yield from map(_words, found["text/html"])


def _words(page: str) -> str:
    """The words of a page, each block a paragraph."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, no_network=True)
    try:
        tree = etree.fromstring(_BREAKS.sub("\n\n<", page).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return ""
    if tree is None:
        return ""
    etree.strip_elements(tree, "script", "style", "title", with_tail=False)
    return "".join(str(piece) for piece in tree.itertext())


def _decoded(payload: bytes, charset: str) -> str:
    try:
        return payload.decode(charset, "replace")
    except (LookupError, UnicodeError):  # a name that is no character set
        return payload.decode("utf-8", "replace")

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
# A mail that was forwarded names its sender in the text; a text that was copied from a mail has at least an address
_FORWARDED = re.compile(
    r"^[>*\s]*(?:From|Von|De|发件人|寄件者)\s*[:：][^\n]*@(?:[\w-]+\.)*medium\.com\b", re.IGNORECASE | re.MULTILINE
)
_NAMES_MEDIUM = re.compile(r"\bmedium\.com\b", re.IGNORECASE)
# What belongs to the reader of the mail
_YOURS = re.compile(
    r"\byour(?:\s+[\w’'“”\"-]+){0,4}?\s+(?:account|profile|posts?|stor(?:y|ies)|articles?|publication|content|work)\b"
    r"|\baccounts? (?:of|linked|associated|registered|with)\b"
    r"|\byou (?:are|were|have)(?: \w+){0,3} (?:in violation|violated|breached|broken)\b"
    r"|[您你]的?[^。]{0,12}(?:账号|帐号|帳號|账户|帳戶|文章|故事|出版物|刊物)",
    re.IGNORECASE,
)
_IT = re.compile(r"(?:it|they|this|these|the (?:account|post|story|article|publication))\b", re.IGNORECASE)
# What a mail says of it
_BROKEN = (
    r"(?:in violation\b|violation of (?:our|the Medium|Medium[’']s|site)\b|under investigation\b|suspended\b"
    r"|(?:violat(?:es?|ed|ing)|break(?:s|ing)?|broken?|breach(?:es|ed)?) (?:our|the|Medium|one|site)\b)"
)
_SAYS = re.compile(
    rf"\b{_BROKEN}|\bno longer be (?:publicly )?available\b|(?:违反|違反|停用|暂停|暫停|封禁|调查|調查)", re.IGNORECASE
)
_ONLY_IF = re.compile(r"\b(?:if|whether|unless)\b|\b(?:may|might|could|can|would) (?:also )?be\b|如果", re.IGNORECASE)
_NOT = re.compile(
    r"(?:\b(?:not|never|no longer)|n[’']t)(?: (?:been|be|being|found|to|currently|in fact|actually)){0,4}"
    rf" {_BROKEN}"
    r"|(?:\bnot|\bnever|n[’']t) (?:find|found|see|believe|think|determine|conclude)\b"
    rf"[^.]{{0,60}}\b(?:violations?\b|{_BROKEN})"
    r"|\bno (?:evidence|violations?)\b"
    r"|(?:没有|沒有|并未|並未|未)(?:被)?(?:违反|違反|停用|暂停|暫停|封禁)",
    re.IGNORECASE,
)
_OF_A_REPORT = re.compile(
    r"\byou(?:[’']ve| have)? (?:recently )?reported\b|\byour report\b|\bthank(?: you|s) for (?:the |your )?report"
    r"|[您你]的?(?:举报|舉報|檢舉)",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"(?:\b(?:has|have|had|was|were|is|we|and)|[’']ve) (?:(?:now|since|already|therefore|just|fully|been) ){0,3}"
    r"(?:restored|reinstated|unsuspended)\b"
    r"|(?:已|已经|已經)(?:恢复|恢復)",
    re.IGNORECASE,
)
# Before it in the same clause: "if it is restored" and "it can be appealed and restored" take nothing back
_NOT_ENDED = re.compile(
    r"\b(?:not|never|rarely|seldom|cannot|if|once|when|until|unless|before|after|may|can|could|will)\b"
    r"|n[’']t\b|\bto be\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.,;:!?。，；：！？\n]")
_SENTENCES = re.compile(r"(?<=[.!?:])\s+|(?<=[。！？])|\n\s*\n")
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
    """The first sentence that says that something of the reader's is suspended, under investigation or in violation; ""
    if there is none, if the mail is not of Medium's, is about a report of the reader's, or takes it back.
    """
    text = "\n\n".join(_texts(message))[:_MOST_TEXT]
    is_digest = "List-Unsubscribe" in message  # it has the titles of other people's stories
    if is_digest or not _is_of_medium(message, text) or _OF_A_REPORT.search(text) or _is_ended(text):
        return ""
    found, before = "", False
    for piece in _SENTENCES.split(text):
        sentence = one_line(piece)
        is_yours = bool(_YOURS.search(sentence))
        if not _ONLY_IF.search(sentence):
            if _NOT.search(sentence):
                return ""
            if not found and _SAYS.search(sentence) and (is_yours or (before and _IT.match(sentence))):
                found = _ADDRESS.sub("…", sentence[:_MOST])
        before = is_yours
    return found


def _is_of_medium(message: Message, text: str) -> bool:
    """Whether Medium sent this: to the reader, or to one who forwarded it. A text without a sender was copied from a
    mail; it must name an address of Medium's.
    """
    sender = headers.text(message, "From")
    if "@" in sender:
        return bool(_OF_MEDIUM.search(parseaddr(sender)[1]) or _FORWARDED.search(text))
    return "medium" in sender.lower() or bool(_NAMES_MEDIUM.search(text))


def _is_ended(text: str) -> bool:
    """Whether a mail says that something is back."""
    for word in _ENDED.finditer(text):
        clause = _CLAUSE.split(text[max(0, word.start() - _MOST) : word.start()])[-1]
        if not _NOT_ENDED.search(clause):
            return True
    return False


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
    except (LookupError, UnicodeError):  # not the name of a character set
        return payload.decode("utf-8", "replace")

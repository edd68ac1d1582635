"""What a person reads where a place refuses a request: a sentence with the words of the server, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from medium_archive.errors import PublishRefused
from medium_archive.web import Answer, Request

_ENDS = (".", "!", "?", "…", "。", "！", "？")  # those of Chinese too
_HINTS: Mapping[int, str] = {
    402: "Look at the plan of the account there.",
    403: "Look whether the account there may do this.",
    404: "Look at the address of the place in archive.toml.",
    409: "Somebody changes the post there just now. Run this again later.",
    413: "Make its text shorter, or its pictures smaller.",
}


def sentence(words: str) -> str:
    """Words of a server in one line, with a full stop if they end without one."""
    line = " ".join(words.split())
    return line if line.endswith(_ENDS) else f"{line}."


def message(request: Request, answer: Answer, reason: str) -> str:
    """What the server answered, without secrets. `reason` are its own words, "" if it gave none."""
    return sentence(request.redacted(f"{answer.host} answered {answer.status}: {reason or 'no reason'}"))


def refused(told: str, status: int, other: str, hints: Mapping[int, str] = {}) -> PublishRefused:
    """The error for a status. `hints` are those of the place alone, `other` is for a status without a hint."""
    return PublishRefused(told, {**_HINTS, **hints}.get(status, other))

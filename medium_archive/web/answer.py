"""What a request may cost, what it gives, and how it can fail."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Literal

Reason = Literal[
    "refused-scheme",  # neither http nor https
    "refused-address",  # no address, one with a password in it, or one that leads to a private network
    "too-many-redirects",
    "too-large",  # the body, before or after decompression, or the headers
    "too-slow",  # nothing came for a while, or too little in all the time there was
    "rate-limited",
    "server-error",
    "unreachable",  # no such host, nobody listens, or the connection broke
    "bad-answer",  # not HTTP, cut off, or packed in a way that was not asked for
    "tls",  # no certificate that can be trusted
]

SOON = 60.0  # seconds; what an answer without Retry-After is worth
TOMORROW = 86_400.0  # seconds; certificates are renewed by people


@dataclass(frozen=True)
class Limits:
    """What one address may cost. All times in seconds, all sizes in bytes."""

    seconds: float = 60.0  # for one try with its redirects; an endless trickle ends here
    bytes: int = 64 * 1024 * 1024  # of a body, after decompression
    connections: int = 4  # at once, to one host
    redirects: int = 5
    tries: int = 4  # for what may pass: 429, 502, 503, 504, broken connections, cut-off bodies, time-outs
    longest_wait: float = 60.0  # a longer Retry-After isn't waited for: the address is left for another run
    unanswered: int = 8  # addresses of a host in a row without an answer, after which it isn't asked any more
    silence: float = 20.0  # without a single byte, and for each address of a host that doesn't pick up


@dataclass(frozen=True)
class Answer:
    """What a server said in the end, whatever its status: 404 is an answer too.

    `headers` have lower-case names; one that came several times is joined with commas (RFC 9110, 5.3).
    """

    address: str  # the last one, after redirects
    status: int
    headers: Mapping[str, str]
    body: bytes


def until_reset(headers: Mapping[str, str]) -> float | None:
    """The seconds until a host that answers only so many requests in a while answers again; None if it may be asked.

    As GitHub says it: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api. The moment is in
    seconds since 1970, and measured by the host's own clock, if it tells it.
    """
    reset = headers.get("x-ratelimit-reset", "")
    if headers.get("x-ratelimit-remaining") != "0" or not re.fullmatch("[0-9]{1,12}", reset):
        return None
    try:
        now = parsedate_to_datetime(headers.get("date", "")).timestamp()
    except (ValueError, OverflowError):
        now = time.time()
    return max(0.0, float(reset) - now)


class FetchFailed(Exception):
    """No answer could be had. `retry_after` says in how many seconds it is worth another run, None that it never is.
    `answer` is what was said instead of one, by a host that has a problem or was asked too often.
    """

    def __init__(
        self, reason: Reason, message: str, retry_after: float | None = None, answer: Answer | None = None
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.retry_after = retry_after
        self.answer = answer


class MayPass(FetchFailed):
    """A failure worth another try in the same run, `wait` seconds from now; None leaves the time to the backoff."""

    def __init__(
        self,
        reason: Reason,
        message: str,
        retry_after: float | None = SOON,
        wait: float | None = None,
        answer: Answer | None = None,
    ) -> None:
        super().__init__(reason, message, retry_after, answer)
        self.wait = wait

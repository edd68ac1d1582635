"""What a request may cost, the answer to it, and how it can fail."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

Reason = Literal[
    "refused-scheme",  # neither http nor https, or a secret over plain http
    "refused-address",  # not an address, one with a password in it, or one in a private network
    "refused-header",  # a header of the request holds a character that HTTP does not allow
    "redirected",  # `Web.send` follows no redirect
    "too-many-redirects",
    "too-large",  # the body, before or after decompression, or the headers
    "too-slow",  # no byte for `idle_seconds`, or no whole answer within `seconds`
    "rate-limited",
    "server-error",
    "unreachable",  # the host does not exist or does not listen, or the connection broke
    "bad-answer",  # not HTTP, cut off, in a compression or a format that was not asked for
    "tls",  # no trusted certificate
]

LONGEST_MESSAGE = 500  # characters: a server may answer with a page
DEFAULT_RETRY_SECONDS = 60.0  # where the server names no time
CERTIFICATE_RETRY_SECONDS = 86_400.0  # certificates are renewed by people


@dataclass(frozen=True)
class Limits:
    """What one request may cost. All times in seconds, all sizes in bytes."""

    seconds: float = 60.0  # for one attempt with its redirects, however slowly the answer comes
    max_bytes: int = 64 * 1024 * 1024  # of an answer's body, after decompression
    connections: int = 4  # at once, to one host
    max_redirects: int = 5
    attempts: int = 4  # after 429, 502, 503, 504, a broken connection, a cut-off body or a time-out
    max_wait: float = 60.0  # a longer Retry-After is not waited for: the request fails
    max_failures: int = 8  # addresses of a host in a row without an answer; then the host is not asked any more
    idle_seconds: float = 20.0  # without a byte; also for connecting to each address of a host


@dataclass(frozen=True, repr=False)
class Answer:
    """What a server answered, whatever its status: 404 is an answer too.

    `headers` have lower-case names; one that came several times is joined with commas (RFC 9110, 5.3). The repr shows
    no content: an answer to a login holds a secret.
    """

    address: str  # the last one, after redirects
    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        return f"Answer({self.status} from {self.host}, {len(self.body)} bytes)"

    @property
    def host(self) -> str:
        """The host that answered."""
        return urlsplit(self.address).hostname or ""

    def json(self) -> object:
        """The body read as JSON. Raises RequestFailed "bad-answer" for any other body."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            kind = "a web page" if "html" in self.headers.get("content-type", "") else "something else"
        raise self._bad_answer(f"{kind} instead of JSON")

    def json_object(self, *keys: str) -> dict[str, Any]:
        """The body read as a JSON object that has the keys. Raises RequestFailed "bad-answer" for any other body."""
        value = self.json()
        if isinstance(value, dict) and value.keys() >= set(keys):
            return value
        raise self._bad_answer("JSON of an unknown form")

    def json_objects(self, *keys: str) -> list[dict[str, Any]]:
        """The body read as a list of such objects. Raises RequestFailed "bad-answer" for any other body."""
        value = self.json()
        if isinstance(value, list) and all(isinstance(one, dict) and one.keys() >= set(keys) for one in value):
            return value
        raise self._bad_answer("JSON of an unknown form")

    def _bad_answer(self, content: str) -> RequestFailed:
        message = f"{self.host} answered {self.status} with {content}."
        return RequestFailed("bad-answer", message, DEFAULT_RETRY_SECONDS, self)


def legible(text: str, longest: int = LONGEST_MESSAGE) -> str:
    """A server's words for a message: on one line, without control characters, which a terminal would obey, and not
    longer than that.
    """
    shown = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


class RequestFailed(Exception):
    """A request without a usable answer. `retry_after`: the seconds after which another attempt is worth it; None:
    never. `answer`: what a server with a problem or a rate limit sent.
    """

    def __init__(
        self, reason: Reason, message: str, retry_after: float | None = None, answer: Answer | None = None
    ) -> None:
        message = legible(message)
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.retry_after = retry_after
        self.answer = answer

    def forget_frames(self) -> None:
        """Let go of the frames that raised this failure and its causes. They hold answers, and the failure itself: so
        only the garbage collector, which may run late, would free a body of megabytes for each failed attempt.
        """
        error: BaseException | None = self
        while error is not None:
            error.__traceback__ = None
            error = error.__cause__ or error.__context__

    def redact(self, redacted: Callable[[str], str]) -> None:
        """Remove secrets from the message, and drop the errors that caused this one: they may quote the request."""
        self.message = redacted(self.message)
        self.args = (self.message,)
        self.__cause__ = self.__context__ = None


class TemporaryFailure(RequestFailed):
    """A failure worth another attempt in the same run, after `wait` seconds; None: the backoff decides."""

    def __init__(
        self,
        reason: Reason,
        message: str,
        retry_after: float | None = DEFAULT_RETRY_SECONDS,
        wait: float | None = None,
        answer: Answer | None = None,
    ) -> None:
        super().__init__(reason, message, retry_after, answer)
        self.wait = wait


class AnswerLost(RequestFailed):
    """The request was sent, in whole or in part, but no whole answer came: the server may have carried it out.

    Raised only for requests that must not be repeated. Look whether it was carried out before sending it again.
    """

    def __init__(self, host: str, failure: RequestFailed) -> None:
        message = f"The request was sent, but it is unknown whether {host} carried it out: {failure.message}"
        super().__init__(failure.reason, message, failure.retry_after, failure.answer)


class Redirected(RequestFailed):
    """The server sent the request to another address, `location`. Nothing was sent there."""

    def __init__(self, host: str, location: str, answer: Answer) -> None:
        super().__init__(
            "redirected", f"{host} redirects to {location[:200]}; the request was not sent there.", answer=answer
        )
        self.location = legible(location, len(location))

    def redact(self, redacted: Callable[[str], str]) -> None:
        super().redact(redacted)
        self.location = redacted(self.location)

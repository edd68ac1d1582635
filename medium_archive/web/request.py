"""What is sent: a request, its body, and the secrets in it, which never show in a message or a repr."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import quote, quote_plus

from medium_archive import links
from medium_archive.web.answer import LONGEST_MESSAGE, legible

_REDACTED = "[secret]"
# Sending one of these twice has the effect of sending it once (RFC 9110, 9.2.2)
_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})


@dataclass(frozen=True, repr=False)
class Secret:
    """A password, a token or a key. Only `value` gives it away; str, repr and format do not."""

    value: str

    def __post_init__(self) -> None:
        if not self.value:
            raise ValueError("A secret is empty.")

    def __repr__(self) -> str:
        return _REDACTED


def redact(text: str, secrets: Iterable[Secret]) -> str:
    """The text without any secret, in the spellings it has in headers, addresses and JSON, and in base64."""
    spellings: set[str] = set()
    for value in (secret.value for secret in secrets):
        # A value out of a broken environment may hold lone surrogates
        encoded = b64encode(value.encode("utf-8", "surrogatepass")).decode()
        spellings |= {value, json.dumps(value)[1:-1], encoded, encoded.rstrip("=")}
        spellings |= {quote(value, safe, errors="replace") for safe in ("", "/")} | {
            quote_plus(value, errors="replace")
        }
    for spelling in sorted(spellings, key=len, reverse=True):
        text = text.replace(spelling, _REDACTED)
    return text


def for_message(text: str, secrets: Iterable[Secret] = (), longest: int = LONGEST_MESSAGE) -> str:
    """A server's words for a message, without any secret."""
    return legible(redact(text, secrets), longest)


@dataclass(frozen=True, repr=False)
class File:
    """A file in a multipart body. `kind` is its media type."""

    name: str
    content: bytes
    kind: str

    def __repr__(self) -> str:
        return f"File({self.name}, {self.kind}, {len(self.content)} bytes)"


@dataclass(frozen=True, repr=False)
class Body:
    """The body of a request. `kind` is its media type, sent as Content-Type."""

    content: bytes
    kind: str

    def __repr__(self) -> str:
        return f"Body({self.kind.partition(';')[0]}, {len(self.content)} bytes)"

    @classmethod
    def json(cls, value: object) -> Self:
        """A value as JSON, in ASCII."""
        return cls(json.dumps(value).encode(), "application/json")

    @classmethod
    def multipart(cls, fields: Mapping[str, str], files: Mapping[str, File]) -> Self:
        """Fields and files by name, as a form sends them (RFC 7578)."""
        parts = [(f'name="{_quoted(name)}"', "", value.encode()) for name, value in fields.items()]
        parts += [
            (f'name="{_quoted(name)}"; filename="{_quoted(file.name)}"', file.kind, file.content)
            for name, file in files.items()
        ]
        # No part contains it, except by a collision of SHA-256; the same parts give the same boundary
        boundary = hashlib.sha256(repr(parts).encode()).hexdigest()
        body = bytearray()
        for disposition, kind, content in parts:
            head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n"
            head += f"Content-Type: {kind}\r\n" if kind else ""
            body += head.encode() + b"\r\n" + content + b"\r\n"
        body += f"--{boundary}--\r\n".encode()
        return cls(bytes(body), f"multipart/form-data; boundary={boundary}")


@dataclass(frozen=True, repr=False)
class Request:
    """One request. `secrets` are all secret values in its headers and its body, also those made from another one, such
    as a signed token or `user:password` in base64.

    `repeatable`: whether it may be sent again when it failed; None: as HTTP defines it for the method, so POST and
    PATCH may not. `raw`: whether the body of the answer stays in the compression in which it came, also one that was
    not asked for; a server may name a wrong one.
    """

    method: str
    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Body | None = None
    secrets: tuple[Secret, ...] = ()
    repeatable: bool | None = None
    raw: bool = False

    def __repr__(self) -> str:
        names = ", ".join(self.headers) or "none"
        return f"Request({self.method} to {links.host(self.address)}, headers: {names}, {self.body})"

    @property
    def may_be_repeated(self) -> bool:
        return self.method in _IDEMPOTENT if self.repeatable is None else self.repeatable

    def redacted(self, text: str) -> str:
        """The text without the secrets of this request, for a message."""
        return for_message(text, self.secrets)


def _quoted(name: str) -> str:
    """A name inside quotes, as browsers write it (HTML, 4.10.21.8)."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")

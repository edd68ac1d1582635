"""Requests of a page to hosts that `[watch] hosts` leads elsewhere. This program sends them: a browser would insist on
https for Medium's host, and on its certificate.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from medium_archive.web import Request, RequestFailed, Web

# Of one connection, and of a body as it came: the browser gets it unpacked and whole
_DROPPED = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})
_OWN = frozenset({"host", "connection", "accept-encoding"})  # headers that the client writes itself


@dataclass(frozen=True)
class Reply:
    """What a host answered; `body` is in base64, as the protocols of browsers take it."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True)
class MappedHosts:
    """The hosts, and the client that knows where they lead."""

    hosts: Collection[str] = ()
    web: Web | None = None

    def reply(self, method: object, address: object, headers: Mapping[str, object]) -> Reply | None:
        """The answer to a request of a page, None without one."""
        sent = {name: str(value) for name, value in headers.items() if name.lower() not in _OWN}
        if self.web is None:
            return None
        try:
            answer = self.web.send(Request(str(method), str(address), sent, repeatable=False))
        except RequestFailed as failure:  # a redirect and an error of the server are answers too
            if failure.answer is None:
                return None
            answer = failure.answer
        kept = {name: value for name, value in answer.headers.items() if name not in _DROPPED}
        return Reply(answer.status, kept, b64encode(answer.body).decode())

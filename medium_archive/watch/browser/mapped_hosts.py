"""Requests of a page to hosts that `[watch] hosts` leads elsewhere. This program sends them: a browser would insist on
https for Medium's host, and on its certificate.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from medium_archive.watch.browser.conversation import object_of
from medium_archive.web import Request, RequestFailed, Web

# Of one connection, and of a body as it came: the browser gets it unpacked and whole
_DROPPED = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})


@dataclass(frozen=True)
class MappedHosts:
    """The hosts, and the client that knows where they lead."""

    hosts: Collection[str] = ()
    web: Web | None = None

    def patterns(self) -> list[dict[str, str]]:
        """What the DevTools protocol must stop."""
        return [{"urlPattern": f"*://{host}/*"} for host in self.hosts]

    def reply(self, stopped: Mapping[str, Any]) -> tuple[str, dict[str, object]]:
        """The method and parameters that answer a request of a page in the DevTools protocol."""
        asked = object_of(stopped.get("request"))
        number = {"requestId": stopped.get("requestId")}
        headers = {str(name): str(value) for name, value in object_of(asked.get("headers")).items()}
        headers.pop("Accept-Encoding", None)
        request = Request(str(asked.get("method")), str(asked.get("url")), headers, repeatable=False)
        answer = None
        if self.web is not None:
            try:
                answer = self.web.send(request)
            except RequestFailed as failure:  # a redirect and an error of the server are answers too
                answer = failure.answer
        if answer is None:
            return "Fetch.failRequest", {**number, "errorReason": "ConnectionFailed"}
        kept = [{"name": name, "value": value} for name, value in answer.headers.items() if name not in _DROPPED]
        body = b64encode(answer.body).decode()
        return "Fetch.fulfillRequest", {
            **number, "responseCode": answer.status, "responseHeaders": kept, "body": body
        }  # fmt: skip

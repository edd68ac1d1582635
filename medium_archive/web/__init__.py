"""The only package that opens connections to other computers.

`Web.get` fetches an address and follows redirects; `Web.send` sends one request with a method, a body and secrets. Both
give an `Answer` or raise `RequestFailed` with a named reason. `Web.converse` sends a message over a WebSocket.
`LoopbackSocket` is a WebSocket to a program on this computer.

Addresses come from other people's pages, so none is trusted: only http and https, only hosts on the public internet,
and no answer takes more time or memory than `Limits` allow.

    notifications → client, loopback → sockets, pool → connection → guard, headers, address → request → answer
"""

from medium_archive.web.answer import Answer, AnswerLost, Limits, Reason, Redirected, RequestFailed
from medium_archive.web.client import Web
from medium_archive.web.headers import retry_after
from medium_archive.web.loopback import LoopbackSocket
from medium_archive.web.request import Body, File, Request, Secret

__all__ = [
    "Answer",
    "AnswerLost",
    "Body",
    "File",
    "Limits",
    "LoopbackSocket",
    "Reason",
    "Redirected",
    "Request",
    "RequestFailed",
    "Secret",
    "Web",
    "retry_after",
]

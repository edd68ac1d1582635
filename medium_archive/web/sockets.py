"""WebSocket (RFC 6455) on a connection: its handshake is a request like any other; frames come by wsproto, which the
extras `nostr` and `firefox` have.
"""

from __future__ import annotations

import hashlib
import os
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from medium_archive.errors import ProgramMissing
from medium_archive.web.answer import DEFAULT_RETRY_SECONDS, RequestFailed, TemporaryFailure
from medium_archive.web.connection import Connection

if TYPE_CHECKING:
    from wsproto.connection import Connection as Frames

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
SWITCHING_PROTOCOLS = 101  # the status that accepts a handshake
_PIECE = 64 * 1024
_BROKEN = (1002, 1007)  # a protocol error, text that is not UTF-8


def load(extra: str = "nostr") -> None:
    """Import wsproto, which this extra of the package has. Raises ProgramMissing."""
    try:
        import wsproto  # noqa: F401, PLC0415  # only whether it can be imported
    except ImportError as error:
        message = "The library for WebSockets, wsproto, is not installed."
        raise ProgramMissing(message, f"Install it: `pip install 'medium-archive[{extra}]'`") from error


def handshake() -> dict[str, str]:
    """The headers that ask for a WebSocket."""
    key = b64encode(os.urandom(16)).decode()
    return {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key}


def is_accepted(asked: Mapping[str, str], answered: Mapping[str, str]) -> bool:
    """Whether the headers of an answer with 101 accept those of the handshake."""
    key = f"{asked['Sec-WebSocket-Key']}{_GUID}".encode()
    expected = b64encode(hashlib.sha1(key).digest()).decode()  # noqa: S324  # as RFC 6455 defines it; no secret
    return answered.get("sec-websocket-accept") == expected


def talk(connection: Connection, message: str, is_last: Callable[[str], bool], max_bytes: int) -> list[str]:
    """The messages of the server after `message` was sent, up to the first for which `is_last` is true. Raises
    RequestFailed, and the errors of httpcore2's streams.
    """
    from wsproto import connection as wsproto_connection  # noqa: PLC0415  # an extra
    from wsproto.events import CloseConnection, TextMessage  # noqa: PLC0415  # an extra

    frames = wsproto_connection.Connection(wsproto_connection.ConnectionType.CLIENT, trailing_data=connection.trailing)
    connection.stream.write(frames.send(TextMessage(message)))
    found: list[str] = []
    for text in _messages(connection, frames, max_bytes):
        found.append(text)
        if is_last(text):
            connection.stream.write(frames.send(CloseConnection(1000)))
            return found
    raise TemporaryFailure("unreachable", f"{connection.endpoint.host} closed the connection before it answered.")


def _messages(connection: Connection, frames: Frames, max_bytes: int) -> Iterator[str]:
    """The text messages as they come, to the end of the connection."""
    from wsproto.events import BytesMessage, CloseConnection, Ping, TextMessage  # noqa: PLC0415  # an extra

    host, text, size = connection.endpoint.host, "", 0
    while True:
        for event in frames.events():
            if isinstance(event, CloseConnection):  # wsproto writes a broken frame as one, with the code for the server
                if event.code in _BROKEN:
                    message = f"{host} sent something that is no WebSocket."
                    raise RequestFailed("bad-answer", message, DEFAULT_RETRY_SECONDS)
                return
            if isinstance(event, Ping):
                connection.stream.write(frames.send(event.response()))
            if isinstance(event, BytesMessage):
                raise RequestFailed("bad-answer", f"{host} sent bytes instead of text.", DEFAULT_RETRY_SECONDS)
            if isinstance(event, TextMessage):
                size += len(event.data)
                if size > max_bytes:
                    raise RequestFailed("too-large", f"The answer of {host} has more than {max_bytes} bytes.")
                text += event.data
                if event.message_finished:
                    yield text
                    text = ""
        data = connection.stream.read(_PIECE)
        if not data:
            return
        frames.receive_data(data)

"""A relay of Nostr: WebSocket by wsproto, events as NIP-01, NIP-09 and NIP-23 say. Each message is a request."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha1
from http.server import BaseHTTPRequestHandler
from typing import Any

from nostr_sdk import Event, EventBuilder, Keys, Kind, Tag, Timestamp
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, TextMessage

from medium_archive.platforms import nostr
from medium_archive.web import Secret
from tests.contracts.stand_in import Received, Reply, StandIn, There

# A key for tests alone: it has no account
KEY = "nsec1rd4gnd5462c2f89dh828jla69elxfyrcfwx9sestk67hkrsyemcqh0ph3n"
_RELAY = "application/x-nostr"
_PREFIXES = {401: "auth-required", 402: "restricted", 403: "restricted", 413: "blocked", 429: "rate-limited"}


class NostrServer(StandIn):
    """`refuses` are words with which it takes no event. `keeps_deleted`: a deletion does not remove the article."""

    host = "relay.example"
    settings = nostr.Settings(f"wss://{host}")
    secrets = {"NOSTR_KEY": Secret(KEY)}  # noqa: RUF012  # never changed

    def __init__(self) -> None:
        super().__init__()
        self._server.RequestHandlerClass = _handler(self)
        self.events: dict[str, dict[str, Any]] = {}
        self.refuses = ""
        self.keeps_deleted = False
        self.most = 500  # events in an answer
        self._keys = Keys.parse(KEY)

    def is_write(self, request: Received) -> bool:
        return request.method == "EVENT"

    def answer(self, request: Received) -> Reply:
        message = request.json()
        if message[0] == "REQ":
            sent = [["EVENT", message[1], event] for event in self._fitting(message[2:])]
            return _reply(*sent, ["EOSE", message[1]])
        return _reply(["OK", message[1]["id"], *self._kept(message[1])])

    def _kept(self, event: dict[str, Any]) -> tuple[bool, str]:
        if self.refuses:
            return False, self.refuses
        if not Event.from_json(json.dumps(event)).verify():
            return False, "invalid: bad signature"
        if event["id"] in self.events:
            return False, "duplicate: exists"
        place = _place(event)
        same = [one for one in self.events.values() if _place(one) == place]
        deleted = [
            one["created_at"] for one in self.events.values() if one["kind"] == 5 and ["a", place] in one["tags"]
        ]
        if any(at >= event["created_at"] for at in (*deleted, *(one["created_at"] for one in same))):
            return True, ""  # it is taken, but an older one does not replace a newer one
        for one in same:
            del self.events[one["id"]]
        self.events[event["id"]] = event
        return True, ""

    def _fitting(self, filters: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for one in filters:
            found = [event for event in self.events.values() if _fits(event, one)]
            yield from sorted(found, key=lambda event: -event["created_at"])[: self.most]

    def _articles(self) -> list[dict[str, Any]]:
        return [event for event in self.events.values() if event["kind"] == 30023]

    def posts(self) -> list[There]:
        return [
            There(
                _place(event),
                _tag(event, "title"),
                event["content"],
                True,
                _tag(event, "d"),
                datetime.fromtimestamp(int(_tag(event, "published_at") or 0), UTC).isoformat(),
                tuple(tag[1] for tag in event["tags"] if tag[0] == "t"),
            )
            for event in self._articles()
        ]

    def pictures(self) -> list[bytes]:
        return []

    def add(self, title: str, slug: str) -> None:
        self._sign(30023, "By hand", [["d", slug], ["title", title]], len(self.events))

    def edit(self, id: str, text: str) -> None:
        (event,) = [event for event in self._articles() if _place(event) == id]
        del self.events[event["id"]]
        self._sign(30023, text, event["tags"], event["created_at"])

    def delete(self, id: str) -> None:
        (event,) = [event for event in self._articles() if _place(event) == id]
        if not self.keeps_deleted:
            del self.events[event["id"]]
        self._sign(5, "", [["a", id]], event["created_at"])

    def _sign(self, kind: int, content: str, tags: list[list[str]], after: int) -> None:
        made = EventBuilder(Kind(kind), content).tags([Tag.parse(tag) for tag in tags])
        event = json.loads(made.custom_created_at(Timestamp.from_secs(after + 1)).finalize(self._keys).as_json())
        self.events[event["id"]] = event


def _tag(event: dict[str, Any], name: str) -> str:
    return next((str(tag[1]) for tag in event["tags"] if tag[0] == name), "")


def _place(event: dict[str, Any]) -> str:
    return f"{event['kind']}:{event['pubkey']}:{_tag(event, 'd')}" if event["kind"] == 30023 else event["id"]


def _fits(event: dict[str, Any], one: dict[str, Any]) -> bool:
    tags = {key[1:]: values for key, values in one.items() if key[0] == "#"}
    return (
        event["kind"] in one["kinds"]
        and event["pubkey"] in one["authors"]
        and event["created_at"] <= one.get("until", event["created_at"])
        and all(_tag(event, name) in values for name, values in tags.items())
    )


def _reply(*messages: object) -> Reply:
    return Reply(200, b"\n".join(json.dumps(message).encode() for message in messages), {"Content-Type": _RELAY})


def _texts(reply: Reply, message: list[Any]) -> list[str]:
    """The messages that a reply stands for: a status of HTTP is a refusal with its prefix."""
    if reply.headers.get("Content-Type") == _RELAY:
        return reply.content.decode().split("\n")
    if reply.status < 300:
        return [reply.content.decode()]
    words = f"{_PREFIXES.get(reply.status, 'error' if reply.status >= 500 else 'blocked')}: {reply.content.decode()}"
    if message[0] == "REQ":
        return [json.dumps(["CLOSED", message[1], words])]
    return [json.dumps(["OK", message[1]["id"], False, words])]


def _handler(relay: NostrServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.close_connection = True
            key = f"{self.headers['Sec-WebSocket-Key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            digest = sha1(key.encode()).digest()  # noqa: S324  # RFC 6455 asks for SHA-1
            self.send_header("Sec-WebSocket-Accept", b64encode(digest).decode())
            self.end_headers()
            frames = Connection(ConnectionType.SERVER)
            while data := self.connection.recv(65536):
                frames.receive_data(data)
                for event in frames.events():
                    if isinstance(event, CloseConnection) or (
                        isinstance(event, TextMessage) and not self._answered(frames, event)
                    ):
                        return

        def _answered(self, frames: Connection, event: TextMessage) -> bool:
            """Answer a part of a message. False if the connection ends there."""
            self._text = getattr(self, "_text", "") + event.data
            if not event.message_finished:
                return True
            text, self._text = self._text, ""
            message = json.loads(text)
            reply = relay.serve(Received(message[0], "/", {}, text.encode()))
            if reply.lost or 300 <= reply.status < 400:
                return False
            self.connection.sendall(b"".join(frames.send(TextMessage(one)) for one in _texts(reply, message)))
            return True

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the test has the requests."""

    return Handler

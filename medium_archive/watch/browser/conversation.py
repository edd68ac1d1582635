"""Requests, answers and events in JSON, as the DevTools protocol and WebDriver BiDi have them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from medium_archive.watch.browser.failures import BrowserStopped, LookFailed

# Takes the name of an event, its parameters, and the session it is from ("" if it is about the browser)
Event = Callable[[str, Mapping[str, Any], str], None]
ANSWER_SECONDS = 30.0  # for an answer; a browser that works answers within milliseconds, on a busy computer in seconds


class Channel(Protocol):
    """Carries messages to the browser and back. Both methods raise BrowserStopped."""

    def write(self, text: str) -> None: ...

    def read(self, seconds: float) -> str | None:
        """The next message, None if none came within these seconds."""


class Refused(LookFailed):
    """The browser answered a request with an error."""


class Conversation:
    """The messages over a channel. `on_event` is called with each event while `ask` or `listen` waits."""

    def __init__(self, channel: Channel, clock: Callable[[], float] = time.monotonic) -> None:
        self._channel, self._clock = channel, clock
        self._sent = 0
        self.on_event: Event = _ignore

    def tell(self, method: str, parameters: Mapping[str, Any] | None = None, session: str = "") -> int:
        """Send a request and return its number; nobody waits for its answer."""
        self._sent += 1
        message = {"id": self._sent, "method": method, "params": dict(parameters or {})}
        self._channel.write(json.dumps({**message, "sessionId": session} if session else message))
        return self._sent

    def ask(
        self,
        method: str,
        parameters: Mapping[str, Any] | None = None,
        session: str = "",
        seconds: float = 0.0,
    ) -> dict[str, Any]:
        """Send a request and give its answer. Raises Refused, LookFailed without an answer in time, BrowserStopped."""
        seconds = seconds or ANSWER_SECONDS
        number = self.tell(method, parameters, session)
        end = self._clock() + seconds
        while (message := self._next(end)) is not None:
            if message.get("id") != number:
                continue
            if error := message.get("error"):
                said = message.get("message") or (error.get("message") if isinstance(error, dict) else error)
                raise Refused(f"the browser refused {method}: {str(said)[:200]}")
            return object_of(message.get("result"))
        raise LookFailed(f"the page did not answer within {seconds:.0f} seconds")

    def listen(self, seconds: float) -> None:
        """Take the events of the next seconds."""
        end = self._clock() + seconds
        while self._next(end) is not None:
            pass

    def _next(self, end: float) -> dict[str, Any] | None:
        left = end - self._clock()
        text = self._channel.read(left) if left > 0 else None
        if text is None:
            return None
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            message = None
        if not isinstance(message, dict):
            raise BrowserStopped("the browser said something that this program does not understand")
        if "id" not in message and isinstance(message.get("method"), str):
            self.on_event(message["method"], object_of(message.get("params")), str(message.get("sessionId", "")))
        return message


def object_of(value: object) -> dict[str, Any]:
    """The value if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objects_of(value: object) -> list[dict[str, Any]]:
    """The JSON objects in a list, none for any other value."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text_of(values: Mapping[str, Any], key: str) -> str:
    """The string that an answer must have. Raises BrowserStopped."""
    value = values.get(key)
    if not isinstance(value, str):
        raise BrowserStopped(f"the browser's answer has no {key}")
    return value


def _ignore(method: str, parameters: Mapping[str, Any], session: str) -> None:
    """Events before anybody waits for them."""

"""The relays of an account: what they have, and what they take (NIP-01)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from medium_archive.errors import AccessDenied, PublishRefused
from medium_archive.platforms.refusal import sentence
from medium_archive.web import RequestFailed, Web

_SUBSCRIPTION = "archive"
_PAUSE = 60.0  # seconds; no relay says how long its limit lasts
Event = Mapping[str, Any]


@dataclass(frozen=True)
class Relays:
    """Addresses of relays, all of which get every event."""

    addresses: tuple[str, ...]
    web: Web

    def having(self, *filters: Mapping[str, object]) -> list[Event]:
        """The events that fit one of the filters, each once. Raises RequestFailed, AccessDenied and PublishRefused if
        no relay answers, or if one does not and the others have nothing.
        """
        found: dict[str, Event] = {}
        problem: Exception | None = None
        answered = 0
        for address in self.addresses:
            try:
                found |= {event["id"]: event for event in self._asked(address, filters)}
                answered += 1
            except (RequestFailed, AccessDenied, PublishRefused) as error:
                problem = error
        if problem is not None and (not answered or not found):
            raise problem
        return list(found.values())

    def send(self, event: Event) -> None:
        """Send an event to each relay. Raises PublishRefused if one does not take it, RequestFailed and AccessDenied
        if none does.
        """
        problems: list[RequestFailed | AccessDenied | PublishRefused] = []
        for address in self.addresses:
            try:
                self._sent(address, event)
            except (RequestFailed, AccessDenied, PublishRefused) as error:
                if isinstance(error, RequestFailed) and error.reason == "rate-limited":
                    raise
                problems.append(error)
        if len(problems) == len(self.addresses):
            raise problems[0]
        if problems:
            told = " ".join(dict.fromkeys(sentence(error.message) for error in problems))
            number = len(self.addresses) - len(problems)
            message = f"{number} of {len(self.addresses)} relays {'has' if number == 1 else 'have'} it. {told}"
            raise PublishRefused(message, "Run this again, or take that relay out of [publish.nostr].")

    def _asked(self, address: str, filters: Sequence[Mapping[str, object]]) -> list[Event]:
        found: list[Event] = []
        for message in self._answers(address, ["REQ", _SUBSCRIPTION, *filters], ("EOSE", "CLOSED"), _SUBSCRIPTION):
            if message[0] == "CLOSED":
                raise _refusal(address, str(message[-1]))
            if message[0] == "EVENT" and _is_event(message[-1]):
                found.append(message[-1])
        return found

    def _sent(self, address: str, event: Event) -> None:
        answer = self._answers(address, ["EVENT", event], ("OK",), event["id"])[-1]
        words = str(answer[3]) if len(answer) > 3 else ""
        if not (len(answer) > 2 and answer[2] is True) and not words.startswith("duplicate:"):
            raise _refusal(address, words)

    def _answers(self, address: str, request: object, last: tuple[str, ...], name: str) -> list[list[Any]]:
        """The messages up to the last one, which has the name. Raises RequestFailed for messages of another form."""
        parsed = [_parsed(text) for text in self.web.converse(address, json.dumps(request), _ends(last, name))]
        if None in parsed:
            raise RequestFailed("bad-answer", f"{address} is no relay of Nostr: it answered in another form.")
        return [message for message in parsed if message is not None]


def _ends(last: tuple[str, ...], name: str) -> Any:
    def is_last(text: str) -> bool:
        message = _parsed(text)
        return message is None or (message[0] in last and message[1] == name)

    return is_last


def _parsed(text: str) -> list[Any] | None:
    """A message of a relay, None for anything else."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) and len(value) > 1 and isinstance(value[0], str) else None


def _is_event(value: Any) -> bool:
    kinds = {"id": str, "pubkey": str, "created_at": int, "kind": int, "tags": list, "content": str}
    return isinstance(value, dict) and all(isinstance(value.get(key), kind) for key, kind in kinds.items())


def _refusal(address: str, words: str) -> RequestFailed | AccessDenied | PublishRefused:
    """What the words of a relay mean; they begin with one of the prefixes of NIP-01."""
    prefix = words.partition(":")[0]
    message = sentence(f"{address} refused it: {words or 'no reason'}")
    if prefix == "rate-limited":
        return RequestFailed("rate-limited", f"{address} received too many requests.", _PAUSE)
    if prefix == "error":
        return RequestFailed("server-error", message, _PAUSE)
    if prefix == "auth-required":
        return AccessDenied(message, "Take a relay that lets everybody write.")
    return PublishRefused(message, "Look at the page of the relay, or take another relay.")

"""One picture: the largest copy that can be had, checked, or the reason why there is none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import quote

from medium_archive.folder import decoding
from medium_archive.medium import pictures
from medium_archive.post import Picture
from medium_archive.web import FetchFailed, Web

_HOUR, _DAY = 3600.0, 86400.0
_GONE = frozenset({400, 401, 403, 404, 410, 451})
_TRIES_OF_A_FORM = 2  # an error page with status 200 is often gone the next time
_CHALLENGES = (b"Just a moment", b"Attention Required", b"Verify you are human")


@dataclass(frozen=True)
class Fetched:
    content: bytes
    extension: str
    address: str


@dataclass(frozen=True)
class Missed:
    """`problem` is one sentence; `retry_after` the seconds after which it may be tried again."""

    problem: str
    retry_after: float
    is_unreachable: bool = False


def fetch_picture(web: Web, picture: Picture, *, wayback: bool) -> Fetched | Missed:
    """Go down the ladder of a picture's forms until one is a picture. Never raises for what the network does.

    What may pass (a limit, an error of the server) ends the ladder: a smaller copy must not stand for a large one that
    can be had tomorrow.
    """
    missed = Missed("Nothing was tried.", _DAY)
    for address in pictures.forms(picture):
        for _ in range(_TRIES_OF_A_FORM):
            result = _fetch_form(web, address)
            if isinstance(result, Fetched):
                return result
            if not result.is_final:
                return Missed(result.problem, result.retry_after, result.is_unreachable)
            missed = Missed(result.problem, result.retry_after)
            if not result.is_worth_another_try:
                break
    if wayback:
        return _from_wayback(web, picture) or missed
    return missed


@dataclass(frozen=True)
class _No:
    problem: str
    retry_after: float
    is_final: bool = True
    is_worth_another_try: bool = False
    is_unreachable: bool = False


def _fetch_form(web: Web, address: str) -> Fetched | _No:
    try:
        answer = web.get(address)
    except FetchFailed as failure:
        passes = failure.retry_after is not None
        after = failure.retry_after if failure.retry_after is not None else 30 * _DAY
        return _No(failure.message, after, not passes, is_unreachable=failure.reason == "unreachable")
    if answer.status == 200:
        try:
            return Fetched(answer.body, decoding.extension_of(answer.body), address)
        except decoding.NoPicture as what:
            return _No(f"What came is no picture: {what}.", _DAY, is_worth_another_try=True)
    if answer.status in (403, 503) and any(words in answer.body[:20_000] for words in _CHALLENGES):
        return _No("The host asks whether a person is there; try from another network.", _DAY, is_final=False)
    if answer.status in _GONE:
        return _No(f"The host answers {answer.status} for every form of it.", 30 * _DAY)
    return _No(f"The host answers {answer.status}.", _DAY)


def _from_wayback(web: Web, picture: Picture) -> Fetched | None:
    """The Wayback Machine's newest copy of any form (`/wayback/available`, then the bytes as they were: `…id_/`)."""
    for address in pictures.forms(picture):
        try:
            asked = web.get(f"https://archive.org/wayback/available?url={quote(address, safe='')}")
            closest = json.loads(asked.body)["archived_snapshots"]["closest"]
            answer = web.get(f"https://web.archive.org/web/{int(closest['timestamp'])}id_/{address}")
            if answer.status == 200:
                return Fetched(answer.body, decoding.extension_of(answer.body), address)
        except (FetchFailed, decoding.NoPicture, ValueError, KeyError, TypeError):
            continue
    return None

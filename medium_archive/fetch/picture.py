"""One picture: the largest copy that can be had, checked, or the reason why there is none."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote

from medium_archive import links
from medium_archive.folder import decoding
from medium_archive.medium import pictures
from medium_archive.post import Picture
from medium_archive.web import Reason, RequestFailed, Web

_DAY = 86400.0
_GONE = frozenset({400, 404, 410, 451})
_REFUSED = frozenset({401, 403})
_TRIES_OF_A_FORM = 2  # an error page with status 200 is often gone the next time
_CHALLENGES = (b"Just a moment", b"Attention Required", b"Verify you are human")
_SILENCE: frozenset[Reason] = frozenset({"unreachable", "too-slow"})
Subject = Literal["picture", "limit", "host", "silence"]


@dataclass(frozen=True)
class Fetched:
    content: bytes
    kind: decoding.Kind
    address: str


@dataclass(frozen=True)
class Missed:
    """`problem` is one sentence; `retry_after` the seconds after which it may be tried again.

    `about` says what it tells of: the picture; the host, which has a limit, refuses or has a problem, and would say the
    same of any other picture; or nothing, as there was no answer.
    """

    problem: str
    retry_after: float
    about: Subject = "picture"


def fetch_picture(web: Web, picture: Picture, *, wayback: bool) -> Fetched | Missed:
    """Go down the ladder of a picture's forms until one is a picture. Never raises for what the network does.

    Where a host's answer may be another one soon (a limit, an error, silence), only other hosts are asked, and only for
    the whole picture: a smaller copy must not stand for a large one that can be had tomorrow. For the same reason the
    Wayback Machine isn't asked for what a limit keeps back.
    """
    passing: dict[str, Missed] = {}  # by host
    missed: list[Missed] = []
    for address in pictures.forms(picture):
        host = links.host(address)
        if passing and (host in passing or not pictures.is_whole(address)):
            continue
        result = _fetch_form(web, address)
        if isinstance(result, Fetched):
            return result
        missed.append(result.missed)
        if result.may_pass:
            passing[host] = result.missed
    told = [*passing.values(), *reversed(missed)][0]
    if not wayback or told.about == "limit":
        return replace(told, about=_subject(missed))
    copy = _from_wayback(web, picture)
    if isinstance(copy, Fetched):
        return copy
    after = min(told.retry_after, copy.retry_after)
    return Missed(f"{told.problem} {copy.problem}", after, _subject([*missed, copy]))


@dataclass(frozen=True)
class _No:
    """A form that gave nothing, and whether that may be another thing soon."""

    missed: Missed
    may_pass: bool = False


def _fetch_form(web: Web, address: str) -> Fetched | _No:
    for _ in range(_TRIES_OF_A_FORM):
        try:
            answer = web.get(address)
        except RequestFailed as failure:
            return _No(_failed(failure), failure.retry_after is not None)
        if answer.status != 200:
            break
        try:
            return Fetched(answer.body, decoding.kind_of(answer.body), address)
        except decoding.NoPicture as what:
            missed = Missed(f"What came is no picture: {what}.", _DAY)
    else:
        return _No(missed)
    if answer.status in _REFUSED and any(words in answer.body[:20_000] for words in _CHALLENGES):
        problem = "The host asks whether a person is there; try from another network."
        return _No(Missed(problem, _DAY, "host"), may_pass=True)
    if answer.status in _REFUSED:
        return _No(Missed(f"The host answers {answer.status} for every form of it.", _DAY, "host"))
    if answer.status in _GONE:
        return _No(Missed(f"The host answers {answer.status} for every form of it.", 30 * _DAY))
    return _No(Missed(f"The host answers {answer.status}.", _DAY))


def _failed(failure: RequestFailed) -> Missed:
    if failure.retry_after is None:
        return Missed(failure.message, 30 * _DAY)
    about: Subject = "silence" if failure.reason in _SILENCE else "host"
    return Missed(failure.message, failure.retry_after, "limit" if failure.reason == "rate-limited" else about)


def _subject(missed: Iterable[Missed]) -> Subject:
    """What several answers tell of: who says anything of the picture is heard first."""
    subjects: list[Subject] = ["picture", "limit", "host", "silence"]
    return min((one.about for one in missed), key=subjects.index)


def _from_wayback(web: Web, picture: Picture) -> Fetched | Missed:
    """The Wayback Machine's newest copy of any form (`/wayback/available`, then the bytes as they were: `…id_/`)."""
    for address in pictures.forms(picture):
        try:
            asked = web.get(f"https://archive.org/wayback/available?url={quote(address, safe='')}")
            closest = json.loads(asked.body)["archived_snapshots"]["closest"]
            answer = web.get(f"https://web.archive.org/web/{int(closest['timestamp'])}id_/{address}")
            if answer.status == 200:
                return Fetched(answer.body, decoding.kind_of(answer.body), address)
        except RequestFailed as failure:
            missed = _failed(failure)
            return replace(missed, problem=f"The Wayback Machine: {missed.problem}")
        except (decoding.NoPicture, ValueError, KeyError, TypeError, RecursionError):
            continue
    return Missed("The Wayback Machine has no copy.", 30 * _DAY)

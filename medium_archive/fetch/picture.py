"""Fetches one picture: the largest copy that a host has, or the reason of the failure."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from medium_archive import links
from medium_archive.errors import Unreachable
from medium_archive.folder import decoding
from medium_archive.medium import pictures
from medium_archive.post import Picture
from medium_archive.web import Reason, RequestFailed, Web

if TYPE_CHECKING:
    from medium_archive.fetch.web_archives.wayback import Wayback

_HOUR, _DAY = 3600.0, 86400.0
_GONE = frozenset({400, 404, 410, 451})
_REFUSED = frozenset({401, 403})
_TRIES_OF_A_FORM = 2  # a second request often gets the picture instead of an error page with status 200
_CHALLENGES = (b"Just a moment", b"Attention Required", b"Verify you are human")
_NO_ANSWER: frozenset[Reason] = frozenset({"unreachable", "too-slow"})
Cause = Literal["picture", "rate limit", "host", "no answer"]


@dataclass(frozen=True)
class Fetched:
    """A picture, and the address that gave it."""

    content: bytes
    kind: decoding.Kind
    address: str


@dataclass(frozen=True)
class Missing:
    """A picture that could not be fetched. `problem` is the reason, `retry_after` the seconds until the next try.

    The `cause` is the picture itself; or the host, with a rate limit, a refusal or an error that any other picture
    would get too; or that there was no answer.
    """

    problem: str
    retry_after: float
    cause: Cause = "picture"


def fetch_picture(web: Web, picture: Picture, wayback: Wayback | None = None) -> Fetched | Missing:
    """Request the forms of a picture's address, the largest first, until one gives a picture. Never raises for errors
    of the network.

    After a temporary failure (a rate limit, an error, no answer), only other hosts are requested, and only for the
    whole picture: a small copy must not replace a large one that the host may give tomorrow. For the same reason the
    Wayback Machine is not requested after a rate limit. With `wayback` it is the last resort.
    """
    temporary: dict[str, Missing] = {}  # by host
    failures: list[Missing] = []
    for address in pictures.forms(picture):
        host = links.host(address)
        if temporary and (host in temporary or not pictures.is_whole(address)):
            continue
        result = _fetch_form(web, address)
        if isinstance(result, Fetched):
            return result
        if failures and address == picture.external and result.missing.cause == "picture":
            continue  # gone there, and still with Medium if Medium only refuses
        failures.append(result.missing)
        if result.is_temporary:
            temporary[host] = result.missing
    first = [*temporary.values(), *reversed(failures)][0]
    if wayback is None or first.cause == "rate limit":
        return replace(first, cause=_cause(failures))
    copy = _from_wayback(wayback, picture)
    if isinstance(copy, Fetched):
        return copy
    after = min(first.retry_after, copy.retry_after)
    return Missing(f"{first.problem} {copy.problem}", after, _cause([*failures, copy]))


@dataclass(frozen=True)
class _Failed:
    """A request without a picture; `is_temporary` says that the answer may be another one soon."""

    missing: Missing
    is_temporary: bool = False


def _fetch_form(web: Web, address: str) -> Fetched | _Failed:
    for _ in range(_TRIES_OF_A_FORM):
        try:
            answer = web.get(address)
        except RequestFailed as failure:
            return _Failed(_missing(failure), failure.retry_after is not None)
        if answer.status != 200:
            break
        try:
            return Fetched(answer.body, decoding.kind_of(answer.body), address)
        except decoding.NoPicture as what:
            missing = Missing(f"The answer is not a usable picture: {what}.", _DAY)
    else:
        return _Failed(missing)
    if answer.status in _REFUSED and any(words in answer.body[:20_000] for words in _CHALLENGES):
        problem = "The host wants proof that this program is not a robot. Try from another network."
        return _Failed(Missing(problem, _DAY, "host"), is_temporary=True)
    if answer.status in _REFUSED:
        return _Failed(Missing(f"The host answers {answer.status} for every form of the address.", _DAY, "host"))
    if answer.status in _GONE:
        return _Failed(Missing(f"The host answers {answer.status} for every form of the address.", 30 * _DAY))
    return _Failed(Missing(f"The host answers {answer.status}.", _DAY))


def _missing(failure: RequestFailed) -> Missing:
    if failure.retry_after is None:
        return Missing(failure.message, 30 * _DAY)
    cause: Cause = "no answer" if failure.reason in _NO_ANSWER else "host"
    return Missing(failure.message, failure.retry_after, "rate limit" if failure.reason == "rate-limited" else cause)


def _cause(failures: Iterable[Missing]) -> Cause:
    """The cause of several failures: an answer about the picture itself counts most."""
    causes: list[Cause] = ["picture", "rate limit", "host", "no answer"]
    return min((one.cause for one in failures), key=causes.index)


def _from_wayback(wayback: Wayback, picture: Picture) -> Fetched | Missing:
    """The newest copy that the Wayback Machine has of the largest form."""
    from medium_archive.fetch.web_archives.capture import Memento  # noqa: PLC0415  # most runs need no archive

    missing = Missing("The Wayback Machine has no copy.", 30 * _DAY)
    for address in pictures.captured_forms(picture):
        try:
            copy = wayback.newest(address)
        except Unreachable as error:
            return Missing(error.message, _HOUR, "no answer")
        if isinstance(copy, Memento):
            with suppress(decoding.NoPicture):
                return Fetched(copy.content, decoding.kind_of(copy.content), address)
        elif copy.again:
            missing = Missing(f"The Wayback Machine: {copy.problem}", _HOUR)
    return missing

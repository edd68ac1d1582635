"""Carries articles to an account, once each: a run that was killed, or whose answers were lost, is simply run again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from medium_archive.articles import Article, Picture
from medium_archive.errors import PublishRefused
from medium_archive.folder.published import Place, Remote
from medium_archive.platforms import Account, Platform
from medium_archive.web import AnswerLost, RequestFailed

Outcome = Literal[
    "created",
    "updated",
    "unchanged",  # it is there as it is here; nothing was sent
    "deleted",  # it was deleted there, and is not made again
    "occupied",  # another post is there, or the post was changed there; it is not overwritten
    "unsuitable",  # a draft that was not requested, or something that the platform can't hold
    "refused",  # by the platform
    "failed",  # no usable answer; it is not there
    "unknown",  # an answer was lost; the next run looks whether it is there
]
_MAX_PAUSE = 900.0  # seconds; a platform that wants a longer pause is left for another run
_MAX_PAUSES = 20  # in a row, for one article


@dataclass(frozen=True)
class Delivery:
    """The result of sending one article. `problem` is a sentence, "" if there was none."""

    article: Article
    outcome: Outcome
    remote: Remote | None = None
    problem: str = ""


@dataclass(frozen=True)
class Route:
    """Where articles go, and what is needed on the way.

    `known` are all recorded posts at all places; `keep` records one, at once and on the disk. `with_drafts`: drafts
    were named, and go there as drafts. `sleep` takes seconds, `now` gives the time in UTC.
    """

    platform: Platform
    account: Account
    known: Mapping[Place, Remote]
    keep: Callable[[Place, Remote], None]
    sleep: Callable[[float], None]
    now: Callable[[], datetime]
    with_drafts: bool = False


def deliver(articles: Iterable[Article], route: Route) -> Iterator[Delivery]:
    """Send each article that the place does not have as it is here, and say what became of it.

    Raises AccessDenied, and RequestFailed where the platform wants a longer pause than is worth waiting for.
    """
    has_sent = False
    for article in articles:
        if has_sent:
            route.sleep(route.platform.TRAITS.pause)
        delivery = _deliver(article, route)
        has_sent = delivery.outcome in ("created", "updated", "unknown", "failed")
        yield delivery


def fingerprint(article: Article) -> str:
    """The SHA-256 of all that a platform may show of an article. A picture counts by its name and its size: its bytes
    are not read.
    """
    values = [
        article.kind == "draft", article.title, article.title_html, article.subtitle, article.description,
        article.published.astimezone(UTC).isoformat() if article.published else "", article.slug, article.tags,
        article.lang, article.canonical, article.html, article.markdown,
        [_sign(picture) for picture in (article.cover, *article.pictures) if picture],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def place_of(article: Article, route: Route) -> Place:
    """The record that is about the article at the account."""
    return Place(article.id or article.path, route.platform.NAME, route.account.address)


def _sign(picture: Picture) -> tuple[str, str, int]:
    return picture.reference, picture.alt, picture.file.stat().st_size if picture.file else -1


def _deliver(article: Article, route: Route) -> Delivery:
    last, sha256 = route.known.get(place_of(article, route)), fingerprint(article)
    if last and last.state and last.sha256 == sha256:
        return Delivery(article, "unchanged", last)
    if problem := _unsuitable(article, last, route):
        return Delivery(article, "unsuitable", last, problem)
    try:
        return _send(article, sha256, last, route)
    except PublishRefused as error:
        return Delivery(article, "refused", last, error.message)
    except AnswerLost as failure:
        return Delivery(article, "unknown", last, failure.message)
    except RequestFailed as failure:
        if failure.reason == "rate-limited":
            raise
        return Delivery(article, "failed", last, failure.message)


def _unsuitable(article: Article, last: Remote | None, route: Route) -> str:
    traits = route.platform.TRAITS
    if article.kind == "draft" and not route.with_drafts:
        return "It is a draft, and drafts were not requested."
    if article.kind == "draft" and not traits.has_drafts:
        return "It is a draft, and the platform has no drafts."
    if last and last.state and not traits.has_updates:
        return "It was changed after it was sent, and the platform takes no changes."
    return ""


def _send(article: Article, sha256: str, last: Remote | None, route: Route) -> Delivery:
    """Look for the article, then create it or replace it."""
    there = _find(article, last, route)
    if there is None and last and last.id:
        return Delivery(article, "deleted", last, "It was deleted there. It is not sent again.")
    if there is None:
        _keep(article, Remote(), sha256, route)
        return Delivery(article, "created", _keep(article, _create(article, route), sha256, route))
    if last is None:
        problem = f"{there.address} exists, but this archive did not send it. It is not overwritten."
        return Delivery(article, "occupied", there, problem)
    if last.state and replace(there, sha256="", at="") != replace(last, sha256="", at=""):
        problem = f"{there.address} was changed there after it was sent. It is not overwritten."
        return Delivery(article, "occupied", there, problem)
    remote = there
    if route.platform.TRAITS.has_updates:
        # Also where an earlier answer was lost: what is there may be half of it
        _keep(article, Remote(there.id, there.address), sha256, route)
        remote = _update(article, there, route)
    return Delivery(article, "updated" if last.id else "created", _keep(article, remote, sha256, route))


def _find(article: Article, last: Remote | None, route: Route) -> Remote | None:
    for _ in range(_MAX_PAUSES):
        try:
            return route.account.find(article, last if last and last.id else None)
        except RequestFailed as failure:
            _pause(failure, route)
    raise _too_many_pauses(route)


def _create(article: Article, route: Route) -> Remote:
    """Create it. After a failure it is looked for before it is created again: it may be there."""
    for _ in range(_MAX_PAUSES):
        try:
            return route.account.create(article)
        except RequestFailed as failure:
            is_limited = failure.reason == "rate-limited"
            if is_limited:
                _pause(failure, route)
            try:
                there = _find(article, None, route)
            except RequestFailed:
                raise failure from None
            if there is not None:
                return _update(article, there, route) if route.platform.TRAITS.has_updates else there
            if not is_limited:
                raise
    raise _too_many_pauses(route)


def _update(article: Article, there: Remote, route: Route) -> Remote:
    for _ in range(_MAX_PAUSES):
        try:
            return route.account.update(there, article)
        except RequestFailed as failure:
            _pause(failure, route)
    raise _too_many_pauses(route)


def _pause(failure: RequestFailed, route: Route) -> None:
    """Wait as long as the platform asks. Raises `failure` if it asks for no pause, or for a pause that is too long."""
    if failure.reason != "rate-limited" or failure.retry_after is None or failure.retry_after > _MAX_PAUSE:
        raise failure
    route.sleep(failure.retry_after)


def _too_many_pauses(route: Route) -> RequestFailed:
    return RequestFailed("rate-limited", f"{route.account.address} asked for a pause too often. Run this again later.")


def _keep(article: Article, remote: Remote, sha256: str, route: Route) -> Remote:
    """Record the state of the post at its place, or of the post that will be sent there. Returns the recorded value."""
    at = route.now().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    kept = replace(remote, sha256=sha256, at=at)
    route.keep(place_of(article, route), kept)
    return kept

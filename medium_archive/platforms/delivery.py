"""Carries articles to an account, once each: a run that was killed, or whose answers were lost, is simply run again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC
from functools import partial
from html import unescape
from urllib.parse import unquote

from medium_archive.articles import Article
from medium_archive.articles.entries import Entry
from medium_archive.errors import AccessDenied, PublishRefused
from medium_archive.folder.published import Remote
from medium_archive.folder.uploads import Upload
from medium_archive.platforms import Account, pauses
from medium_archive.platforms.content import Content
from medium_archive.platforms.decision import DRAFT_HERE, Delivery, Outlook, Task, decide, fingerprint
from medium_archive.platforms.unchangeable import Unchangeable
from medium_archive.platforms.unsearchable import Unsearchable
from medium_archive.web import AnswerLost, RequestFailed

_LINK = re.compile(r'\bhref="([^"]*)"')
_KEPT = "It is not overwritten. Use --overwrite to replace it."
_OF_OTHERS = f"{{}} exists, but this archive did not send it. {_KEPT}"
SENT = ("created", "updated", "unknown", "failed")


@dataclass(frozen=True)
class Route(Outlook):
    """Where articles go, and what is needed on the way. `sleep` takes seconds."""

    account: Account
    sleep: Callable[[float], None]


class _Occupied(Exception):
    """A post that somebody else wrote was found in the place of one whose sending failed. `is_made` is false if the
    failure says that nothing was made.
    """

    def __init__(self, there: Remote, *, is_made: bool) -> None:
        super().__init__()
        self.there, self.is_made = there, is_made


def deliver(entries: Sequence[Entry], route: Route) -> Iterator[Delivery]:
    """Send each article that the place does not have as it is here, in this order, and say what became of it. Then
    send those again whose links can now lead to posts that came after them.

    Raises AccessDenied, and RequestFailed where the platform wants a longer pause than is worth waiting for.
    """
    has_sent = False
    there: list[Entry] = []
    sent: set[str] = set()
    for entry in entries:
        if has_sent:
            route.sleep(route.platform.TRAITS.pause)
        delivery = _deliver(entry, route)
        has_sent = delivery.outcome in SENT
        if delivery.outcome in ("created", "updated"):
            sent |= {entry.article.id, entry.article.path.rpartition("/")[2]}
        if delivery.outcome in ("created", "updated", "unchanged"):
            there.append(entry)
        yield delivery
    if route.platform.TRAITS.has_updates and not route.platform.TRAITS.few_changes and sent:
        for entry in (one for one in there if not sent.isdisjoint(_linked(one.article))):
            last = route.ledger.post(entry.article)
            plan = route.writer.plan(entry)
            if last and last.state and fingerprint(entry.article, plan, route.platform) != last.sha256:
                route.sleep(route.platform.TRAITS.pause)
                yield _deliver(entry, route)


def _linked(article: Article) -> Iterator[str]:
    """The parts of the addresses to which an article links: one of them is the folder or the id of a post."""
    for address in _LINK.findall(article.html):
        parts = re.split("[/?#]", unquote(unescape(address)))
        yield from filter(None, (*parts, *(part.rpartition("-")[2] for part in parts)))


def _deliver(entry: Entry, route: Route) -> Delivery:
    task = decide(entry, route)
    article, last = entry.article, route.ledger.post(entry.article)
    if isinstance(task, Delivery):
        if task.outcome == "unchanged" and last:
            route.ledger.confirm(article, last)
        return task
    try:
        return _send(task, route)
    except Unchangeable as error:
        if last:  # as it was; without its state, links of other posts would no longer lead there
            route.ledger.keep(article, last)
        return Delivery(article, "unsuitable", last, error.message)
    except _Occupied as found:
        return Delivery(article, "occupied", found.there, _OF_OTHERS.format(found.there.address))
    except PublishRefused as error:
        return Delivery(article, "refused", last, f"{error.message} {error.hint}".strip())
    except AnswerLost as failure:
        return Delivery(article, "unknown", last, failure.message)
    except RequestFailed as failure:
        if failure.reason == "rate-limited":
            raise
        return Delivery(article, "failed", last, failure.message)


def _send(task: Task, route: Route) -> Delivery:
    """Look for the article, then create it or replace it."""
    article, last = task.article, task.last
    try:
        there = _find(article, last, route)
    except Unsearchable:
        if last and not route.choices.again:
            return Delivery(article, "uncertain", last, "An earlier answer was lost, and the place can't be searched.")
        there = None
    if there is None and last and last.id and not route.choices.again:
        route.ledger.learn(article, last, None)
        return Delivery(article, "deleted", last, "It was deleted there. It is not sent again.")
    if there is None:
        remote = _written(task, None, lambda: _create(_content(task, route), route), route)
        return Delivery(article, "created", _keep(task, remote, route))
    if last and task.was_deleted and not is_changed(there, last):
        route.ledger.learn(article, last, there)
        return Delivery(article, "unchanged", there)
    if task.is_there and last and not (route.choices.overwrite and is_changed(there, last)):
        return Delivery(article, "unchanged", last)
    if problem := _hindrance(task, there, route):
        return Delivery(article, "occupied", there, problem)
    if there.state == "published" and task.state == "draft":
        if article.kind == "draft":
            return Delivery(article, "unsuitable", there, DRAFT_HERE.format(there.address))
        task = replace(task, state="published")
    remote = there
    if route.platform.TRAITS.has_updates:
        # Also where an earlier answer was lost: what is there may be half of it
        cover = last.cover if last else ""
        remote = _written(task, there, lambda: _update(_content(task, route), there, cover, route), route)
    return Delivery(article, "updated" if last and last.id else "created", _keep(task, remote, route))


def _hindrance(task: Task, there: Remote, route: Route) -> str:
    """Why what was found there must stay as it is, and what to do, as sentences; "" if it may be replaced."""
    if other := route.ledger.other_of(there.id, task.article):
        return f"{there.address} is the copy of {other}. Give this post another title or slug."
    if route.choices.overwrite:
        return ""
    if task.last is None or not (task.last.id or _has_title(there, task.last.title)):
        return _OF_OTHERS.format(there.address)
    if task.last.state and is_changed(there, task.last):
        return f"{there.address} was changed there after it was sent. {_KEPT}"
    return ""


def _written(task: Task, there: Remote | None, write: Callable[[], Remote], route: Route) -> Remote:
    """What `write` gives; `there` is what the place had before. Until there is an answer, the record has no state, and
    of a new post the title that it gets. If the platform refuses and has what it had, the record is again what it was.
    """
    if there:
        known = Remote(there.id, there.address, cover=task.last.cover if task.last else "")
    else:
        known = Remote(title=route.platform.labels(task.article).title)
    _keep(task, known, route)
    try:
        return write()
    except Unchangeable:
        raise
    except _Occupied as found:
        if not found.is_made:
            route.ledger.restore(task.article, task.last)
        raise
    except (PublishRefused, AccessDenied):
        with suppress(PublishRefused, AccessDenied, RequestFailed, Unsearchable):
            if _find(task.article, known, route) == there:
                route.ledger.restore(task.article, task.last)
        raise


def is_changed(there: Remote, last: Remote) -> bool:
    """Whether a post differs from what was read back after it was sent. Its address says nothing: the owner of the
    place may choose another form for all addresses. A draft may have been published there, which changes its date. A
    cover that a person chose there for a post without one is no difference, and a record of an earlier version of the
    program does not say what the rest was. A post that was deleted there may have been restored.
    """
    if (last.rest and there.rest != last.rest) or (last.cover and there.cover != last.cover):
        return True
    if last.state == "draft" and there.state != "hidden":
        return (there.title, there.text, there.tags) != (last.title, last.text, last.tags)
    if last.state == "deleted":
        last = replace(last, state="published")
    own = {"address": "", "rest": "", "cover": "", "sha256": "", "source": "", "at": ""}
    return replace(there, **own) != replace(last, **own)  # type: ignore[arg-type]  # the keys are fields that are texts


def _content(task: Task, route: Route) -> Content:
    """The article as it is sent. Uploads the pictures that the place does not have yet."""
    uploads: dict[str, Upload] = {}
    for path, picture in task.plan.pictures.items():
        upload = route.ledger.picture(picture.sha256, task.article)
        if upload is None:
            upload = pauses.obeyed(partial(route.account.upload, picture), route.sleep)
            if upload is None:
                continue
            route.ledger.keep_picture(picture.sha256, upload, task.article)
        uploads[path] = upload
    return route.writer.content(task.entry, task.plan, uploads, task.state)


def _find(article: Article, last: Remote | None, route: Route) -> Remote | None:
    known = last if last and last.id else None
    return pauses.obeyed(lambda: route.account.find(article, known), route.sleep)


def _create(content: Content, route: Route) -> Remote:
    """Create it. After a failure it is looked for before it is created again: it may be there."""
    for _ in range(pauses.MOST):
        try:
            return _without_others(route.account.create(content), content, route)
        except RequestFailed as failure:
            is_limited = failure.reason == "rate-limited"
            if is_limited:
                pauses.wait(failure, route.sleep)
            try:
                there = _find(content.article, None, route)
            except (RequestFailed, PublishRefused):
                raise failure from None
            except Unsearchable:
                there = None
            if there is not None and not _has_title(there, route.platform.labels(content.article).title):
                raise _Occupied(there, is_made=not is_limited) from None
            if there is not None:
                return _update(content, there, "", route) if route.platform.TRAITS.has_updates else there
            if not is_limited:
                raise
    raise pauses.too_many()


def _has_title(there: Remote, title: str) -> bool:
    """Whether a post has a title, in which a place may have put backslashes before signs."""
    return "".join(there.title.replace("\\", "").split()) == "".join(title.replace("\\", "").split())


def _update(content: Content, there: Remote, cover: str, route: Route) -> Remote:
    """Replace what is there. `cover` is the cover that was sent before: no other one may be removed."""
    before = replace(there, cover=cover)
    return _without_others(pauses.obeyed(lambda: route.account.update(before, content), route.sleep), content, route)


def _without_others(remote: Remote, content: Content, route: Route) -> Remote:
    """What was read back, without a cover that a person chose there."""
    is_sent = content.cover if route.platform.TRAITS.pictures else content.cover_address
    return remote if is_sent else replace(remote, cover="")


def _keep(task: Task, remote: Remote, route: Route) -> Remote:
    """Record the state of the post at its place, or of the post that will be sent there. Returns the recorded value."""
    at = route.now().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    kept = replace(remote, sha256=task.sha256, at=at)
    route.ledger.keep(task.article, kept)
    return kept

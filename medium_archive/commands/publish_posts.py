"""`archive publish PLATFORM`: carry the posts to an account, once each, and keep them true."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from medium_archive.articles.entries import Entry
from medium_archive.checks import before_publishing
from medium_archive.folder import begun_import, lock
from medium_archive.folder.layout import Layout
from medium_archive.platforms import Platform, connection, left_copies, losses
from medium_archive.platforms.checked_account import CheckedAccount
from medium_archive.platforms.content import Plan
from medium_archive.platforms.decision import Delivery, Outcome, Outlook, decide
from medium_archive.platforms.delivery import SENT, Route, deliver
from medium_archive.platforms.departure import Departure
from medium_archive.platforms.selection import Selection
from medium_archive.report import Issue, Level, Progress, Report, quantity, silent
from medium_archive.web import RequestFailed

Say = Callable[[str], None]
_LEVELS: dict[Outcome, Level] = {
    "deleted": "warning",
    "occupied": "warning",
    "unsuitable": "warning",
    "refused": "error",
    "failed": "error",
    "unknown": "error",
    "uncertain": "error",
}
_CURES: dict[Outcome, str] = {
    "deleted": " Use --again to send it again.",
    "failed": " Run this again.",
    "unknown": " Run this again: it looks first whether the post is there.",
    "uncertain": " Look there. If the post is missing, use --only and --again to send it.",
}
_MOST_REFUSALS = 5  # in a row, for one reason, which the next post would meet too
_LOOKED_AT = "Sent only if deleted or changed there"
_REFUSES_ALL = (
    f"It refused {_MOST_REFUSALS} posts in a row for one reason, so the others were not sent. Mend the reason, or send "
    "others with --only or --since."
)
_REFUSED, _NO_ANSWER = 50, 40  # exit codes: some posts were refused, or got no usable answer


@dataclass
class _Forecast:
    """What a run would send, and what the platform can't hold of it. `looked_at` is the number of posts that are sent
    only if they were deleted, or changed, there. `texts` are the texts to search for private values, by the path of
    their post.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    looked_at: int = 0
    lost: Counter[losses.Loss] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Each loss with the number of posts, the most frequent first; and what a look there decides."""
        lost = tuple((losses.LABELS[loss], quantity(number, "post")) for loss, number in self.lost.most_common())
        looked_at = ((_LOOKED_AT, quantity(self.looked_at, "post")),) if self.looked_at else ()
        return (*lost, *looked_at)


def publish(
    layout: Layout,
    platform: Platform,
    options: Selection = Selection(),
    progress: Progress = silent,
    say: Say = lambda _text: None,
) -> Report:
    """Send the posts that the account does not have as they are here. `say` gets what the platform can't hold, before
    anything is sent.

    Raises SettingsWrong, NewerArchive, RecordsDamaged, ArchiveInUse, FolderUnwritable, NoSuchPost, NotPublishable,
    AccessDenied, PublishRefused, Unreachable.
    """
    with lock.held(layout):
        begun_import.refuse_to_send(layout)
        departure = Departure.of(layout, platform, options)
        if options.dry_run:
            ledger = departure.ledger(departure.known_account())
            outlook = Outlook(platform, departure.writer(ledger), ledger, _now, choices=options.choices)
            return _report(platform, _forecast(departure, outlook, progress), departure)
        with connection.opened(platform, layout, departure.settings) as account:
            ledger = departure.ledger(account.address)
            writer = departure.writer(ledger)
            route = Route(platform, writer, ledger, _now, CheckedAccount(account), time.sleep, choices=options.choices)
            ledger.follow()
            _tell(route, _forecast(departure, route, progress), options.limit, say)
            return _sent(departure, route, options, progress)


def _forecast(departure: Departure, outlook: Outlook, progress: Progress) -> _Forecast:
    """Raises NotPublishable for private values in the texts."""
    forecast = _Forecast()
    for entry in progress("Preparing posts", departure.chosen, len(departure.chosen)):
        article, task = entry.article, decide(entry, outlook)
        if isinstance(task, Delivery):
            forecast.unchanged += task.outcome == "unchanged"
            forecast.issues += _problem(task)
            continue
        if not entry.is_draft:  # a draft is sent because a person named it
            forecast.texts[article.path] = _words(entry, task.plan)
        if task.is_there or task.was_deleted:
            forecast.unchanged += 1
            forecast.looked_at += outlook.choices.again or outlook.choices.overwrite
            continue
        is_new = not (task.last and task.last.id)
        forecast.new, forecast.changed = forecast.new + is_new, forecast.changed + (not is_new)
        forecast.lost.update(losses.of(article, task.plan, departure.platform))
        forecast.issues += task.plan.issues
    before_publishing.refuse_private_values(departure.layout, forecast.texts)
    return forecast


def _words(entry: Entry, plan: Plan) -> str:
    article = entry.article
    return "\n".join(
        (article.title, article.subtitle, article.description, *article.tags, article.canonical, plan.text)
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _tell(route: Route, forecast: _Forecast, limit: int | None, say: Say) -> None:
    """Say what will be sent, what the platform can't hold, and how long that takes at least."""
    number = forecast.new + forecast.changed
    if not (number or forecast.looked_at):
        return
    most = number if limit is None else min(limit, number)
    part = f" At most {quantity(most, 'post')} now." if most < number else ""
    words = f"{quantity(forecast.new, 'new post')}, {quantity(forecast.changed, 'changed post')}.{part}"
    say(f"{route.account.address}: {words}")
    for label, posts in forecast.rows:
        say(f"{label}: {posts}")
    if minutes := round(route.platform.TRAITS.pause * (most - 1) / 60):
        say(f"This place wants pauses: it takes at least {quantity(minutes, 'minute')}. You can stop at any time.")


def _sent(departure: Departure, route: Route, options: Selection, progress: Progress) -> Report:
    outcomes: Counter[Outcome] = Counter()
    issues: list[Issue] = list(departure.issues)
    refusals: list[str] = []
    code = 0
    try:
        for delivery in _limited(deliver(departure.chosen, route), options.limit, departure.chosen, progress):
            outcomes[delivery.outcome] += 1
            issues += _problem(delivery)
            refusals.append(delivery.problem if delivery.outcome == "refused" else "")
            if refusals[-1] and refusals[-_MOST_REFUSALS:] == [refusals[-1]] * _MOST_REFUSALS:
                issues.append(Issue(route.account.address, "not-sent", _REFUSES_ALL, "error"))
                break
        if not options.only:
            told = {issue.where for issue in issues if issue.code == "not-sent"}
            left = left_copies.issues(departure, route.ledger, route.account, can_record=True)
            issues += (issue for issue in left if issue.where not in told)
    except RequestFailed as failure:
        code = _NO_ANSWER
        issues.append(Issue(route.account.address, "not-sent", connection.trouble(failure, route.platform), "error"))
    if outcomes["refused"]:
        code = _REFUSED
    elif outcomes["failed"] or outcomes["unknown"] or outcomes["uncertain"]:
        code = _NO_ANSWER
    counts = {
        "created": outcomes["created"],
        "updated": outcomes["updated"],
        "unchanged": outcomes["unchanged"],
        "not_sent": sum(outcomes[outcome] for outcome in _LEVELS),
    }
    facts = {"address": route.account.address}
    return Report(f"publish {departure.platform.NAME}", counts, facts, tuple(issues), own_code=code)


def _limited(
    deliveries: Iterator[Delivery], limit: int | None, chosen: Sequence[Entry], progress: Progress
) -> Iterator[Delivery]:
    """The deliveries, until `limit` posts were sent. One that was skipped, or that the place refused, is not counted:
    it would be in the way each time.
    """
    number = 0
    for delivery in progress("Sending posts", deliveries, len(chosen)):
        yield delivery
        number += delivery.outcome in SENT
        if limit is not None and number >= limit:
            return


def _problem(delivery: Delivery) -> Iterator[Issue]:
    if level := _LEVELS.get(delivery.outcome):
        message = delivery.problem + _CURES.get(delivery.outcome, "")
        yield Issue(delivery.article.where, "not-sent", message, level)


def _report(platform: Platform, forecast: _Forecast, departure: Departure) -> Report:
    counts = {"new_posts": forecast.new, "changed": forecast.changed, "unchanged": forecast.unchanged}
    issues: Iterable[Issue] = (*departure.issues, *forecast.issues)
    return Report(f"publish {platform.NAME}", counts, {}, tuple(issues), rows=forecast.rows)

"""`archive publish PLATFORM --migration`: give the pages of Medium's export to the importer of a platform."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from medium_archive.checks import before_publishing
from medium_archive.errors import SettingsWrong
from medium_archive.folder import begun_import, lock
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.platforms import Platform, connection, migration
from medium_archive.platforms.departure import Departure
from medium_archive.platforms.migration import Batch, Log, Migrant, Page
from medium_archive.platforms.selection import Selection
from medium_archive.report import Issue, Progress, Report, quantity, silent
from medium_archive.web import RequestFailed

if TYPE_CHECKING:
    from medium_archive.platforms.traits import Migration

Say = Callable[[str], None]
_UNKNOWN = "It is not known whether its page arrived: the answer was lost. Look for it there; --again gives it again."
_NOT_SENT = 40  # the exit code: some pages got no usable answer


def migrate(
    layout: Layout,
    platform: Platform,
    options: Selection = Selection(),
    progress: Progress = silent,
    say: Say = lambda _text: None,
) -> Report:
    """Give the pages that the account has not had, a batch at a time. `say` gets what the platform makes of them,
    before anything is sent.

    Raises SettingsWrong, NewerArchive, RecordsDamaged, ArchiveInUse, FolderUnwritable, NoSuchPost, NotPublishable,
    AccessDenied, PublishRefused, Unreachable.
    """
    limits = platform.TRAITS.migration
    if limits is None:
        hint = f"Use `archive publish {platform.NAME}` without --migration."
        raise SettingsWrong(f"{platform.NAME} does not take pages of Medium's export.", hint)
    with lock.held(layout):
        begun_import.refuse_to_send(layout)
        departure = Departure.of(layout, platform, options)
        if options.dry_run:
            task = _Task.of(departure, limits, options, departure.known_account())
            task.tell(say)
            return task.report(Counter(new_posts=len(task.chosen)))
        with connection.opened(platform, layout, departure.settings) as account:
            task = _Task.of(departure, limits, options, account.address)
            task.refuse_private_values()
            task.tell(say)
            return _given(task, cast("Migrant", account), progress)


def _given(task: _Task, account: Migrant, progress: Progress) -> Report:
    given = 0
    number = len(list(migration.batches(task.chosen, task.limits)))
    try:
        batches = migration.give(task.chosen, account, task.limits, task.log, time.sleep)
        for batch in progress("Sending pages", batches, number):
            given += len(batch.pages) * (batch.outcome == "given")
            task.issues += _problems(batch)
    except RequestFailed as failure:
        message = connection.trouble(failure, task.departure.platform)
        task.issues.append(Issue(account.address, "not-sent", message, "error"))
    missing = len(task.chosen) - given
    return task.report(Counter(created=given, not_sent=missing), _NOT_SENT if missing else 0)


@dataclass
class _Task:
    """The pages to give to an account. `given` is the number of those that it has."""

    departure: Departure
    limits: Migration
    log: Log
    chosen: list[Page]
    given: int
    issues: list[Issue]

    @classmethod
    def of(cls, departure: Departure, limits: Migration, options: Selection, account: str) -> _Task:
        log = Log(departure.layout, departure.platform.NAME, account, departure.inventory.drafts)
        task = cls(departure, limits, log, [], 0, list(departure.issues))
        ledger = departure.ledger(account)
        for entry, page in migration.pages(departure.layout, departure.chosen):
            where = entry.article.where
            if page is None:
                message = "It has no page in an export of Medium. Send it without --migration."
                task.issues.append(Issue(where, "not-sent", message))
            elif len(page.content) > limits.max_bytes:
                message = f"Its page has more than {limits.max_bytes:,} bytes. Send it without --migration."
                task.issues.append(Issue(where, "not-sent", message))
            elif options.again or (log.state(page) is None and ledger.post(entry.article) is None):
                task.chosen.append(page)
            else:
                task.given += 1
                if log.state(page) == "":
                    task.issues.append(Issue(where, "not-sent", _UNKNOWN))
        task.chosen = task.chosen[: options.limit]
        return task

    def refuse_private_values(self) -> None:
        """Raises NotPublishable. A draft is given because a person named it."""
        drafts = {entry.article.path for entry in self.departure.chosen if entry.is_draft}
        pages = [page for page in self.chosen if page.path not in drafts]
        texts = {page.path: page.content.decode("utf-8", "replace") for page in pages}
        before_publishing.refuse_private_values(self.departure.layout, texts)

    def tell(self, say: Say) -> None:
        """Say what the platform makes of the pages."""
        if self.chosen:
            say(f"{quantity(len(self.chosen), 'page')} of Medium's export. {self.limits.losses}")

    def report(self, counts: Counter[str], code: int = 0) -> Report:
        facts = {"address": self.log.account} if self.log.account else {}
        shown = dict(counts) | {"unchanged": self.given}
        return Report(f"publish {self.departure.platform.NAME}", shown, facts, tuple(self.issues), own_code=code)


def _problems(batch: Batch) -> list[Issue]:
    if batch.outcome == "given":
        return []
    message = f"{batch.problem} {_UNKNOWN}" if batch.outcome == "unknown" else batch.problem
    return [Issue(f"{page.path}/{TEXT}", "not-sent", message, "error") for page in batch.pages]

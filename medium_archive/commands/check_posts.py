"""`archive publish PLATFORM --check`: are the posts there as they were sent, and as they are here?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from medium_archive.articles.entries import Entry
from medium_archive.folder import lock
from medium_archive.folder.layout import Layout
from medium_archive.folder.published import Remote
from medium_archive.platforms import Account, Platform, connection, left_copies
from medium_archive.platforms.checked_account import CheckedAccount
from medium_archive.platforms.decision import fingerprint
from medium_archive.platforms.delivery import is_changed
from medium_archive.platforms.departure import Departure
from medium_archive.platforms.ledger import Ledger
from medium_archive.platforms.selection import Selection
from medium_archive.report import Issue, Progress, Report, silent
from medium_archive.web import RequestFailed

State = Literal["same", "changed_here", "draft_here", "changed_there", "deleted_there", "not_there", "not_compared"]
_MESSAGES: dict[State, str] = {
    "changed_here": "It was changed here after it was sent. Publish again to send the change.",
    "changed_there": "It was changed at {} after it was sent. Use --overwrite to replace it.",
    "deleted_there": "It was deleted there. Use --again to send it again.",
    "draft_here": left_copies.DRAFT,
    "not_there": "It was not sent yet.",
    "not_compared": "It could not be compared: {}",
}


def check(layout: Layout, platform: Platform, options: Selection = Selection(), progress: Progress = silent) -> Report:
    """Read every post back that the records name, and compare it. Sends nothing that changes anything there. Records
    which copies are public, unless the archive is read-only.

    Raises what `publish_posts.publish` raises.
    """
    with lock.held_for_reading(layout) as can_record:
        departure = Departure.of(layout, platform, options)
        with connection.opened(platform, layout, departure.settings) as account:
            ledger = departure.ledger(account.address)
            compared = _compared(departure, CheckedAccount(account), ledger, can_record=can_record)
            found = list(progress("Comparing", compared, len(departure.chosen)))
            left = () if options.only else tuple(left_copies.issues(departure, ledger, account, can_record=can_record))
    number = Counter(state for state, _ in found)
    counts = {
        "same_as_here": number["same"],
        "changed_here": number["changed_here"] + number["draft_here"],
        "changed_there": number["changed_there"],
        "deleted_there": number["deleted_there"],
        "not_there": number["not_there"],
        "not_compared": number["not_compared"],
    }
    issues = [issue for _, issue in found if issue is not None]
    told = {issue.where for issue in issues}
    issues += (issue for issue in left if issue.where not in told)
    return Report(f"publish {platform.NAME} check", counts, {"address": account.address}, (*departure.issues, *issues))


def _compared(
    departure: Departure, account: Account, ledger: Ledger, *, can_record: bool
) -> Iterator[tuple[State, Issue | None]]:
    writer = departure.writer(ledger)
    for entry in departure.chosen:
        last = ledger.post(entry.article)
        state: State = "not_there"
        detail = ""
        if last and last.id:
            try:
                there = account.find(entry.article, last)
            except RequestFailed as failure:
                state, detail = "not_compared", failure.message
            else:
                sha256 = fingerprint(entry.article, writer.plan(entry), departure.platform)
                state, detail = _state(there, last, sha256, is_draft=entry.is_draft), last.address
                if can_record and state != "changed_there":
                    ledger.learn(entry.article, last, there)
        yield state, _issue(entry, state, detail)


def _state(there: Remote | None, last: Remote, sha256: str, *, is_draft: bool) -> State:
    if there is None:
        return "deleted_there"
    if is_draft and there.state == "published":
        return "draft_here"
    if last.state and is_changed(there, last):
        return "changed_there"
    return "same" if last.state and last.sha256 == sha256 else "changed_here"


def _issue(entry: Entry, state: State, detail: str) -> Issue | None:
    where, message = entry.article.where, _MESSAGES.get(state, "").format(detail)
    if state in ("not_there", "deleted_there"):
        return Issue(where, "not-there", message)
    if state in ("changed_here", "changed_there", "draft_here"):
        return Issue(where, "differs-there", message)
    return Issue(where, "not-compared", message, "error") if state == "not_compared" else None

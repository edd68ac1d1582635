"""What a publishing of the site did or would do, as the page of its job shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from medium_archive.app.actions import Action
from medium_archive.app.jobs import Job
from medium_archive.app.reports import Shown
from medium_archive.errors import SettingsWrong
from medium_archive.folder import settings as settings_file
from medium_archive.links import is_web

_MOST_TITLES = 100  # of one change
_CHANGES = ("new", "changed", "removed")
_ADDRESS, _HISTORY = "no-base-url", "history-public"  # codes of issues


@dataclass(frozen=True)
class Sent:
    """`to` is the place, with its `branch` if it has one. `pages` are pairs of a change and the titles of posts, with
    the number of those that are left out. `steps` are left to do at the host. `keep` is the address that the site gets
    there, which archive.toml does not have. The history of the branch still has what leaves the site if `has_history`.
    """

    to: Mapping[str, str] = field(default_factory=dict)
    pages: Sequence[tuple[str, Sequence[str], int]] = ()
    steps: Mapping[str, str] = field(default_factory=dict)
    keep: str = ""
    is_there: bool = False
    has_history: bool = False


NOTHING = Sent()


def of(job: Job, action: Action) -> Sent:
    """What the report of a job says; NOTHING of one that failed, and of one that sends no site."""
    report = job.report
    if job.state != "done" or not action.sends or "changes" not in report:
        return NOTHING
    steps = report.get("steps", {})
    codes = {issue["code"] for issue in report["issues"]}
    return Sent(
        report["to"],
        _pages(report["pages"]),
        steps if all(is_web(steps[key]) for key in ("settings", "address") if steps) else {},
        _unknown_address(job) if _ADDRESS in codes else "",
        report["is_there"],
        _HISTORY in codes,
    )


def without(shown: Shown, sent: Sent) -> Shown:
    """The report without what the page says in another place."""
    if sent == NOTHING:
        return shown
    codes = {_ADDRESS} if sent.keep else set()
    codes |= {_HISTORY} if sent.has_history else set()
    return replace(
        shown,
        issues=[group for group in shown.issues if group.code not in codes],
        text="" if sent.steps else shown.text,
    )


def _pages(changes: Sequence[Mapping[str, Any]]) -> list[tuple[str, Sequence[str], int]]:
    titles = {kind: [one["title"] for one in changes if one["change"] == kind] for kind in _CHANGES}
    return [(kind, found[:_MOST_TITLES], max(0, len(found) - _MOST_TITLES)) for kind, found in titles.items() if found]


def _unknown_address(job: Job) -> str:
    """The address that the site was made for; "" once archive.toml has one."""
    address = str(job.report["facts"].get("address", ""))
    try:
        known = settings_file.read(job.place.layout.settings).site.url
    except SettingsWrong:  # the page Site names the error
        return ""
    return address if is_web(address) and not known else ""

"""How old the newest export is, and how to ask Medium for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from medium_archive.folder import kept_exports
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue, quantity

MAX_DAYS = 90
HOW_TO_EXPORT = (
    "To get a new export, open https://medium.com/me/export (Settings, Security and apps, Download your information). "
    "Medium sends a link by e-mail that works for 24 hours. Then run `archive import` with the zip."
)


@dataclass(frozen=True)
class Age:
    """The age of the newest export, as facts and issues of a Report."""

    facts: Mapping[str, str]
    issues: tuple[Issue, ...] = ()


def age_of_export(layout: Layout, now: datetime) -> Age:
    """The day of the newest export of the main account and its age. An issue if it is older than `MAX_DAYS`, or if no
    export has a date.
    """
    newest = max((entry.exported for entry in kept_exports.read(layout) if not entry.author), default="")
    try:
        days = (now.astimezone(UTC).date() - date.fromisoformat(newest)).days
    except ValueError:  # no export, or none with a date on its pages
        issue = Issue("exports", "export-old", f"The archive has no export with a date. {HOW_TO_EXPORT}")
        return Age({"newest_export": newest or "none"}, (issue,))
    facts = {"newest_export": f"{newest}, {quantity(days, 'day')} ago" if days > 0 else newest}
    if days <= MAX_DAYS:
        return Age(facts)
    message = (
        f"The newest export is {quantity(days, 'day')} old, by the day that Medium has written on its pages; what you "
        f"wrote later is not in it. {HOW_TO_EXPORT}"
    )
    return Age(facts, (Issue("exports", "export-old", message),))

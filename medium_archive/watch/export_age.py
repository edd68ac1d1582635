"""How old the newest export is, and how to ask Medium for the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from medium_archive.folder import kept_exports
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue, quantity

OLD = 90  # days
HOW = (
    "Ask for a new one: Medium, Settings, Security and apps, Download your information (https://medium.com/me/export). "
    "The link comes by e-mail and works for 24 hours; then `archive import` the zip."
)


@dataclass(frozen=True)
class Age:
    """How old the newest export is, for a Report."""

    facts: Mapping[str, str]
    issues: tuple[Issue, ...] = ()


def age_of_export(layout: Layout, now: datetime) -> Age:
    """The day of the newest export and its age; an issue once that is older than three months, or there is none."""
    newest = max((entry.exported for entry in kept_exports.read(layout)), default="")
    try:
        days = (now.astimezone(UTC).date() - date.fromisoformat(newest)).days
    except ValueError:  # an export whose pages name no day, or none at all
        issue = Issue("exports", "export-old", f"No export with a date is here. {HOW}")
        return Age({"newest_export": newest or "none"}, (issue,))
    said = {"newest_export": f"{newest}, {quantity(days, 'day')} ago" if days > 0 else newest}
    if days <= OLD:
        return Age(said)
    message = f"The newest export is {quantity(days, 'day')} old: what you wrote since is not in it. {HOW}"
    return Age(said, (Issue("exports", "export-old", message),))

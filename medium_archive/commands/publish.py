"""What every way to publish does first: build the site as it will be, and look at it before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from medium_archive.checks import before_publishing
from medium_archive.commands import build
from medium_archive.errors import NotFit
from medium_archive.folder.layout import Layout
from medium_archive.folder.output import MANIFEST
from medium_archive.report import Issue, Progress, Report

_MOST_NAMED = 5


@dataclass(frozen=True)
class Ready:
    """A site that may be sent: its files, without the builds' own list, and what was said of it."""

    site: Path
    files: tuple[str, ...]
    issues: tuple[Issue, ...]


def prepare(layout: Layout, url: str, progress: Progress) -> Ready:
    """Build the site for an address, "" for that of the settings, without drafts, and check it.

    Raises what `build` raises, and NotFit, with what was found.
    """
    built = build.build(layout, progress=progress, url=url)
    checked = before_publishing.Sending(layout, layout.site, files_of(layout.site))
    found = [issue for check in progress("Checking", before_publishing.CHECKS) for issue in check(checked)]
    _refuse(found)
    return Ready(layout.site, checked.files, (*built.issues, *found))


def files_of(site: Path) -> tuple[str, ...]:
    """The files of a site, sorted, without the builds' own list and what git keeps of itself."""
    names = (path.relative_to(site) for path in site.rglob("*") if path.is_file())
    return tuple(sorted(name.as_posix() for name in names if name.as_posix() != MANIFEST and ".git" not in name.parts))


def report(name: str, ready: Ready, counts: dict[str, int], facts: dict[str, str], text: str = "") -> Report:
    """The report of a way to publish."""
    sizes = sum((ready.site / file).stat().st_size for file in ready.files if (ready.site / file).is_file())
    whole = {"files": len(ready.files), "megabytes": round(sizes / before_publishing.MEGABYTE), **counts}
    return Report(f"publish {name}", whole, facts, ready.issues, {"text": text} if text else {})


def _refuse(found: Sequence[Issue]) -> None:
    errors = [issue for issue in found if issue.level == "error"]
    if errors:
        named = " ".join(f"{issue.where}: {issue.message}" for issue in errors[:_MOST_NAMED])
        rest = f" And {len(errors) - _MOST_NAMED} more." if len(errors) > _MOST_NAMED else ""
        raise NotFit(f"Nothing was sent. {named}{rest}", "Take that out, then run this again.")

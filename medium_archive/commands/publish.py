"""`archive publish HOST`: build the site, check it, hand it to a host."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from medium_archive.checks import before_publishing
from medium_archive.commands import build
from medium_archive.errors import NotPublishable
from medium_archive.folder.layout import Layout
from medium_archive.hosts import Host, ReadySite, files_of
from medium_archive.report import Issue, Progress, Report, silent

_MAX_NAMED = 5


def publish(layout: Layout, host: Host, settings: Any, progress: Progress = silent) -> Report:
    """Publish the site to a host. `settings` is an instance of `host.Settings`.

    Raises what `build_and_check` and the host raise.
    """
    published = host.publish(layout, settings, lambda url: build_and_check(layout, url, progress), progress)
    site = published.site
    sizes = [path.stat().st_size for file in site.files if (path := site.folder / file).is_file()] if site else []
    totals = {"files": len(site.files), "megabytes": round(sum(sizes) / before_publishing.MEGABYTE)} if site else {}
    return Report(
        f"publish {host.NAME}",
        {**totals, **published.counts},
        published.facts,
        (*(site.issues if site else ()), *published.issues),
        {**({"text": published.text} if published.text else {}), **published.details},
    )


def build_and_check(layout: Layout, url: str, progress: Progress = silent) -> ReadySite:
    """Build the site without drafts for a base URL ("" for the one in archive.toml) and check it.

    Raises what the build raises, and NotPublishable when a check finds an error.
    """
    built = build.build(layout, progress=progress, url=url)
    site = before_publishing.BuiltSite(layout, layout.site, files_of(layout.site))
    found = [issue for check in progress("Checking", before_publishing.ALL) for issue in check(site)]
    _refuse(found)
    return ReadySite(site.folder, site.files, (*built.issues, *found))


def _refuse(found: Sequence[Issue]) -> None:
    errors = [issue for issue in found if issue.level == "error"]
    if errors:
        named = " ".join(f"{issue.where}: {issue.message}" for issue in errors[:_MAX_NAMED])
        rest = f" And {len(errors) - _MAX_NAMED} more." if len(errors) > _MAX_NAMED else ""
        raise NotPublishable(f"Nothing was sent. {named}{rest}", "Remove that from the site, then run this again.")

"""Compares the site with the archive's texts, records and settings: every page that is not a post, the feeds, the old
addresses, the search index, and the parts of a post's page that the ledger of the post does not compare.

The check shares no code with the builder of the site. It reads each file into short texts, the facts
(`facts_on_page`), and compares them with the facts that the other modules derive from the archive.
"""

from __future__ import annotations

from dataclasses import astuple

from medium_archive.checks import last_build, result_cache
from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.errors import ArchiveError
from medium_archive.folder import program
from medium_archive.folder import settings as settings_file
from medium_archive.report import Issue

IN_QUICK = False
_OTHER = "The site was built by another version of the program: run `archive build`, then check again."


def inspect(archive: Snapshot) -> Findings:
    """Compare each file of the site. A site that is older than the archive or the program gives one note instead; if
    only texts of posts are newer, the note stands for what depends on these texts.
    """
    files = archive.site_files
    if not files:
        return Findings()
    from medium_archive.checks.site_pages import inputs, inspection, older_pages  # noqa: PLC0415  # slow to import

    try:
        settings = settings_file.read(archive.layout.settings)
    except ArchiveError:
        return Findings()  # the check of archive.toml reports it
    build = last_build.record(archive.layout)
    changed = inputs.changed(archive, build)
    newer = older_pages.folders_of(changed)
    shown = sorted(newer or ())
    key = result_cache.key("site pages", inputs.sums(archive), dict(files), build.url, sorted(build.failed), shown)
    known = _decoded(archive.known.get(key))
    found = list(inspection.issues(archive, settings, build, shown)) if known is None else known
    kept = {key: [list(astuple(one)) for one in found]}
    if found and build.program is not None and build.program != program.digest():
        found = [Issue("site", "site-older", _OTHER, "note")]
    elif found and newer is None:
        found = [Issue("site", "site-older", older_pages.OLDER, "note")]
    return Findings(tuple(found), kept=kept)


def _decoded(kept: object) -> list[Issue] | None:
    """The issues that the last run stored in `kept`; None if it stored none, so that the site is compared."""
    try:
        return [Issue(*one) for one in kept] if isinstance(kept, list) else None
    except TypeError:
        return None

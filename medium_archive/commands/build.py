"""`archive build`: the archive folder becomes a site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from medium_archive.folder import lock
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.report import Progress, Report, silent
from medium_archive.site.build import build_site
from medium_archive.site.memory import Memory


def build(  # noqa: PLR0913  # all but the first by keyword
    layout: Layout,
    *,
    drafts: bool = False,
    progress: Progress = silent,
    out: Path | None = None,
    url: str = "",
    memory: Memory | None = None,
) -> Report:
    """Make the site in `out`, the archive's `site/` if None; with `drafts`, the drafts too, for the author alone. `url`
    is where the site will live, if that is not what the settings say. What `memory` has of the build before is not
    made again.

    Raises SettingsWrong, NewerArchive, ThemeBroken, ArchiveInUse, FolderUnwritable, RecordsDamaged. A problem with one
    post is an issue.
    """
    with lock.held(layout):
        settings = settings_file.read(layout.settings)
        if url:
            settings = replace(settings, site=replace(settings.site, url=settings_file.base_url(url)))
        return build_site(layout, settings, out=out or layout.site, drafts=drafts, progress=progress, memory=memory)

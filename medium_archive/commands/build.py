"""`archive build`: the archive folder becomes a site."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medium_archive import collector
from medium_archive.errors import SettingsWrong, UnsafeTarget
from medium_archive.folder import begun_import, files, lock
from medium_archive.folder.layout import BUILD_CONTENTS, Layout
from medium_archive.report import Progress, Report, silent
from medium_archive.site import build_record
from medium_archive.site.build_record import Inputs, Request

if TYPE_CHECKING:
    from medium_archive.site import memory as memories


def build(  # noqa: PLR0913  # all but the first by keyword
    layout: Layout,
    *,
    drafts: bool = False,
    progress: Progress = silent,
    out: Path | None = None,
    url: str = "",
    memory: memories.Memory | None = None,
    everything: bool = False,
    is_changed: bool = False,
    jobs: int = 0,
    settings: Path | None = None,
) -> Report:
    """Make the site in `out`, or in the archive's `site/` if `out` is None. With `drafts`, the site has the drafts too,
    for the author alone. `url` is the base URL, if it differs from the settings. Pages that `memory` has from the last
    build are not made again. A build of `site/` without `memory` reads the memory from the disk, and saves it there. If
    `site/` is up to date, nothing is done, unless `is_changed` says that it is not. With `everything`, all pages are
    made again. `jobs` is the number of processes, 0 for one for each core. `settings` is read in place of archive.toml,
    for another folder than `site/`.

    Raises UnsafeTarget for another folder in or around the archive, SettingsWrong, NewerArchive, ThemeBroken,
    ArchiveInUse, FolderUnwritable, RecordsDamaged. A problem with one post is an issue.
    """
    with collector.collect_rarely():
        if out is not None and out != layout.site:
            _check_place(layout, out)
            if settings is not None and not settings.is_file():
                raise SettingsWrong(f"There is no file {settings}.", "Name another one with `--settings FILE`.")
            with lock.held(layout):
                return _build_elsewhere(
                    layout,
                    drafts=drafts,
                    progress=progress,
                    out=out,
                    url=url,
                    memory=memory,
                    jobs=jobs,
                    settings=settings,
                )
        if memory is None and not everything and not is_changed:
            # Without the lock, because its library takes 18 ms to import. If another run begins to write meanwhile, its
            # files differ from these inputs, and the next build sees the change
            inputs = Inputs.now(layout, Request(drafts, url))
            if (report := build_record.current(layout, inputs)) is not None:
                return _with_begun(layout, report)
        with lock.held(layout):
            report = _build_here(
                layout,
                drafts=drafts,
                progress=progress,
                url=url,
                memory=memory,
                everything=everything,
                jobs=jobs,
            )
        return _with_begun(layout, report)


def _check_place(layout: Layout, out: Path) -> None:
    """Raise UnsafeTarget for a folder in or around the archive, FolderUnwritable for one that can't be a folder."""
    files.refuse_special(out)
    place, root = out.resolve(), layout.root.resolve()
    if place.is_relative_to(root):
        raise UnsafeTarget(f"{out} is in the archive, which has its site in site/.", "Name a folder elsewhere.")
    if root.is_relative_to(place):
        raise UnsafeTarget(f"The archive is in {out}, among whose files the pages would be.", "Name another folder.")


def _with_begun(layout: Layout, report: Report) -> Report:
    """The report, and that an import has not ended. The record of the build does not have that: it may change."""
    begun = begun_import.issues(layout)
    return replace(report, issues=(*begun, *report.issues)) if begun else report


def _build_here(  # noqa: PLR0913  # all but the first by keyword
    layout: Layout,
    *,
    drafts: bool,
    progress: Progress,
    url: str,
    memory: memories.Memory | None,
    everything: bool,
    jobs: int,
) -> Report:
    """Build into `site/`, and record the build of what the archive has now: another run may have written before."""
    inputs = Inputs.now(layout, Request(drafts, url))
    # Imported here: a build that finds nothing to do ends before it needs them
    from medium_archive.site import memory_file  # noqa: PLC0415  # see above
    from medium_archive.site.memory import Memory  # noqa: PLC0415  # see above
    from medium_archive.site.stored_values import ContentLost  # noqa: PLC0415  # see above

    if memory is None:
        memory = Memory() if everything else memory_file.read(layout)
    memory.contents = layout.root / BUILD_CONTENTS
    make = partial(_build, layout, drafts=drafts, progress=progress, out=layout.site, url=url, memory=memory, jobs=jobs)
    try:
        report = make()
    except ContentLost:
        memory.forget()
        report = make()
    build_record.keep(layout, inputs, report)
    memory_file.write(layout, memory)
    return report


def _build_elsewhere(layout: Layout, *, memory: memories.Memory | None, **options: Any) -> Report:
    """Build into another folder than `site/`. Without a `memory`, the rendered texts are in a temporary file."""
    from medium_archive.site.memory import Memory  # noqa: PLC0415  # as in `_build_here`

    if memory is not None:
        return _build(layout, memory=memory, **options)
    with files.temporary_folder() as folder:
        memory = Memory(contents=folder / Path(BUILD_CONTENTS).name)
        try:
            return _build(layout, memory=memory, **options)
        finally:
            memory.close()


def _build(  # noqa: PLR0913  # all but the first by keyword
    layout: Layout,
    *,
    drafts: bool,
    progress: Progress,
    out: Path,
    url: str,
    memory: memories.Memory | None,
    jobs: int,
    settings: Path | None = None,
) -> Report:
    # Imported here: a build that finds nothing to do ends before it needs them
    from medium_archive.folder import settings as settings_file  # noqa: PLC0415  # see above
    from medium_archive.site.build import build_site  # noqa: PLC0415  # see above

    chosen = settings_file.read(settings or layout.settings)
    if url:
        chosen = replace(chosen, site=replace(chosen.site, url=settings_file.base_url(url, "--url")))
    return build_site(layout, chosen, out=out, drafts=drafts, progress=progress, memory=memory, jobs=jobs)

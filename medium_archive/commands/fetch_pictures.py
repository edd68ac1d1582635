"""`archive pictures`: fetch the pictures and gists that are missing."""

from __future__ import annotations

import time
from collections.abc import Callable

from medium_archive.errors import Unreachable
from medium_archive.fetch import gists, pictures
from medium_archive.fetch.pictures import Options, Run
from medium_archive.folder import consistency, files, lock
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.folder.shelf import Shelf
from medium_archive.report import Progress, Report, ended_by_hosts, silent


def fetch_pictures(
    layout: Layout,
    options: Options = Options(),
    progress: Progress = silent,
    sleep: Callable[[float], None] = time.sleep,
    *,
    dry_run: bool = False,
) -> Report:
    """Fetch the missing pictures and gists that are due. With `dry_run` only count them. The report has the exit code
    of Unreachable if nothing came because no host answers, or all refuse.

    Raises SettingsWrong, NewerArchive, ArchiveInUse, FolderUnwritable. A picture that can't be fetched is a record with
    its reason, never an error.
    """
    settings = settings_file.read(layout.settings)
    with lock.held(layout):
        if dry_run:
            shelf = Shelf.open(layout)
            run = Run(
                not_tried=sum(map(len, pictures.wanted(shelf, again=options.again or options.wayback))),
                gists=sum(map(len, gists.wanted(shelf, again=options.again))),
            )
        else:
            files.remove_temporary(layout.root)
            shelf = consistency.open_shelf(layout)
            run = pictures.fetch_into(shelf, settings, options, progress, sleep)
            consistency.save(shelf, shelf.fetched_for())
    return _report(layout, shelf, run, dry_run=dry_run)


def _report(layout: Layout, shelf: Shelf, run: Run, *, dry_run: bool) -> Report:
    has_come = bool(run.fetched or run.gists or run.found)
    is_stopped = ended_by_hosts(run.issues)
    return Report(
        command="pictures",
        counts={
            "pictures_to_fetch" if dry_run else "pictures_fetched": run.not_tried if dry_run else run.fetched,
            "gists_to_fetch" if dry_run else "gists_fetched": run.gists,
            "found_in_folder": run.found,
            **shelf.gallery.counts,
            **shelf.gists.counts,
        },
        facts={"archive": str(layout.root)},
        issues=tuple(run.issues),
        code=Unreachable.exit_code if is_stopped and not (has_come or dry_run) else 0,
    )

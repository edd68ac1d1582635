"""A folder of this computer: a web server's root, or a clone of a repository."""

from __future__ import annotations

import filecmp
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from medium_archive.errors import NotPublishable
from medium_archive.folder import files, manifest
from medium_archive.folder.layout import Layout
from medium_archive.folder.output import MANIFEST, Output
from medium_archive.hosts import changed_pages, present_site
from medium_archive.hosts.site import BuildSite, Published, ReadySite, files_of, listed
from medium_archive.report import Progress

NAME = "folder"
SUMMARY = "Copy the site to a folder. Files that the program did not write there stay."
EXAMPLE = "archive publish folder /var/www/blog"


@dataclass(frozen=True)
class Settings:
    folder: Path = field(metadata={"argument": True, "metavar": "FOLDER", "help": "A folder outside the archive."})
    dry_run: bool = field(default=False, metadata={"help": "Build and check the site, but copy nothing."})
    replace: bool = field(default=False, metadata={"help": "Replace the site of another archive there."})


def publish(layout: Layout, settings: Settings, build_site: BuildSite, progress: Progress) -> Published:
    """Make the folder hold the site. Files that an earlier run wrote and that the site no longer has are removed.

    Raises what `build_site` raises, NotPublishable for a folder inside or around the archive, and
    AnotherSite.
    """
    folder, archive = settings.folder.resolve(), layout.root.resolve()
    if folder.is_relative_to(archive) or archive.is_relative_to(folder):
        raise NotPublishable(
            f"{settings.folder} is part of the archive, or contains it.", "Name a folder outside the archive."
        )
    site = build_site("")
    before = set(files_of(folder)) if folder.is_dir() else set()
    feed = folder / present_site.FEED
    with files.disk_errors(feed):
        there = present_site.another(site, feed.read_bytes() if feed.is_file() else b"", lambda: before)
    replaced = present_site.refuse_or_warn(
        there, str(folder), is_allowed=settings.replace, other="Name another folder", is_rehearsal=settings.dry_run
    )
    changes = _changes(site, folder, before)
    counts = {word: sum(change == word for change, _ in changes) for word in ("new", "changed", "removed")}
    details = {
        **listed(changes),
        **changed_pages.by_title(changes, site.folder, lambda file: (folder / file).read_bytes()),
        "is_there": not changes,
        "to": {"place": str(folder)},
    }
    if settings.dry_run:
        return Published(site, counts, {"folder": f"{folder}; nothing was written"}, replaced, details=details)
    output = Output(folder)
    for file in progress("Copying", site.files, len(site.files)):
        output.copy(file, site.folder / file)
    output.finish()
    # `Output` names a file after the last part of its folder's path; here a person needs the whole path
    issues = (replace(issue, where=str(folder / issue.where.partition("/")[2])) for issue in output.issues)
    return Published(site, counts, {"folder": str(folder)}, (*replaced, *issues), details=details)


def _changes(site: ReadySite, folder: Path, before: Collection[str]) -> list[tuple[str, str]]:
    """What a run changes in a folder that has the files `before`. It leaves those that no earlier run wrote."""
    files = set(site.files)
    listed_before = manifest.load(folder, MANIFEST).sums if before else {}
    new = [("new", file) for file in site.files if file not in before]
    own = [file for file in site.files if file in before and file in listed_before]
    changed = [("changed", file) for file in own if not filecmp.cmp(site.folder / file, folder / file, shallow=False)]
    return [*new, *changed, *(("removed", file) for file in listed_before if file in before and file not in files)]

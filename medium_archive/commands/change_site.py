"""Changes of [site] in archive.toml, from a form instead of an editor."""

from __future__ import annotations

from collections.abc import Mapping

from medium_archive.folder import files, lock, settings, settings_text
from medium_archive.folder.layout import Layout
from medium_archive.report import Report

KEYS = ("title", "url", "language", "theme")


def change_site(layout: Layout, values: Mapping[str, str]) -> Report:
    """Write some of `KEYS` to [site]; comments and all else stay. A value that the program can't use changes nothing.

    Raises SettingsWrong for it, NewerArchive, ThemeBroken for a theme that is not there, ArchiveInUse,
    FolderUnwritable.
    """
    from medium_archive.site import theme  # noqa: PLC0415  # slow to import

    with lock.held(layout):
        before = settings.read(layout.settings)
        text = settings_text.with_site(layout.settings.read_text("utf-8-sig"), values)
        with files.temporary_folder("archive-settings-") as folder:
            tried = folder / layout.settings.name
            tried.write_text(text, "utf-8")
            after = settings.read(tried)
        theme.load(after.site.theme, layout.root, after.theme if after.site.theme == before.site.theme else {})
        with files.disk_errors(layout.settings):
            changed = files.write(layout.settings, text.encode())
    return Report("change_site", {"written": int(changed)}, {"archive": str(layout.root)})

"""Changes of [site] in archive.toml, from a form instead of an editor."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping

from medium_archive.folder import files, lock, settings, settings_text
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.report import Report

KEYS = ("title", "url", "language", "theme")


def change_site(layout: Layout, values: Mapping[str, str]) -> Report:
    """Write some of `KEYS` to [site]; comments, the ends of lines and all else stay. `written` counts 1 if
    a value is another one than before. A value that the program can't use changes nothing.

    Raises SettingsWrong for it, NewerArchive, ThemeBroken for a theme that is not there, ArchiveInUse,
    FolderUnwritable.
    """
    from medium_archive.site import theme  # noqa: PLC0415  # slow to import

    def check(before: Settings, after: Settings) -> None:
        theme.load(after.site.theme, layout.root, after.theme if after.site.theme == before.site.theme else {})

    changed = rewrite(layout, lambda text: settings_text.with_site(text, values), check)
    return Report("change_site", {"written": int(changed)}, {"archive": str(layout.root)})


def rewrite(layout: Layout, change: Callable[[str], str], check: Callable[[Settings, Settings], None]) -> bool:
    """Change the text of archive.toml if `check`, which gets the settings before and after, raises nothing. Says
    whether anything changed.

    Raises SettingsWrong for a text that is not valid, NewerArchive, ArchiveInUse, FolderUnwritable, and what `check`
    raises.
    """
    with lock.held(layout):
        before = settings.read(layout.settings)
        with files.disk_errors(layout.settings):
            content = layout.settings.read_bytes()
        mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        content = mark + change(content.decode("utf-8-sig")).encode()
        with files.temporary_folder("archive-settings-") as folder:
            tried = folder / layout.settings.name
            tried.write_bytes(content)
            check(before, settings.read(tried))
        with files.disk_errors(layout.settings):
            return files.write(layout.settings, content)

"""Changes of [publish.NAME] in archive.toml, from a form instead of an editor."""

from __future__ import annotations

from collections.abc import Mapping

from medium_archive.commands import change_settings
from medium_archive.folder import files, lock, settings, settings_text
from medium_archive.folder.layout import Layout
from medium_archive.platforms import Platform, connection
from medium_archive.report import Report


def change_place(layout: Layout, platform: Platform, values: Mapping[str, str]) -> Report:
    """Write the settings of a platform; comments and all else stay. An empty value removes its key. `written` counts 1
    if the file has changed. Values that the program can't use change nothing.

    Raises SettingsWrong for them, NewerArchive, ArchiveInUse, FolderUnwritable.
    """
    with lock.held(layout):
        settings.read(layout.settings)
        content = change_settings.rewritten(layout, lambda text: settings_text.with_place(text, platform.NAME, values))
        connection.settings_of(platform, change_settings.meant(layout, content))
        with files.disk_errors(layout.settings):
            changed = files.write(layout.settings, content)
    return Report("change_place", {"written": int(changed)}, {"archive": str(layout.root)})

"""Changes of archive.toml, from a form instead of an editor."""

from __future__ import annotations

import codecs

from medium_archive.folder import files, lock, settings, settings_fields, settings_text
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings_fields import Values
from medium_archive.report import Report


def change_settings(layout: Layout, values: Values) -> Report:
    """Write these values to archive.toml; comments, the ends of lines and all else stay. `written` counts 1 if a
    value is another one than before. A value that the program can't use changes nothing.

    Raises SettingsWrong for it, NewerArchive, ThemeBroken for a theme that is not there, ArchiveInUse,
    FolderUnwritable.
    """
    with lock.held(layout):
        content = changed(layout, values)
        with files.disk_errors(layout.settings):
            written = files.write(layout.settings, content)
    return Report("change_settings", {"written": int(written)}, {"archive": str(layout.root)})


def changed(layout: Layout, values: Values) -> bytes:
    """The content that archive.toml would have with these values. Writes nothing. Raises as `change_settings` does."""
    from medium_archive.site import theme  # noqa: PLC0415  # slow to import

    before = settings.read(layout.settings)
    with files.disk_errors(layout.settings):
        content = layout.settings.read_bytes()
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    text = content.decode("utf-8-sig")
    for table, given in values.items():
        if table == "theme":
            name = str(values.get("site", {}).get("theme", before.site.theme))
            known = settings_fields.of_theme(name, layout.root)
        else:
            known = settings_fields.of(table)
        defaults = {field.key: field.default for field in known}
        text = settings_text.with_values(text, table, {key: given[key] for key in defaults if key in given}, defaults)
    content = mark + text.encode()
    with files.temporary_folder("archive-settings-") as folder:
        tried = folder / layout.settings.name
        tried.write_bytes(content)
        after = settings.read(tried)
    is_same = after.site.theme == before.site.theme or "theme" in values
    theme.load(after.site.theme, layout.root, after.theme if is_same else {})
    return content

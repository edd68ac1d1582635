"""`archive themes new NAME`: a theme in the archive, based on another one."""

from __future__ import annotations

from medium_archive.errors import ThemeBroken
from medium_archive.folder import files, lock, themes
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.names import file_name
from medium_archive.report import Report
from medium_archive.site import theme

_TOML = """name = "{name}"
description = ""
parent = "{parent}"  # files that are not in this folder come from this theme

# Your defaults for the options of the theme. [theme] in archive.toml overrides them.
[options]
"""
_STYLE = """{{% include "{parent}/style.css" %}}

/* Your rules. They come after the rules of the theme above. */
"""


def create_theme(layout: Layout, name: str, parent: str = "") -> Report:
    """Create a theme in `themes/NAME` that starts from `parent`, "" for the theme that the archive uses.

    Raises ThemeBroken for a name that is taken or cannot be a folder, SettingsWrong, ArchiveInUse, FolderUnwritable.
    """
    parent = parent or settings_file.read(layout.settings).site.theme
    theme.load(parent, layout.root)
    folder = layout.root / themes.THEMES / name
    if not name or name.startswith(".") or file_name(name) != name or '"' in name:
        raise ThemeBroken(f"“{name}” cannot be the name of a folder.", "Use letters and digits.")
    if name == parent or folder.exists() or any((place / name).exists() for place in themes.SHIPPED):
        raise ThemeBroken(f"There is already a theme “{name}”.", "Use another name.")
    with lock.held(layout):
        files.write(folder / themes.ABOUT, _TOML.format(name=name, parent=parent).encode())
        files.write(folder / "style.css", _STYLE.format(parent=parent).encode())
    facts = {"theme": str(folder), "to_use": f'write theme = "{name}" in archive.toml, below [site]'}
    return Report("themes new", {"files": 2}, facts)

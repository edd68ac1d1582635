"""`archive themes`: which there are, a new one of one's own, one file of a theme to change."""

from __future__ import annotations

from pathlib import Path

from medium_archive.errors import ThemeBroken
from medium_archive.folder import files, lock
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.names import file_name
from medium_archive.report import Report
from medium_archive.site import theme

_TOML = """name = "{name}"
description = ""
parent = "{parent}"  # what is not in this folder comes from there

# Your own defaults for its options; archive.toml, [theme], still comes before them.
[options]
"""
_STYLE = """{{% include "{parent}/style.css" %}}

/* Yours: whatever stands here comes after the theme's own rules. */
"""


def list_themes(layout: Layout) -> Report:
    """The themes that can be chosen, with the options of the one that is. Raises SettingsWrong, ThemeBroken."""
    settings = settings_file.read(layout.settings)
    there = theme.available(layout.root)
    rows = tuple((f"{'* ' if one.name == settings.site.theme else ''}{one.name}", one.description) for one in there)
    chosen = theme.load(settings.site.theme, layout.root, settings.theme)
    options = {key: chosen.options[key] for key in sorted(chosen.options)}
    facts = {"options": ", ".join(f"{key} = {_shown(value)}" for key, value in options.items())}
    details = {
        "themes": [{"name": one.name, "description": one.description, "parent": one.parent} for one in there],
        "chosen": settings.site.theme,
        "options": options,
    }
    return Report("themes list", {"themes": len(there)}, facts, rows=rows, details=details)


def new(layout: Layout, name: str, parent: str = "") -> Report:
    """Begin a theme of one's own in `themes/NAME`, standing on `parent`, by default on the one that is chosen.

    Raises ThemeBroken for a name that is taken or none, SettingsWrong, ArchiveInUse, FolderUnwritable.
    """
    parent = parent or settings_file.read(layout.settings).site.theme
    theme.load(parent, layout.root)
    folder = layout.root / theme.THEMES / name
    if not name or name.startswith(".") or file_name(name) != name or '"' in name:
        raise ThemeBroken(f"“{name}” can't be the name of a folder.", "Take letters and digits.")
    if name == parent or folder.exists() or any((place / name).exists() for place in theme.SHIPPED):
        raise ThemeBroken(f"There is a theme “{name}” already.", "Take another name.")
    with lock.held(layout):
        files.write(folder / theme.ABOUT, _TOML.format(name=name, parent=parent).encode())
        files.write(folder / "style.css", _STYLE.format(parent=parent).encode())
    facts = {"theme": str(folder), "to_use": f'write theme = "{name}" in archive.toml, below [site]'}
    return Report("themes new", {"files": 2}, facts)


def eject(layout: Layout, file: str) -> Report:
    """Copy one file of the chosen theme to the archive's `theme/`, from where it counts.

    Raises ThemeBroken for a file that the theme has not or the archive has already, SettingsWrong, ArchiveInUse,
    FolderUnwritable.
    """
    settings = settings_file.read(layout.settings)
    chosen = theme.load(settings.site.theme, layout.root, settings.theme)
    own, *folders = chosen.folders
    names = {path.relative_to(folder).as_posix() for folder in folders for path in _files(folder)} - {theme.ABOUT}
    if file not in names:
        raise ThemeBroken(f"The theme “{chosen.name}” has no file {file}.", f"It has: {', '.join(sorted(names))}.")
    if (own / file).exists():
        raise ThemeBroken(f"{own / file} is there already.", "Change that one, or remove it first.")
    source = next(folder for folder in folders if (folder / file).is_file())
    with lock.held(layout):
        files.write(own / file, (source / file).read_bytes())
    return Report("themes eject", {"files": 1}, {"file": str(own / file), "from_theme": source.name})


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()

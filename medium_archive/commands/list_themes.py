"""`archive themes list`: the themes, and the options of the one that the archive uses."""

from __future__ import annotations

from medium_archive.folder import settings as settings_file
from medium_archive.folder import themes
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from medium_archive.site import theme


def list_themes(layout: Layout) -> Report:
    """List the themes that an archive can use. Raises SettingsWrong, ThemeBroken."""
    settings = settings_file.read(layout.settings)
    found = themes.available(layout.root)
    rows = tuple((f"{'* ' if one.name == settings.site.theme else ''}{one.name}", one.description) for one in found)
    chosen = theme.load(settings.site.theme, layout.root, settings.theme)
    options = {key: chosen.options[key] for key in sorted(chosen.options)}
    facts = {"options": ", ".join(f"{key} = {_toml(value)}" for key, value in options.items())}
    details = {
        "themes": [{"name": one.name, "description": one.description, "parent": one.parent} for one in found],
        "chosen": settings.site.theme,
        "options": options,
    }
    return Report("themes list", {"themes": len(found)}, facts, rows=rows, details=details)


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()

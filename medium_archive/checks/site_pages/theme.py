"""The theme of the site: its options, the form of its lists, and the files that a person replaced."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medium_archive.folder import program
from medium_archive.folder.settings import Settings

_MAX_PARENTS = 16
# Templates that other templates use: a person's own version of one of them changes every page
SHARED = frozenset(("base.html", "parts.html", "rows.html", "tiles.html"))


@dataclass(frozen=True)
class Theme:
    """The theme of an archive. `options` are its options with the choices of archive.toml. `shape` is the theme of the
    program that its lists look like: "plain", "journal" or "index". `own` are the templates in the archive that replace
    templates of the program. `static` are the files that the build copies, by their names in the site. A file of the
    theme comes from the first of `folders` that has it; the first folder is in the archive.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    shape: str = "plain"
    own: frozenset[str] = frozenset()
    static: Mapping[str, Path] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()

    def file(self, name: str) -> Path | None:
        """The file with this name, None if the theme has none."""
        return next((path for folder in self.folders if (path := folder / name).is_file()), None)

    def is_shipped(self, name: str) -> bool:
        """Whether the program brings the file with this name."""
        path = self.file(name)
        return path is not None and any(path.is_relative_to(shipped) for shipped in program.THEMES)

    def front(self) -> str:
        """The option `front`: whether the front page shows "titles", "excerpts" or "covers"."""
        return str(self.options.get("front", "excerpts"))

    def number(self, name: str, default: int) -> int:
        value = self.options.get(name, default)
        return int(value) if isinstance(value, (int, float)) and value >= 1 else default


def read(root: Path, settings: Settings) -> Theme:
    """The theme of an archive, without options if the theme is missing or wrong, because no site can be built then."""
    options: dict[str, Any] = {}
    shape, name = "plain", settings.site.theme
    own = set(_templates(root / "theme"))
    static = _static(root / "theme")
    chain: list[Mapping[str, Any]] = []
    folders = [root / "theme"]
    while name and len(chain) < _MAX_PARENTS:
        folder = next(
            (one / name for one in (root / "themes", *program.THEMES) if (one / name / "theme.toml").is_file()), None
        )
        if folder is None:
            break
        if folder.parent == root / "themes":
            own |= _templates(folder)
        elif name in ("index", "journal"):
            shape = name
        static = {**_static(folder), **static}
        folders.append(folder)
        about = _about(folder / "theme.toml")
        chain.append(about.get("options", {}) if isinstance(about.get("options"), dict) else {})
        name = str(about.get("parent", ""))
    for one in reversed(chain):
        options |= one
    options |= {key: value for key, value in settings.theme.items() if key in options}
    if "accent" in settings.theme and "accent_dark" not in settings.theme:
        options["accent_dark"] = ""  # the accent of the person is that of the dark scheme, too
    return Theme(options, shape, frozenset(own), static, tuple(folders))


def _templates(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}


def _static(folder: Path) -> dict[str, Path]:
    found = (path for path in (folder / "static").rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path for path in found}


def _about(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}

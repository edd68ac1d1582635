"""Themes on the disk: folders with a theme.toml, the archive's own and those of the program (docs/themes.md)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medium_archive.errors import ThemeBroken
from medium_archive.folder import program, toml

SHIPPED = program.THEMES
OWN = "theme"  # the folder of an archive whose files replace those of any theme
THEMES = "themes"  # the folder of an archive for the person's own themes
ABOUT = "theme.toml"
_SHOWN = 200  # characters of a wrong name in a message


@dataclass(frozen=True)
class Description:
    """The content of a theme.toml. `parent` is the theme whose files it uses, "" for none. A theme that is
    `only_parent` can't be chosen.
    """

    name: str
    folder: Path
    description: str = ""
    parent: str = ""
    only_parent: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Any] = field(default_factory=dict)


def available(archive: Path) -> list[Description]:
    """The themes that can be chosen, by name; of two with one name the archive's own."""
    found: dict[str, Description] = {}
    for place in (archive / THEMES, *SHIPPED):
        for path in sorted(place.glob(f"*/{ABOUT}")):
            found.setdefault(path.parent.name, _describe(path.parent))
    return [found[name] for name in sorted(found) if not found[name].only_parent]


def line(name: str, archive: Path) -> list[Description]:
    """The theme of that name, its parent, and so on. Raises ThemeBroken."""
    places = (archive / THEMES, *SHIPPED)
    found: list[Description] = []
    while name:
        wanted = [place / name for place in places if Path(name).name == name]
        # `Path.is_file` raises an error if a name is too long
        folder = next((one for one in wanted if os.path.isfile(one / ABOUT)), None)  # noqa: PTH113  # as just said
        if folder is None or any(folder == one.folder for one in found):
            raise _missing(name, archive, found)
        found.append(_describe(folder))
        if found[0].only_parent:
            raise _missing(name, archive, [])
        name = found[-1].parent
    if not found:
        raise _missing(name, archive, found)
    return found


def inherited(line: Sequence[Description]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options of a theme with those of its parents, and the values that each may have."""
    options: dict[str, Any] = {}
    choices: dict[str, Any] = {}
    for one in reversed(line):
        options |= one.options
        choices |= one.choices
    return options, choices


def _missing(name: str, archive: Path, line: list[Description]) -> ThemeBroken:
    there = ", ".join(one.name for one in available(archive))
    shown = name[:_SHOWN]
    if line:
        return ThemeBroken(
            f"The theme “{line[-1].name}” has the parent “{shown}”, which does not exist or has this theme as parent.",
            f"Set `parent` in {line[-1].folder / ABOUT} to one of: {there}.",
        )
    return ThemeBroken(
        f"There is no theme “{shown}”.",
        f"Set site.theme in archive.toml to one of: {there}." if there else "Install the program again.",
    )


def _describe(folder: Path) -> Description:
    file = folder / ABOUT
    try:
        # A file of the program may be a link, as some installers make them
        about = toml.read(file, None if folder.parent in SHIPPED else folder.parents[1])
    except OSError as error:
        raise ThemeBroken(
            f"The theme “{folder.name}” has a theme.toml that can't be read: {error.strerror or error}.",
            f"Check the permissions of {file}.",
        ) from error
    except toml.NotToml as error:
        raise ThemeBroken(f"The theme.toml of the theme “{folder.name}” {error}.", f"Correct {file}.") from error
    options, choices = about.get("options"), about.get("choices")
    return Description(
        folder.name,
        folder,
        str(about.get("description", "")),
        str(about.get("parent", "")),
        about.get("only_parent") is True,
        options if isinstance(options, dict) else {},
        choices if isinstance(choices, dict) else {},
    )

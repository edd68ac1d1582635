"""`archive themes eject FILE`: a copy of one file of the theme, for the author to change."""

from __future__ import annotations

from medium_archive.errors import ThemeBroken
from medium_archive.folder import files, lock, themes
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from medium_archive.site import theme


def eject_theme_file(layout: Layout, file: str) -> Report:
    """Copy a file of the theme that the archive uses to `theme/` in the archive, where the copy replaces it.

    Raises ThemeBroken if the theme has no such file or the archive already has a copy, SettingsWrong, ArchiveInUse,
    FolderUnwritable.
    """
    settings = settings_file.read(layout.settings)
    chosen = theme.load(settings.site.theme, layout.root, settings.theme)
    own, *folders = chosen.folders
    paths = ((folder, path) for folder in folders for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix() for folder, path in paths} - {themes.ABOUT}
    if file not in names:
        raise ThemeBroken(f"The theme “{chosen.name}” has no file {file}.", f"It has: {', '.join(sorted(names))}.")
    if (own / file).exists():
        raise ThemeBroken(f"{own / file} already exists.", "Change that file, or delete it first.")
    source = next(folder for folder in folders if (folder / file).is_file())
    with lock.held(layout):
        files.write(own / file, (source / file).read_bytes())
    return Report("themes eject", {"files": 1}, {"file": str(own / file), "from_theme": source.name})

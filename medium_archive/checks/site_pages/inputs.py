"""The files of the archive from which the site is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from medium_archive.articles.references import is_picture
from medium_archive.checks.last_build import BuildRecord
from medium_archive.checks.snapshot import Snapshot
from medium_archive.folder.bare_texts import ENDING
from medium_archive.folder.layout import FOLDER_OF, OWN_THEMES, SHOWN_RECORDS, TEXT

_FOLDERS = (*FOLDER_OF.values(), *OWN_THEMES)
_KINDS = tuple(f"{name}/" for name in FOLDER_OF.values())
_BELOW = tuple(f"{name}/" for name in _FOLDERS)


def sums(archive: Snapshot) -> list[tuple[str, str]]:
    """The names of these files with their checksums, sorted."""
    return sorted((file, held.sha256) for file, held in archive.files.items() if _is_input(file))


def are_newer(archive: Snapshot, build: BuildRecord) -> bool:
    """Whether one of these files differs from the file that the build read."""
    return bool(changed(archive, build))


def changed(archive: Snapshot, build: BuildRecord) -> frozenset[str]:
    """The files and folders that differ from those that the build read. The build records no checksums of pictures of
    posts, and an older build none at all: there the times decide. The time of a folder shows that a file in it is new
    or was deleted.
    """
    held = {file: one for file, one in archive.files.items() if _is_input(file)}
    known = build.made_from
    found = {file for file, sha256 in known.items() if file not in held or held[file].sha256 != sha256}
    rest = {file: one.path for file, one in held.items() if file not in known}
    if known:
        found |= {file for file in rest if _has_checksum(file)}
    by_time = (*rest.values(), *_folders(archive, rest, has_texts=not known))
    found |= {path.relative_to(archive.layout.root).as_posix() for path in by_time if _time(path) > build.time}
    return frozenset(found)


def _has_checksum(file: str) -> bool:
    """Whether a build records the checksum of the file."""
    if "/" not in file and is_picture(file):
        return True
    if file.count("/") == 1 and file.startswith(_KINDS):
        return file.endswith(ENDING)
    return file.endswith(f"/{TEXT}") or file.startswith(("about", *(f"{name}/" for name in OWN_THEMES)))


def _folders(archive: Snapshot, rest: Iterable[str], *, has_texts: bool) -> Iterator[Path]:
    root = archive.layout.root
    if has_texts:
        yield from (root / name for name in _FOLDERS)
    yield from {archive.files[file].path.parent for file in rest if file.startswith(_BELOW)}


def _is_input(file: str) -> bool:
    folder, _, name = file.rpartition("/")
    if folder in ("records", "private"):
        return name in SHOWN_RECORDS
    if not folder:
        return name == "archive.toml" or name.startswith("about") or is_picture(name)
    return file.startswith((*_BELOW, "private/reading/"))


def _time(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0

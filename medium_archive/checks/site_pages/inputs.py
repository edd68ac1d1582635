"""The files of the archive from which the site is made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from medium_archive.checks.snapshot import Snapshot

# Records that pages show; others change without a build
_RECORDS = ("catalog.jsonl", "pictures.jsonl", "history.jsonl", "imports.jsonl", "proof.json")
_FOLDERS = ("posts", "responses", "drafts", "theme", "themes")
_BELOW = tuple(f"{name}/" for name in _FOLDERS)


def sums(archive: Snapshot) -> list[tuple[str, str]]:
    """The checksums of all of them."""
    return sorted((file, held.sha256) for file, held in archive.files.items() if _is_input(file))


def changed(archive: Snapshot) -> int:
    """When one of them was changed last, in nanoseconds. The time of a folder shows a file that is new or gone."""
    return max((_time(path) for path in _paths(archive)), default=0)


def _paths(archive: Snapshot) -> Iterator[Path]:
    root = archive.layout.root
    for name in _FOLDERS:
        yield root / name
    folders = set()
    for file, held in archive.files.items():
        if _is_input(file):
            yield held.path
            if file.startswith(_BELOW):
                folders.add(held.path.parent)
    yield from folders


def _is_input(file: str) -> bool:
    folder, _, name = file.rpartition("/")
    if folder in ("records", "private"):
        return name in _RECORDS
    if not folder:
        return name == "archive.toml" or name.startswith("about")
    return file.startswith((*_BELOW, "private/reading/"))


def _time(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0

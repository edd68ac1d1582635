"""Texts below posts/ or responses/ that are not posts: a post is an index.md in a folder of its own."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from medium_archive.folder.layout import FOLDER_OF, TEXT
from medium_archive.report import Issue

_PUBLIC = tuple(folder for kind, folder in FOLDER_OF.items() if kind != "draft")
_ENDINGS = (".md", ".markdown")
_NOTES = ("readme", "license", "changelog")  # about a folder, by a custom of programmers
_MISPLACED = (
    "This text is not a post, so it is not on the site. Move it to {}, or out of {}/ if it is not for the site."
)


def below(root: Path, place: Path) -> Iterator[Issue]:
    """An issue for each text in `place`: a file in posts/ or responses/, or a folder there without an index.md."""
    files = sorted(place.rglob("*")) if place.is_dir() else [place]
    yield from among([path.relative_to(root).as_posix() for path in files if path.is_file()], ())


def among(files: Iterable[str], posts: Container[str]) -> Iterator[Issue]:
    """An issue for each text that is in no folder of a post. `files` are paths in the archive, `posts` the folders that
    have, or had, an index.md.
    """
    for file in files:
        folder, *inside = file.split("/")
        name = inside[-1] if inside else ""
        if (
            folder in _PUBLIC
            and name.lower().endswith(_ENDINGS)
            and name.lower().partition(".")[0] not in _NOTES
            and not any(part.startswith(".") for part in inside)
            and (len(inside) == 1 or f"{folder}/{inside[0]}" not in posts)
        ):
            stem = name.rpartition(".")[0]
            own = inside[-2] if len(inside) > 1 and (name == TEXT or len(inside) == 2) else stem
            yield Issue(file, "text-misplaced", _MISPLACED.format(f"{folder}/{own}/{TEXT}", folder))

"""Files and folders of an archive that can't be read, that lead elsewhere, or that are pipes and devices."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.hostile.kind import ALL_COMMANDS, ARCHIVE, Kind
from tests.hostile.rights import without_special_rights

_PLACES = (
    "archive.toml",
    "README.md",
    "about.md",
    ".gitignore",
    "SHA256SUMS",
    "posts",
    "posts/2020-01-02-a-title",
    "posts/2020-01-02-a-title/index.md",
    "drafts",
    "original",
    "original/posts",
    "exports",
    "private",
    "private/reading",
    "private/.cache",
    "private/.cache/build.json",
    "records",
    "records/catalog.jsonl",
    "records/imports.jsonl",
    "records/proof.json",
    "site",
    "site/index.html",
    "theme",
)
_Place = Callable[[Path, Path], None]  # a path of the archive that is free now, and a file outside


def _socket(place: Path, outside: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        before = Path.cwd()
        os.chdir(place.parent)  # because the path of a socket is short
        try:
            one.bind(place.name)
        finally:
            os.chdir(before)


_LINKS: dict[str, _Place] = {
    "a link to a file": lambda place, outside: place.symlink_to(outside),
    "a link to a folder": lambda place, outside: place.symlink_to(outside.parent),
    "a link to nothing": lambda place, outside: place.symlink_to("nothing"),
    "a link to itself": lambda place, outside: place.symlink_to(place.name),
    "a link to the folder above": lambda place, outside: place.symlink_to(".."),
    "a link to a device": lambda place, outside: place.symlink_to("/dev/zero"),
}
_SPECIAL: dict[str, _Place] = {
    "a pipe": lambda place, outside: os.mkfifo(place),
    "a socket": _socket,
    "an empty file": lambda place, outside: place.touch(),
    "a folder": lambda place, outside: place.mkdir(),
}
_MODES = {"no rights": 0, "only to read": 0o444, "only to enter": 0o111, "only to write": 0o222}


def _put(place: str, put: _Place, folder: Path, size: int) -> None:
    """Replace a path of the archive."""
    path, outside = ARCHIVE.copy(folder) / _real(folder, place), folder / "outside/file"
    outside.parent.mkdir()
    outside.write_text("---\ntitle: Outside\n---\nWords.\n", "utf-8")
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, outside)


def _real(folder: Path, place: str) -> str:
    """The place with the name of the post's folder."""
    name = next((folder / "archive/posts").iterdir()).name
    return place.replace("2020-01-02-a-title", name)


def _forbid(place: str, mode: int, folder: Path, size: int) -> None:
    path = ARCHIVE.copy(folder) / _real(folder, place)
    if path.exists():
        path.chmod(mode)


def _allow(folder: Path) -> None:
    for parent, folders, _ in os.walk(folder):
        for name in folders:
            if not (one := Path(parent, name)).is_symlink():
                one.chmod(0o755)


ALL = (
    *(
        Kind("links", f"{place}: {name}", partial(_put, place, put), ALL_COMMANDS)
        for place in _PLACES
        for name, put in _LINKS.items()
    ),
    *(
        Kind("special files", f"{place}: {name}", partial(_put, place, put), ALL_COMMANDS)
        for place in _PLACES
        for name, put in _SPECIAL.items()
    ),
    *(
        Kind(
            "permissions",
            f"{place}: {name}",
            partial(_forbid, place, mode),
            ALL_COMMANDS,
            restore=_allow,
            prepare=without_special_rights,
        )
        for place in _PLACES
        for name, mode in _MODES.items()
    ),
)

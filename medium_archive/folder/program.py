"""The program itself: a digest of its source files and themes, by which another version is recognised."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
# In a wheel the themes are in the package, in a checkout next to it
THEMES = (_PACKAGE / "themes", _PACKAGE.parent / "themes")


@cache
def digest() -> str:
    """The SHA-256 of the names and contents of all files of the program, in hexadecimal digits."""
    found = hashlib.sha256()
    for path in _files():
        found.update(f"{path.relative_to(_PACKAGE.parent).as_posix()}\0".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def has_theme(name: str) -> bool:
    """Whether the program has a theme of this name."""
    return any((themes / name / "theme.toml").is_file() for themes in THEMES)


def _files() -> Iterator[Path]:
    yield from sorted(path for path in _PACKAGE.rglob("*") if path.suffix in (".py", ".js"))
    for themes in THEMES:
        yield from sorted(path for path in themes.rglob("*") if path.is_file())

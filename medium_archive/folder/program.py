"""The program itself: a digest of its source files and themes, by which another version is recognised."""

from __future__ import annotations

import hashlib
import os
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
    start = len(f"{_PACKAGE.parent}/")
    for path in _files():
        found.update(f"{path[start:].replace(os.sep, '/')}\0".encode())
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # a Path takes longer
            found.update(hashlib.sha256(file.read()).digest())
    return found.hexdigest()


def has_theme(name: str) -> bool:
    """Whether the program has a theme of this name."""
    return any((themes / name / "theme.toml").is_file() for themes in THEMES)


def _files() -> Iterator[str]:
    for place in (_PACKAGE, *THEMES):
        below = (os.path.join(folder, name) for folder, _, names in os.walk(place) for name in names)  # noqa: PTH118  # as above
        yield from sorted(path for path in below if place != _PACKAGE or path.endswith((".py", ".js")))

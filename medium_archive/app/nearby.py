"""Archives to choose from: those of this run, and those in the usual places.

Nothing is remembered from run to run. A list of a person's archives, outside of them, would be a file that nobody
expects; and the storage of a browser is bound to the port, which is another one in each run.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from medium_archive.folder import location
from medium_archive.folder.layout import Layout

_MOST_LOOKED_AT = 1_000  # entries of a folder
_MOST = 20
_FOLDERS = (".", "Documents", "Desktop")  # of the home folder


def archives(layout: Layout, opened: Sequence[Layout]) -> list[str]:
    """Folders of archives other than the one in use: the ones that were opened, those beside it, in the current folder
    and in the home folder.
    """
    places = [layout.root.parent, Path.cwd(), *(Path.home() / name for name in _FOLDERS)]
    found = itertools.chain((one.root for one in reversed(opened)), *map(_in, dict.fromkeys(places)))
    there = (str(path) for path in found if path != layout.root and location.is_archive(str(path)))
    return list(itertools.islice(dict.fromkeys(there), _MOST))


def _in(folder: Path) -> Iterator[Path]:
    """What is in a folder, by name; nothing if it can't be read."""
    try:
        yield from sorted(itertools.islice(folder.iterdir(), _MOST_LOOKED_AT))
    except OSError:
        return

"""Passages that a person and Medium both changed: both texts of a post, line by line, as the import left them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from medium_archive.folder import forgotten, regular_files
from medium_archive.folder.layout import FOLDER_OF, INCOMING, TEXT, Layout

_MOST = 50  # posts on the page
_Lines = Sequence[tuple[str, bool]]  # each line, and whether the other text has another one in its place


@dataclass(frozen=True)
class Conflict:
    """`path` is the folder of the post, `yours` and `theirs` are the lines of both texts."""

    path: str
    title: str
    yours: _Lines
    theirs: _Lines


def read(layout: Layout) -> tuple[list[Conflict], int]:
    """The posts whose folders have a text that came from Medium beside the person's own: the first ones, and the number
    of all. Forgotten ones are not among them.
    """
    every = [path.parent for name in FOLDER_OF.values() for path in (layout.root / name).glob(f"*/{INCOMING}")]
    found = sorted(one for one in every if not forgotten.is_hidden(one.relative_to(layout.root).as_posix()))
    conflicts = []
    for folder in found[:_MOST]:
        try:
            texts = [regular_files.text(folder / name, layout.root).splitlines() for name in (TEXT, INCOMING)]
        except (OSError, UnicodeDecodeError):
            continue  # `archive verify` names it
        path = folder.relative_to(layout.root).as_posix()
        conflicts.append(Conflict(path, folder.name, *_compared(*texts)))
    return conflicts, len(found)


def _compared(yours: list[str], theirs: list[str]) -> tuple[_Lines, _Lines]:
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, yours, theirs, autojunk=False).get_opcodes():
        left += [(line, kind != "equal") for line in yours[a:b]]
        right += [(line, kind != "equal") for line in theirs[c:d]]
    return left, right

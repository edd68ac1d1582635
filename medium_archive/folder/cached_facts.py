"""A cache of facts about files, by their sizes and times, so that a file that did not change is not read again.

The cache is a file in private/.cache/, because it names drafts, and may be deleted at any time: the facts are then read
again (docs/format.md).
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from medium_archive import __version__
from medium_archive.errors import FolderUnwritable
from medium_archive.folder import files, regular_files
from medium_archive.folder.layout import CACHE, Layout

# What a file system may take for one moment: FAT keeps times of two seconds. A file that is younger could change once
# more without a new time, so it is not remembered.
_ONE_MOMENT = 2_000_000_000  # ns

Signs = list[list[int] | None]  # size, time in ns and number of each file; None for one that is not there


class CachedFacts:
    """Facts as JSON values by key, each true as long as some files have the same signs."""

    def __init__(self, layout: Layout, name: str) -> None:
        self._file = layout.private / CACHE / f"{name}.json"
        self._before = _read(self._file)
        self._now: dict[str, Any] = {}

    def get(self, key: str, signs: Signs) -> Any:
        """The facts, None if they are unknown or the files have changed. Called again, `put` keeps them."""
        known = self._before.get(key)
        if not (isinstance(known, list) and len(known) == 2 and known[0] == signs):
            return None
        return known[1]

    def put(self, key: str, signs: Signs, facts: Any) -> None:
        """Remember facts that were found after the signs were read."""
        youngest = max((sign[1] for sign in signs if sign), default=0)
        if youngest < time.time_ns() - _ONE_MOMENT:
            self._now[key] = [signs, facts]

    def write(self) -> None:
        """Write the facts that were put, and no others. A folder that can't be written to is not an error."""
        if self._now == self._before:
            return
        content = json.dumps({"version": __version__, "facts": self._now}, ensure_ascii=False)
        with suppress(FolderUnwritable):
            files.write(self._file, content.encode())


def signs_of(paths: Iterable[Path]) -> Signs:
    """The signs of files, in their order."""
    return [_sign(path) for path in paths]


def _sign(path: Path) -> list[int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def _read(file: Path) -> dict[str, Any]:
    """The facts by key, {} if the file is missing, damaged or of another version of the program."""
    try:
        value = json.loads(regular_files.read(file, file.parent))
    except (OSError, ValueError, RecursionError):
        return {}
    facts = value.get("facts") if isinstance(value, dict) and value.get("version") == __version__ else None
    return facts if isinstance(facts, dict) else {}

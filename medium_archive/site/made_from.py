"""The contents that a site was made from: checksums of texts, settings, records, files of a theme, and of
pictures beside about.md.

With them `archive verify` knows a page that is older than its text, whatever the times of the files are.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from medium_archive.articles.references import is_picture
from medium_archive.folder import files
from medium_archive.folder.bare_texts import ENDING
from medium_archive.folder.layout import FOLDER_OF, OWN_THEMES, SHOWN_RECORDS, TEXT, Layout

# By the path of a file: its SHA-256, then its times, size and inode, which are left out for a file that changed a
# moment ago: disks count time in steps
Sums: TypeAlias = dict[str, tuple[str, tuple[int, ...]]]
_RECENT = 2_000_000_000  # nanoseconds: the coarsest step is the two seconds of FAT
_STEP = 20_000_000  # nanoseconds: a time on a disk may be so much earlier than the clock


def now(layout: Layout, known: Sums, started: int, recent: Mapping[str, str]) -> Sums:
    """The checksums of the files that a build from `started` on has read. One with the times, size and inode of `known`
    is not read again. `recent` are the checksums, before the build, of the files that had just been changed, by their
    paths. A file that changed later is left out.
    """
    found: Sums = {}
    start = len(os.path.join(layout.root, ""))  # noqa: PTH118  # a Path for each text takes longer than `stat`
    for path in _paths(layout):
        name = path[start:].replace(os.sep, "/")
        try:
            status = os.stat(path)  # noqa: PTH116  # as above
            changed = max(status.st_mtime_ns, status.st_ctime_ns)
            if changed >= started - _STEP:
                if sha256 := recent.get(path, ""):
                    found[name] = (sha256, ())
                continue
            signature = (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
            sha256, before = known.get(name, ("", ()))
            if signature != before:
                sha256 = files.checksum(Path(path))
        except OSError:
            continue
        found[name] = (sha256, signature if changed < time.time_ns() - _RECENT else ())
    return found


def read(kept: object) -> Sums:
    """The checksums in a record; none of a record that this program did not write."""
    found: Sums = {}
    try:
        for name, (sha256, signature) in kept.items() if isinstance(kept, dict) else ():
            found[name] = (str(sha256), tuple(signature))
    except (TypeError, ValueError):
        return {}
    return found


def _paths(layout: Layout) -> Iterator[str]:
    root = layout.root
    yield os.fspath(layout.settings)
    yield from map(os.fspath, root.glob("about*.md"))
    yield from (os.fspath(path) for path in root.iterdir() if is_picture(path.name) and path.is_file())
    for name in FOLDER_OF.values():
        folder = root / name
        for one in os.listdir(folder) if folder.is_dir() else ():  # noqa: PTH208  # as above
            yield os.path.join(folder, one, TEXT)  # noqa: PTH118  # as above
            if one.endswith(ENDING):
                yield os.path.join(folder, one)  # noqa: PTH118  # as above
    for folder in (layout.records, layout.private):
        yield from (os.fspath(folder / name) for name in SHOWN_RECORDS)
    for name in OWN_THEMES:
        yield from (os.fspath(path) for path in sorted((root / name).rglob("*")) if path.is_file())

"""An archive in a BagIt bag (RFC 8493), as `archive export bagit` copies it there: found and checked, never changed."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from medium_archive.folder import files
from medium_archive.folder.layout import Layout
from medium_archive.folder.location import is_archive
from medium_archive.report import Issue, Progress

_DECLARATION, _PAYLOAD = "bagit.txt", "data"
_ALGORITHMS = ("sha512", "sha256")  # the first one that the bag has is checked
_ENCODED = re.compile("%(0[Aa]|0[Dd]|25)")  # section 2.1.3


def archive_in(folder: Path) -> Path:
    """The archive in a bag; another folder as it is."""
    inner = folder / _PAYLOAD
    is_bag = (folder / _DECLARATION).is_file() and is_archive(str(inner)) and not is_archive(str(folder))
    return inner if is_bag else folder


def of(layout: Layout) -> Path | None:
    """The bag that an archive is in; None for another archive."""
    root = layout.root
    return root.parent if root.name == _PAYLOAD and (root.parent / _DECLARATION).is_file() else None


def check(bag: Path, progress: Progress) -> Iterator[Issue]:
    """An error for each file that is not as the bag lists it, is not there, or is not in the list. Raises
    FolderUnwritable for a file that can't be read.
    """
    name = next((one for one in _ALGORITHMS if (bag / f"manifest-{one}.txt").is_file()), "")
    if not name:
        yield Issue(str(bag), "bag-incomplete", "The bag has no list of checksums. Copy the archive again.", "error")
        return
    lines = (bag / f"manifest-{name}.txt").read_text("utf-8", "replace").splitlines()
    listed = {_decoded(file): digest.lower() for digest, _, file in (line.partition("  ") for line in lines)}
    for file in progress("Checking the bag", sorted(listed), len(listed)):
        path = bag / file
        if not path.is_file():
            yield Issue(
                file, "bag-file-gone", "The bag lists this file, but it is not there. Make a new copy.", "error"
            )
            continue
        with files.disk_errors(path), path.open("rb") as content:
            digest = hashlib.file_digest(content, name).hexdigest()
        if digest != listed[file]:
            yield Issue(file, "bag-file-changed", "The file differs from its checksum. Make a new copy.", "error")
    present = (Path(folder, one) for folder, _, names in os.walk(bag / _PAYLOAD) for one in names)
    for file in sorted(path.relative_to(bag).as_posix() for path in present):
        if file not in listed:
            yield Issue(file, "bag-file-added", "The bag does not list this file. Take it out of the bag.", "error")


def _decoded(name: str) -> str:
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), name)

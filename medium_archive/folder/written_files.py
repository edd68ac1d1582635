"""What the program wrote beside the posts, by its checksum: another one is a person's edit, or damage."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from medium_archive.folder import records
from medium_archive.folder.layout import Layout

NAME = "written.jsonl"


def read(layout: Layout) -> dict[str, str]:
    """The checksum of each file when it was written."""
    return {line["file"]: line["sha256"] for line in records.read_lines(layout.records / NAME)}


def note(layout: Layout, contents: Mapping[str, bytes]) -> None:
    """Note what was written; the lines of other files stay."""
    known = read(layout) | {file: hashlib.sha256(content).hexdigest() for file, content in contents.items()}
    records.write_lines(layout.records / NAME, ({"file": file, "sha256": sha256} for file, sha256 in known.items()))

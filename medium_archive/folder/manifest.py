"""The list of the files that a build or an export wrote to a folder, with their checksums."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from medium_archive.folder import files

NAME = ".archive-files"
_LINE = re.compile(r"(?:([0-9a-f]{64})  )?(.+)")


def read(folder: Path, name: str = NAME) -> dict[str, str]:
    """The checksum of each file by its name, "" where a build was killed before it came to it. A name that would lead
    out of the folder was not written by a build. The list itself is the file `name`.
    """
    path = folder / name
    if not path.is_file():
        return {}
    found = (_LINE.fullmatch(line) for line in path.read_text("utf-8", errors="replace").split("\n"))
    lines = {match[2]: match[1] or "" for match in found if match}
    return {name: sha256 for name, sha256 in lines.items() if not name.startswith("/") and ".." not in name.split("/")}


def write(folder: Path, sums: Mapping[str, str], name: str = NAME) -> None:
    lines = (f"{sums[file]}  {file}\n" if sums[file] else f"{file}\n" for file in sorted(sums))
    files.write(folder / name, "".join(lines).encode())

"""The list of the files that a build wrote to the site, with their checksums."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from medium_archive.folder import files

NAME = ".archive-files"
_LINE = re.compile(r"(?:([0-9a-f]{64})  )?(.+)")


def read(site: Path) -> dict[str, str]:
    """The checksum of each file by its name, "" where a build was killed before it came to it. A name that would lead
    out of the folder was not written by a build.
    """
    path = site / NAME
    if not path.is_file():
        return {}
    found = (_LINE.fullmatch(line) for line in path.read_text("utf-8", errors="replace").split("\n"))
    lines = {match[2]: match[1] or "" for match in found if match}
    return {name: sha256 for name, sha256 in lines.items() if not name.startswith("/") and ".." not in name.split("/")}


def write(site: Path, sums: Mapping[str, str]) -> None:
    lines = (f"{sums[name]}  {name}\n" if sums[name] else f"{name}\n" for name in sorted(sums))
    files.write(site / NAME, "".join(lines).encode())

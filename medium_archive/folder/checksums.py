"""SHA256SUMS: the checksums of originals, pictures and records, for `sha256sum -c` (docs/format.md). Those of drafts
and exports are in private/SHA256SUMS.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from medium_archive.folder import files
from medium_archive.folder.layout import CACHE, Layout

NAME = "SHA256SUMS"
_PRIVATE = ("drafts/", "private/", "exports/")
_RECORDS = ("*.jsonl", "proof.json")
_LINE = re.compile(r"(\\?)([0-9a-f]{64})  (.+)")
# sha256sum begins such a line with a backslash (GNU coreutils, "md5sum invocation")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}


def write(layout: Layout, sums: Mapping[str, str]) -> None:
    """Write both files. `sums` gives checksums by paths relative to the archive, as the files have them. The records
    are added as they are on the disk.
    """
    for path, private in ((layout.checksums, False), (layout.private / NAME, True)):
        lines = {name: sha256 for name, sha256 in sums.items() if name.startswith(_PRIVATE) == private}
        folder = layout.private if private else layout.records
        for record in (path for pattern in _RECORDS for path in folder.rglob(pattern)):
            name = record.relative_to(layout.root).as_posix()
            if CACHE not in name.split("/"):  # it may be deleted
                with files.disk_errors(record):
                    lines[name] = files.checksum(record)
        if lines:
            files.write(path, "".join(f"{line(name, lines[name])}\n" for name in sorted(lines)).encode())
        else:
            path.unlink(missing_ok=True)


def renew(record: Path) -> None:
    """Update the line of a file of records that was just written or removed; the other lines stay."""
    folder = next((above for above in record.parents if above.name in ("records", "private")), record.parent)
    path = (folder if folder.name == "private" else folder.parent) / NAME
    with files.disk_errors(path):
        if not path.is_file():
            return  # the first import writes it at its end
        name = record.relative_to(folder.parent).as_posix()
        kept = [one for one in path.read_bytes().splitlines() if one[64:] != f"  {name}".encode()]
        if record.is_file():
            kept.append(line(name, files.checksum(record)).encode())
    files.write(path, b"".join(one + b"\n" for one in sorted(kept, key=lambda one: one[66:])))


def line(name: str, sha256: str) -> str:
    """One line, as sha256sum writes it."""
    safe = re.sub(r"[\\\n\r]", lambda match: _ESCAPES[match[0]], name)
    return f"{sha256}  {name}" if safe == name else f"\\{sha256}  {safe}"


def is_as_written(content: bytes) -> bool:
    """Whether a file has the form that the program gives it: sorted lines, each once, with its own line ends."""
    sums, wrong = read(content)
    names = [name for _, name in sorted((line(name, "")[2:], name) for name in sums)]
    by_name = "".join(f"{line(name, sums[name])}\n" for name in sorted(sums)).encode("utf-8", "surrogateescape")
    by_line = "".join(f"{line(name, sums[name])}\n" for name in names).encode("utf-8", "surrogateescape")
    return not wrong and content in (by_name, by_line)


def read(content: bytes) -> tuple[dict[str, str], tuple[int, ...]]:
    """The checksums by path, and the numbers of the lines that have no checksum."""
    sums: dict[str, str] = {}
    wrong: list[int] = []
    plain = {escape: character for character, escape in _ESCAPES.items()}
    for number, text in enumerate(content.decode("utf-8", "surrogateescape").split("\n"), 1):
        match = _LINE.fullmatch(text.removesuffix("\r"))
        if match is not None:
            name = re.sub(r"\\[\\nr]", lambda found: plain[found[0]], match[3]) if match[1] else match[3]
            sums[name] = match[2]
        elif text:
            wrong.append(number)
    return sums, tuple(wrong)

"""The exports, kept byte for byte in exports/, and a line for each in records/imports.jsonl (docs/format.md)."""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from medium_archive import names
from medium_archive.errors import MemberDamaged
from medium_archive.folder import files, records
from medium_archive.folder.layout import Layout
from medium_archive.folder.schema import ArchivePath
from medium_archive.medium.export import Export

NAME = "imports.jsonl"
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can name


@dataclass(frozen=True)
class Import:
    """One export in exports/. `exported` is the latest day that its pages name, `account` the user name in its profile;
    the counts are those of its pages. `author` is the name of another account than the main one in an archive of
    several authors.
    """

    sha256: str
    file: ArchivePath
    exported: str = ""
    account: str = ""
    posts: int = 0
    responses: int = 0
    drafts: int = 0
    author: str = ""


def read(layout: Layout) -> list[Import]:
    """Raises RecordsDamaged."""
    return records.read(layout.records / NAME, Import)


def write(layout: Layout, imports: Iterable[Import]) -> None:
    """Write one line for each checksum; the last one of an export counts."""
    latest = {entry.sha256: entry for entry in imports}
    records.write(layout.records / NAME, latest.values())


def sums(layout: Layout) -> dict[str, str]:
    """The checksum of every export, by its path."""
    return {entry.file: entry.sha256 for entry in read(layout)}


def keep(layout: Layout, export: Export) -> Import:
    """Copy the export to exports/. A folder is packed to a zip, the same bytes for the same files. An export that is
    there under another name is not copied again. The counts are left empty until its pages are read.
    """
    if export.is_zip:
        sha256 = files.checksum(export.path)
        file = _place(layout, export.path.name, sha256)
        files.copy(export.path, file)
    else:
        packed = _packed(export)
        sha256 = hashlib.sha256(packed).hexdigest()
        file = _place(layout, f"{export.path.resolve().name}.zip", sha256)
        files.write(file, packed)
    return Import(sha256, f"exports/{file.name}")


def _place(layout: Layout, name: str, sha256: str) -> Path:
    """A path in exports/ that has this content or is free, because two exports may both be named `export.zip`. A file
    that was this export, and is damaged now, is replaced.
    """
    for known in read(layout):
        file = layout.root / known.file
        if known.sha256 == sha256 and file.is_file() and (files.checksum(file) == sha256 or _is_damaged(file)):
            return file
    file = layout.exports / names.file_name(name)
    if file.exists() and files.checksum(file) != sha256:
        return file.with_name(f"{file.stem}-{sha256[:12]}{file.suffix}")
    return file


def _is_damaged(file: Path) -> bool:
    """Whether a file is not an intact zip. An intact zip with other content is another export, which a person put
    there.
    """
    try:
        with zipfile.ZipFile(file) as opened:
            return opened.testzip() is not None
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, struct.error):
        return True  # each of them for a kind of damage: header, data, end, name, method, password, field


def _packed(export: Export) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for member in export.members:
            try:
                content = export.read(member)
            except MemberDamaged:
                continue  # the import reports it
            packed.writestr(zipfile.ZipInfo(member.name, _OLDEST), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()

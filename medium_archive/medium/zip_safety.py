"""A zip from an unknown source: is it complete, and is it safe to read?

The standard library reads the directory at the end of the zip and trusts it: Python 3.11 opens a bomb of overlapping
entries, cuts a name at NUL, and has no limit for size, ratio, path or links. This module compares the directory with
the entries themselves. It writes nothing: entries are read into memory, one by one.

Source: PKWARE's APPNOTE.TXT 6.3.10. The numbers in comments are its clauses.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from medium_archive.errors import ExportUnreadable, ExportUnsafe, MemberDamaged
from medium_archive.medium.safe_names import safe_name, shown, unsafe
from medium_archive.medium.zip_entries import (
    AGAIN,
    DEFLATED,
    PIECE,
    STORED,
    Entry,
    at_once,
    damaged,
    incomplete,
    locate,
    name_of,
    pieces,
)

MEMBERS = 200_000  # the largest real export known has 900 files
# Real exports unpack to 2.7 to 4 times their size, deflate can reach 1,032. Below 8 MiB in all a high ratio does no
# harm, and a small export of similar pages may have one.
RATIO, RATIO_MATTERS_FROM = 200, 8 * 1024**2
PAGE = 64 * 1024**2  # the largest file that is read into memory; real pages have up to 1 MB


@dataclass(frozen=True)
class Total:
    """The most that the files of a zip may have together, unpacked, and why: a clause for a message."""

    bytes: int
    reason: str


_TOTAL = Total(2 * 1024**3, "it would unpack to more than 2 GiB, and an export of Medium's is only text")

# All errors of zipfile for a damaged directory. BadZipFile is the most frequent; NotImplementedError means an unknown
# version of the format or an unknown compression.
WRONG_BYTES = (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error, OSError)

_ENCRYPTED = 0x1 | 0x40 | 0x2000  # 4.4.4: an entry, an entry strongly, the directory


def refuse_too_many(count: int, called: str) -> None:
    """Raise ExportUnsafe for more files than any export has."""
    if count > MEMBERS:
        raise ExportUnsafe(
            f"{called} has more than {MEMBERS:,} files, far more than any export of Medium's.",
            "Import the zip from Medium, or the folder it was unpacked to.",
        )


def is_zip(stream: BinaryIO) -> bool:
    """Whether a file is a zip: by its first entry, even if the end is missing, or by its end (4.3.1)."""
    stream.seek(0)
    if stream.read(4) == b"PK\3\4":
        return True
    try:
        return zipfile.is_zipfile(stream)
    except WRONG_BYTES:
        return False


def entries(stream: BinaryIO, called: str, total: Total = _TOTAL) -> tuple[Entry, ...]:
    """The files of an open zip, without folders, after all checks but that of `refuse_longer_than_declared`. `called`
    is its name in messages.

    Damaged files are among them; `content` raises MemberDamaged for each. Raises ExportUnsafe for a zip that could do
    harm, ExportUnreadable for one that is incomplete, empty, encrypted or compressed in an unknown way.
    """
    try:
        directory = zipfile.ZipFile(stream)
        infos, directory_starts = directory.infolist(), directory.start_dir
    except WRONG_BYTES as error:
        raise incomplete(called, "the list of its files, at its end, can't be read") from error
    if not infos:
        raise ExportUnreadable(f"{called} is an empty zip: there is no file in it.", AGAIN)
    _refuse_bombs(infos, called, total)
    names = [safe_name(name_of(info), called) for info in infos]
    for info in infos:
        _refuse_kind(info, called)
    if min(info.header_offset for info in infos) < 0:
        raise incomplete(called, "a part of it is missing")
    for info in infos:  # before anything seeks to where the list says
        if info.header_offset + info.compress_size > directory_starts:
            raise unsafe(called, f"“{shown(info.orig_filename)}” overlaps the list of files")
    located = [locate(stream, info, name, called) for info, name in zip(infos, names, strict=True)]
    if all(entry.start is None for entry in located):
        raise incomplete(called, "the positions in its list of files are wrong")
    _refuse_overlap(located, directory_starts, called)
    return tuple(
        entry
        for entry, info in zip(located, infos, strict=True)
        if entry.name and not info.orig_filename.endswith(("/", "\\"))  # 4.3.8: a folder has no data
    )


def refuse_longer_than_declared(stream: BinaryIO, files: Iterable[Entry], called: str) -> None:
    """Raise ExportUnsafe if one of these files has more data than it declares. This unpacks all of them."""
    for entry in files:
        _refuse_longer(stream, entry, called)


def content(stream: BinaryIO, entry: Entry) -> bytes:
    """The bytes of an entry. It never unpacks more than one byte beyond the declared size.

    Raises MemberDamaged if the checksum is wrong (4.4.7, CRC-32) or the file is larger than PAGE.
    """
    if entry.size > PAGE:
        raise too_large(entry.name)
    try:
        data = at_once(stream, entry)
        if data is None:
            data = b"".join(pieces(stream, entry, entry.size + 1))
    except (zlib.error, OSError) as error:
        raise damaged(entry) from error
    if len(data) != entry.size or zlib.crc32(data) != entry.crc:
        raise damaged(entry)
    return data


def too_large(name: str) -> MemberDamaged:
    """The error for a file that is too large for a page."""
    return MemberDamaged(
        f"{shown(name)} has more than 64 MiB, too much for a page.", "Look at it yourself; the other files are read."
    )


def _refuse_bombs(infos: Sequence[zipfile.ZipInfo], called: str, total: Total) -> None:
    refuse_too_many(len(infos), called)
    size = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if size > total.bytes:
        raise unsafe(called, total.reason)
    if size > RATIO_MATTERS_FROM and size > RATIO * packed:
        raise unsafe(called, f"it would unpack to more than {RATIO} times its size, as only a zip bomb does")


def _refuse_kind(info: zipfile.ZipInfo, called: str) -> None:
    """Refuse entries that are not plain files, encrypted entries and unknown compression."""
    name, mode = shown(info.orig_filename), info.external_attr >> 16
    if stat.S_ISLNK(mode):
        raise unsafe(called, f"“{name}” is a symbolic link")
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise unsafe(called, f"“{name}” is a device, a pipe or a socket")
    if info.flag_bits & _ENCRYPTED:
        raise ExportUnreadable(
            f"{called} is encrypted: “{name}” needs a password.",
            "Unpack it with the password and import the folder, or import the zip from Medium.",
        )
    if info.compress_type not in {STORED, DEFLATED}:
        raise ExportUnreadable(
            f"{called} uses a compression method that this program can't read: {info.compress_type} (“{name}”).",
            "Unpack it and import the folder, or import the zip from Medium.",
        )


def _refuse_overlap(located: Iterable[Entry], directory_starts: int, called: str) -> None:
    """Refuse entries that share bytes: with them a small zip unpacks to petabytes, at a usual ratio for each entry."""
    before: Entry | None = None
    for entry in sorted(located, key=lambda entry: (entry.extent.start, entry.extent.stop)):
        if before and entry.extent.start < before.extent.stop:
            both = f"“{shown(before.name)}” and “{shown(entry.name)}”"
            raise unsafe(called, f"{both} share the same bytes, as in a zip bomb")
        before = entry
    if before and before.extent.stop > directory_starts:
        raise unsafe(called, f"“{shown(before.name)}” overlaps the list of files")


def _refuse_longer(stream: BinaryIO, entry: Entry, called: str) -> None:
    """Refuse an entry with more data than declared. A damaged one may be longer too, but then its checksum is wrong."""
    length, crc = 0, 0
    try:
        data = at_once(stream, entry)
        if data is not None and len(data) <= entry.size:  # nearly always, and much quicker
            return
        for piece in pieces(stream, entry, entry.size + PIECE):
            length, crc = length + len(piece), zlib.crc32(piece, crc)
    except (zlib.error, OSError, MemberDamaged):
        return  # only this file is damaged; `content` raises for it
    if length >= entry.size + PIECE or (length > entry.size and crc == entry.crc):
        raise unsafe(called, f"“{shown(entry.name)}” unpacks to more than it declares")

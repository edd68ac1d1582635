"""A zip before anything in it is trusted: is it whole, would reading it harm, and what does each entry hold.

The standard library reads the directory at the zip's end. What it takes on trust there is compared here
with the entries themselves: Python 3.11 opens a bomb of overlapping entries without a word, cuts a name at
NUL, and has no limit for size, ratio, path or links. Nothing is ever written: entries are read into memory,
one by one.

Source: PKWARE's APPNOTE.TXT 6.3.10; the numbers of its clauses stand beside what rests on them.
"""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from medium_archive.errors import ExportUnreadable, ExportUnsafe, MemberDamaged

MEMBERS = 200_000  # the largest real export known has 900 files
TOTAL = 2 * 1024**3  # bytes, unpacked; Medium exports text only
DEPTH = 20  # folders; Medium makes one, packing again adds a few
# Real exports unpack to 2.7 to 4 times their size, deflate can reach 1,032. Below 8 MiB in all no ratio can
# harm, and a small export of nearly equal pages may well have a high one.
RATIO, RATIO_MATTERS_FROM = 200, 8 * 1024**2
PAGE = 64 * 1024**2  # the largest file that is read into memory; real pages have up to 1 MB

AGAIN = "Download it again from Medium; the link in Medium's mail works for 24 hours."
DO_NOT_UNPACK = (
    "Don't unpack this file by other means; ask Medium for a new export at "
    "Settings → Security and apps → Download your information."
)

# All that zipfile raises for a directory of wrong bytes; BadZipFile is only its word for most of them, and
# NotImplementedError the one for a version of the format, or a packing, that it does not read.
_WRONG_BYTES = (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error, OSError)

_LOCAL = struct.Struct("<4s5H3L2H")  # 4.3.7
_PIECE = 64 * 1024
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # 4.4.4: an entry, an entry strongly, the directory
_STREAMED = 0x8  # 4.4.4: sizes follow the data, in a descriptor
_UTF8 = 0x800
# 4.3.9: the descriptor's signature is optional, its sizes have 8 bytes in a zip64; no flag says which it is.
_DESCRIPTORS = tuple(
    (struct.Struct(form), signature)
    for form, signature in (("<4x4xLL", b"PK\7\10"), ("<4xLL", b""), ("<4x4xQQ", b"PK\7\10"), ("<4xQQ", b""))
)
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³]) *(?:[.:].*)?", re.I)
_DRIVE = re.compile(r"[A-Za-z]:(?=/|$)|^[A-Za-z]:")


@dataclass(frozen=True)
class Entry:
    """One file of a zip and where its data lie. `start` is None where its header is damaged."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int | None
    extent: range  # every byte of the zip that belongs to the entry


def shown(name: str) -> str:
    """A name as a sentence may hold it: no character that moves a terminal's cursor, no endless length."""
    visible = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)
    return visible if len(visible) <= 120 else f"{visible[:60]}…{visible[-50:]}"


def safe_name(name: str, called: str) -> str:
    """Takes a path as a zip or a folder has it; gives it in NFC with `/`, without empty and `.` parts.

    Windows writes `\\` against 4.4.17.1, so both separate. Raises ExportUnsafe for a path that leaves the
    folder or opens a device of Windows: nothing is unpacked by its name here, but an export is kept, and
    may be later.
    """
    path = name.replace("\\", "/")
    parts = [part for part in path.split("/") if part not in {"", "."}]
    if "\0" in path:
        reason = "has a NUL character in it"
    elif path.startswith("/") or _DRIVE.search(path):
        reason = "points to a fixed place on a disk"
    elif ".." in parts:
        reason = "leads out of the export's folder"
    elif any(_DEVICE.fullmatch(part) for part in parts):
        reason = "is a device on Windows"
    elif any(len(part.encode()) > 255 for part in parts):
        reason = "is longer than any disk can hold"
    elif len(parts) > DEPTH:
        reason = f"lies more than {DEPTH} folders deep"
    else:
        return unicodedata.normalize("NFC", "/".join(parts))
    raise unsafe(called, f"the name “{shown(name)}” {reason}")


def unsafe(called: str, reason: str) -> ExportUnsafe:
    """The refusal of an export that would harm, as one sentence."""
    return ExportUnsafe(f"{called} is not safe to read: {reason}.", DO_NOT_UNPACK)


def refuse_too_many(count: int, called: str) -> None:
    """Raises ExportUnsafe for more files than any export has."""
    if count > MEMBERS:
        raise ExportUnsafe(
            f"{called} holds more than {MEMBERS:,} files, far more than any export of Medium's.",
            "Give the zip that Medium made, or the folder it was unpacked to and no other.",
        )


def is_zip(stream: BinaryIO) -> bool:
    """Whether a file is a zip: by its first entry, even when the end is cut off, or by its end (4.3.1)."""
    stream.seek(0)
    if stream.read(4) == b"PK\3\4":
        return True
    try:
        return zipfile.is_zipfile(stream)
    except _WRONG_BYTES:
        return False


def entries(stream: BinaryIO, called: str) -> tuple[Entry, ...]:
    """Takes an open zip and what to call it in sentences; gives its files, not its folders, all checks
    passed.

    A file whose own bytes are damaged is among them: `content` raises MemberDamaged for it alone. Raises
    ExportUnsafe for what would harm, ExportUnreadable for a zip that is cut off, empty, encrypted or packed
    in an unknown way.
    """
    try:
        directory = zipfile.ZipFile(stream)
        infos, directory_starts = directory.infolist(), directory.start_dir
    except _WRONG_BYTES as error:
        raise ExportUnreadable(
            f"{called} is cut off or damaged: the list of its files, at its end, can't be read.", AGAIN
        ) from error
    if not infos:
        raise ExportUnreadable(f"{called} is an empty zip: there is no file in it.", AGAIN)
    _refuse_bombs(infos, called)
    names = [safe_name(_spelled(info), called) for info in infos]
    for info in infos:
        _refuse_kind(info, called)
    if min(info.header_offset for info in infos) < 0:
        raise ExportUnreadable(f"{called} is cut off or damaged: a part of it is missing.", AGAIN)
    for info in infos:  # before anything seeks to where the list says
        if info.header_offset + info.compress_size > directory_starts:
            raise unsafe(called, f"“{shown(info.orig_filename)}” runs into the list of files")
    located = [_located(stream, info, name, called) for info, name in zip(infos, names, strict=True)]
    if all(entry.start is None for entry in located):
        raise ExportUnreadable(f"{called} is cut off or damaged: none of its files is where its list says.", AGAIN)
    _refuse_overlap(located, directory_starts, called)
    files = tuple(
        entry
        for entry, info in zip(located, infos, strict=True)
        if entry.name and not info.orig_filename.endswith(("/", "\\"))  # 4.3.8: a folder has no data
    )
    for entry in files:
        _refuse_longer_than_declared(stream, entry, called)
    return files


def content(stream: BinaryIO, entry: Entry) -> bytes:
    """Gives the bytes of one entry; never unpacks more than one byte beyond its declared size.

    Raises MemberDamaged when they aren't those that were packed (4.4.7, CRC-32) or don't fit into memory.
    """
    if entry.size > PAGE:
        raise too_large(entry.name)
    try:
        data = b"".join(_pieces(stream, entry, entry.size + 1))
    except (zlib.error, OSError) as error:
        raise _damaged(entry) from error
    if len(data) != entry.size or zlib.crc32(data) != entry.crc:
        raise _damaged(entry)
    return data


def too_large(name: str) -> MemberDamaged:
    """What is said of a file that no page is as large as."""
    return MemberDamaged(
        f"{shown(name)} has more than 64 MiB, too much for a page.", "Look at it by hand; the rest is read."
    )


def _damaged(entry: Entry) -> MemberDamaged:
    return MemberDamaged(f"{shown(entry.name)} is damaged: its bytes are not those that were packed.", AGAIN)


def _refuse_bombs(infos: Sequence[zipfile.ZipInfo], called: str) -> None:
    refuse_too_many(len(infos), called)
    size = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if size > TOTAL:
        raise unsafe(called, "it would unpack to more than 2 GiB, and an export of Medium's is only text")
    if size > RATIO_MATTERS_FROM and size > RATIO * packed:
        raise unsafe(called, f"it would unpack to more than {RATIO} times its size, as only a zip bomb does")


def _refuse_kind(info: zipfile.ZipInfo, called: str) -> None:
    """Refuses what is no plain file, and what can't be read: an encrypted entry, a method not in use."""
    name, mode = shown(info.orig_filename), info.external_attr >> 16
    if stat.S_ISLNK(mode):
        raise unsafe(called, f"“{name}” is a symbolic link")
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise unsafe(called, f"“{name}” is a device, a pipe or a socket")
    if info.flag_bits & _ENCRYPTED:
        raise ExportUnreadable(
            f"{called} is encrypted: “{name}” needs a password.",
            "Unpack it with the password and give the folder, or give the zip that Medium made.",
        )
    if info.compress_type not in {_STORED, _DEFLATED}:
        raise ExportUnreadable(
            f"{called} is packed in a way this program doesn't read: method {info.compress_type} (“{name}”).",
            "Unpack it and give the folder, or give the zip that Medium made.",
        )


def _raw(info: zipfile.ZipInfo) -> bytes:
    """The bytes of a name before the standard library decoded them and cut them at NUL."""
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")


def _spelled(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: macOS packs UTF-8 without the flag that says so (appendix D)."""
    try:
        return _raw(info).decode("utf-8")
    except UnicodeDecodeError:
        return info.orig_filename


def _located(stream: BinaryIO, info: zipfile.ZipInfo, safe: str, called: str) -> Entry:
    """The entry where it really lies, its own header compared with the directory's (4.3.7, 4.3.9, 4.3.12).

    A header that isn't there is damage to this file; one that says something else is a lie about it.
    """
    about = (safe, info.compress_type, info.CRC, info.compress_size, info.file_size)
    try:
        stream.seek(info.header_offset)
        head = stream.read(_LOCAL.size)
        sound = len(head) == _LOCAL.size and head.startswith(b"PK\3\4")
        fields = _LOCAL.unpack(head) if sound else _LOCAL.unpack(bytes(_LOCAL.size))
        _, _, flags, method, _, _, _, packed, size, name_length, extra_length = fields
        name, extra = stream.read(name_length), stream.read(extra_length)
        start = info.header_offset + _LOCAL.size + name_length + extra_length
        stream.seek(start + info.compress_size)
        behind = stream.read(24)
    except OSError as error:
        raise ExportUnreadable(f"{called} is cut off or damaged: a part of it is missing.", AGAIN) from error
    if not sound:
        end = info.header_offset + _LOCAL.size + len(_raw(info)) + info.compress_size
        return Entry(*about, start=None, extent=range(info.header_offset, end))
    declared = (info.compress_size, info.file_size)
    if 0xFFFF_FFFF in (packed, size):
        packed, size = _zip64_sizes(extra) or (packed, size)
    descriptor = _descriptor_length(behind, declared) if (flags | info.flag_bits) & _STREAMED else None
    if (packed, size) != declared and descriptor is None:
        raise _lie(info, "the size", called)
    if name != _raw(info):
        raise _lie(info, "the name", called)
    if method != info.compress_type or (method == _STORED and info.compress_size != info.file_size):
        raise _lie(info, "the packing", called)
    end = start + info.compress_size + (descriptor or 0)
    return Entry(*about, start=start, extent=range(info.header_offset, end))


def _lie(info: zipfile.ZipInfo, what: str, called: str) -> ExportUnsafe:
    return unsafe(called, f"it says two different things about {what} of “{shown(info.orig_filename)}”")


def _zip64_sizes(extra: bytes) -> tuple[int, int] | None:
    """Packed and unpacked size from the zip64 field of a local header, where both must stand (4.5.3)."""
    while len(extra) >= 4:
        tag, length = struct.unpack("<HH", extra[:4])
        if tag == 1 and min(length, len(extra) - 4) >= 16:
            size, packed = struct.unpack("<QQ", extra[4:20])
            return packed, size
        extra = extra[4 + length :]
    return None


def _descriptor_length(behind: bytes, declared: tuple[int, int]) -> int | None:
    """How long the descriptor behind the data is; None when none of its forms agrees with the directory."""
    for form, signature in _DESCRIPTORS:
        if len(behind) >= form.size and behind.startswith(signature) and form.unpack_from(behind) == declared:
            return form.size
    return None


def _refuse_overlap(located: Iterable[Entry], directory_starts: int, called: str) -> None:
    """Entries that share bytes let a small zip unpack to petabytes at an honest ratio for each of them."""
    before: Entry | None = None
    for entry in sorted(located, key=lambda entry: (entry.extent.start, entry.extent.stop)):
        if before and entry.extent.start < before.extent.stop:
            both = f"“{shown(before.name)}” and “{shown(entry.name)}”"
            raise unsafe(called, f"{both} share the same bytes, as in a zip bomb")
        before = entry
    if before and before.extent.stop > directory_starts:
        raise unsafe(called, f"“{shown(before.name)}” runs into the list of files")


def _refuse_longer_than_declared(stream: BinaryIO, entry: Entry, called: str) -> None:
    """Tells a lie from damage: a flipped bit may make data longer too, but then the CRC is wrong."""
    length, crc = 0, 0
    try:
        for piece in _pieces(stream, entry, entry.size + _PIECE):
            length, crc = length + len(piece), zlib.crc32(piece, crc)
    except (zlib.error, OSError, MemberDamaged):
        return  # damage to this file alone; `content` says so when it is read
    if length >= entry.size + _PIECE or (length > entry.size and crc == entry.crc):
        raise unsafe(called, f"“{shown(entry.name)}” unpacks to more than it declares")


def _pieces(stream: BinaryIO, entry: Entry, limit: int) -> Iterator[bytes]:
    """The entry's data, unpacked, up to `limit` bytes of it. Raises zlib.error, OSError or MemberDamaged."""
    if entry.start is None:
        raise _damaged(entry)
    stream.seek(entry.start)
    if entry.method == _STORED:
        for done in range(0, entry.size, _PIECE):
            yield stream.read(min(_PIECE, entry.size - done))
        return
    if entry.packed == entry.size == 0:
        return  # some packers write no data at all for an empty file
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)  # 4.4.5: method 8 is deflate without zlib's own header
    packed_left, waiting = entry.packed, b""
    while limit > 0 and not inflate.eof:
        if not waiting:
            waiting = stream.read(min(_PIECE, packed_left))
            packed_left -= len(waiting)
        piece = inflate.decompress(waiting, min(_PIECE, limit))
        if not (waiting or piece or inflate.eof):
            raise zlib.error("the data end too early")
        waiting, limit = inflate.unconsumed_tail, limit - len(piece)
        yield piece

"""The entries of a zip: where the data of each is, whether both of its headers agree, and its data.

Source: PKWARE's APPNOTE.TXT 6.3.10. The numbers in comments are its clauses.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from medium_archive.errors import ExportUnreadable, ExportUnsafe, MemberDamaged
from medium_archive.medium.safe_names import shown, unsafe

AGAIN = "Download it again with the link in Medium's mail, which works for 24 hours; after that, ask for a new export."
_UNFINISHED = (".crdownload", ".opdownload", ".part", ".partial", ".download")  # of Chromium, Opera, Firefox, Safari …
_WAIT = f"Wait until the browser has finished it, and import the zip. If it has stopped: {AGAIN[0].lower()}{AGAIN[1:]}"
PIECE = 64 * 1024  # bytes that are unpacked at a time
_SMALL = 1 << 20  # bytes
STORED, DEFLATED = 0, 8
_LOCAL = struct.Struct("<4s5H3L2H")  # 4.3.7
_STREAMED = 0x8  # 4.4.4: sizes follow the data, in a descriptor
_UTF8 = 0x800
# 4.3.9: the descriptor's signature is optional, its sizes have 8 bytes in a zip64; no flag says which it is.
_DESCRIPTORS = tuple(
    (struct.Struct(form), signature)
    for form, signature in (("<4x4xLL", b"PK\7\10"), ("<4xLL", b""), ("<4x4xQQ", b"PK\7\10"), ("<4xQQ", b""))
)


@dataclass(frozen=True)
class Entry:
    """One file of a zip and the place of its data. `start` is None if its header is damaged."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int | None
    extent: range  # every byte of the zip that belongs to the entry


def _raw(info: zipfile.ZipInfo) -> bytes:
    """The bytes of a name, before the standard library decoded them and cut them at NUL."""
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")


def name_of(info: zipfile.ZipInfo) -> str:
    """The name as it was written: macOS writes UTF-8 without its flag (appendix D)."""
    try:
        return _raw(info).decode("utf-8")
    except UnicodeDecodeError:
        return info.orig_filename


def locate(stream: BinaryIO, info: zipfile.ZipInfo, safe: str, called: str) -> Entry:
    """The entry at its place in the zip, after its own header was compared with the directory's (4.3.7, 4.3.9, 4.3.12).

    A missing header means that this file is damaged. Raises ExportUnsafe for a header that contradicts the directory.
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
        raise incomplete(called, "a part of it is missing") from error
    if not sound:
        end = info.header_offset + _LOCAL.size + len(_raw(info)) + info.compress_size
        return Entry(*about, start=None, extent=range(info.header_offset, end))
    declared = (info.compress_size, info.file_size)
    if 0xFFFF_FFFF in (packed, size):
        packed, size = _zip64_sizes(extra) or (packed, size)
    descriptor = _descriptor_length(behind, declared) if (flags | info.flag_bits) & _STREAMED else None
    if (packed, size) != declared and descriptor is None:
        raise _contradiction(info, "the size", called)
    if name != _raw(info):
        raise _contradiction(info, "the name", called)
    if method != info.compress_type or (method == STORED and info.compress_size != info.file_size):
        raise _contradiction(info, "the compression", called)
    end = start + info.compress_size + (descriptor or 0)
    return Entry(*about, start=start, extent=range(info.header_offset, end))


def _contradiction(info: zipfile.ZipInfo, what: str, called: str) -> ExportUnsafe:
    return unsafe(called, f"the two headers of “{shown(info.orig_filename)}” differ in {what}")


def _zip64_sizes(extra: bytes) -> tuple[int, int] | None:
    """Packed and unpacked size from the zip64 field of a local header, which must have both (4.5.3)."""
    while len(extra) >= 4:
        tag, length = struct.unpack("<HH", extra[:4])
        if tag == 1 and min(length, len(extra) - 4) >= 16:
            size, packed = struct.unpack("<QQ", extra[4:20])
            return packed, size
        extra = extra[4 + length :]
    return None


def _descriptor_length(behind: bytes, declared: tuple[int, int]) -> int | None:
    """The length of the descriptor after the data; None if no form of it agrees with the directory."""
    for form, signature in _DESCRIPTORS:
        if len(behind) >= form.size and behind.startswith(signature) and form.unpack_from(behind) == declared:
            return form.size
    return None


def incomplete(called: str, reason: str) -> ExportUnreadable:
    """The error for a zip that lacks a part; browsers give a name of their own to what they are still downloading."""
    if called.lower().endswith(_UNFINISHED):
        return ExportUnreadable(f"{called} is a download that is not complete: {reason}.", _WAIT)
    return ExportUnreadable(f"{called} is incomplete or damaged: {reason}.", AGAIN)


def damaged(entry: Entry) -> MemberDamaged:
    return MemberDamaged(f"{shown(entry.name)} is damaged: its bytes have another checksum.", AGAIN)


def at_once(stream: BinaryIO, entry: Entry) -> bytes | None:
    """The data of a small entry, unpacked, at most one byte more than it declares. None for an entry that must be read
    in pieces: it is large, not packed or damaged. Raises zlib.error or OSError.
    """
    if entry.start is None or entry.method == STORED or entry.packed > PIECE or entry.size > _SMALL:
        return None
    stream.seek(entry.start)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)  # as in `pieces`
    data = inflate.decompress(stream.read(entry.packed), entry.size + 1)
    return data if inflate.eof or len(data) > entry.size else None


def pieces(stream: BinaryIO, entry: Entry, limit: int) -> Iterator[bytes]:
    """The entry's data, unpacked, up to `limit` bytes of it. Raises zlib.error, OSError or MemberDamaged."""
    if entry.start is None:
        raise damaged(entry)
    stream.seek(entry.start)
    if entry.method == STORED:
        for done in range(0, entry.size, PIECE):
            yield stream.read(min(PIECE, entry.size - done))
        return
    if entry.packed == entry.size == 0:
        return  # some programs write no data for an empty file
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)  # 4.4.5: method 8 is deflate without zlib's own header
    packed_left, waiting = entry.packed, b""
    while limit > 0 and not inflate.eof:
        if not waiting:
            waiting = stream.read(min(PIECE, packed_left))
            packed_left -= len(waiting)
        piece = inflate.decompress(waiting, min(PIECE, limit))
        if not (waiting or piece or inflate.eof):
            raise zlib.error("the data end too early")
        waiting, limit = inflate.unconsumed_tail, limit - len(piece)
        yield piece

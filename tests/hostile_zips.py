"""Zips built byte by byte, so that each can lie where the standard library's writer never would (APPNOTE
4.3)."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from medium_archive.errors import ArchiveError
from medium_archive.medium.export import open_export

PAGE = (
    b'<!DOCTYPE html><html><head><title>A post</title></head><body><article class="h-entry"><header>'
    b'<h1 class="p-name">A post</h1></header><section data-field="body" class="e-content">Words.</section>'
    b"</article></body></html>"
)
POST = "posts/2020-01-02_A-post-0123456789ab.html"


@dataclass(frozen=True)
class Part:
    """One entry. What is left out is told truthfully; every other field is what the zip says instead."""

    name: str | bytes
    data: bytes = PAGE
    method: int = 8
    flags: int = 0
    mode: int = 0o100600
    crc: int | None = None
    size: int | None = None  # everywhere
    packed: bytes | None = None
    local_name: bytes | None = None
    local_size: int | None = None
    local_packed_size: int | None = None
    local_method: int | None = None
    local_signature: bytes = b"PK\3\4"
    descriptor: str = ""  # "", "signed", "bare", "signed64", "bare64", "lying"
    zip64: bool = False
    at: int | None = None  # an offset to claim instead of its own; the entry itself is then not written


def zipped(*parts: Part, before: bytes = b"", zip64: bool = False, comment: bytes = b"") -> bytes:
    """The zip of these parts, behind `before`; with the zip64 end records if asked for."""
    body, directory = bytearray(), bytearray()
    for part in parts:
        offset = len(body) if part.at is None else part.at
        local, central = _entry(part, offset)
        if part.at is None:
            body += local
        directory += central
    end = bytearray()
    count, size, start = len(parts), len(directory), len(body)
    if zip64:
        place = len(before) + start + size
        end += struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
        end += struct.pack("<4sLQL", b"PK\6\7", 0, place, 1)
        count, size, start = 0xFFFF, 0xFFFF_FFFF, 0xFFFF_FFFF
    end += struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, start, len(comment)) + comment
    return before + bytes(body) + bytes(directory) + bytes(end)


def _entry(part: Part, offset: int) -> tuple[bytes, bytes]:
    """The bytes of one entry, and its line in the directory."""
    raw = part.name if isinstance(part.name, bytes) else part.name.encode()
    packed = part.packed if part.packed is not None else deflated(part.data) if part.method == 8 else part.data
    crc = zlib.crc32(part.data) if part.crc is None else part.crc
    size = len(part.data) if part.size is None else part.size
    local_size = size if part.local_size is None else part.local_size
    local_packed = len(packed) if part.local_packed_size is None else part.local_packed_size
    local_crc, local_extra, central_extra = crc, b"", b""
    central_size, central_packed = size, len(packed)
    flags = part.flags | (8 if part.descriptor else 0)
    if part.descriptor:
        local_crc = local_size = local_packed = 0
    if part.zip64:
        local_extra = struct.pack("<2H2Q", 1, 16, local_size, local_packed)
        central_extra = struct.pack("<2H2Q", 1, 16, size, len(packed))
        local_size = local_packed = central_size = central_packed = 0xFFFF_FFFF
    name = raw if part.local_name is None else part.local_name
    method = part.method if part.local_method is None else part.local_method
    lengths = (len(name), len(local_extra))
    header = struct.pack(
        "<4s5H3L2H",
        part.local_signature,
        20,
        flags,
        method,
        0,
        33,
        local_crc,
        local_packed,
        local_size,
        *lengths,
    )
    descriptor = {
        "": b"",
        "signed": struct.pack("<4s3L", b"PK\7\10", crc, len(packed), size),
        "bare": struct.pack("<3L", crc, len(packed), size),
        "signed64": struct.pack("<4sL2Q", b"PK\7\10", crc, len(packed), size),
        "bare64": struct.pack("<L2Q", crc, len(packed), size),
        "lying": struct.pack("<4s3L", b"PK\7\10", crc, len(packed), size + 1),
    }[part.descriptor]
    central = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 0x0314, 20, flags, part.method, 0, 33, crc, central_packed, central_size,
        len(raw), len(central_extra), 0, 0, 0, part.mode << 16, offset,
    )  # fmt: skip
    return header + name + local_extra + packed + descriptor, central + raw + central_extra


def deflated(data: bytes) -> bytes:
    """Deflate without zlib's own header, as a zip has it (4.4.5)."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflate.compress(data) + deflate.flush()


DRAFT = "drafts/draft_An-idea-abcdef012345.html"
WHOLE = ("README.html", DRAFT, POST, "profile/profile.html")
ONE = zipped(Part(POST))


def laid_out(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


def refusal(path: Path) -> ArchiveError:
    """The error for a wrong input, after the promises for each of them were checked."""
    before = sorted(path.parent.rglob("*"))
    with pytest.raises(ArchiveError) as caught:
        open_export(path)
    assert sorted(path.parent.rglob("*")) == before, "something was written"
    error = caught.value
    assert error.message.endswith(".")
    assert error.message.count(". ") == 0, "more than one sentence"
    assert error.hint
    assert str(path.parent) not in error.message
    return error

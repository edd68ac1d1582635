"""A bag: files with their checksums in the form that libraries and archives exchange (BagIt 1.0, RFC 8493)."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from medium_archive.errors import FolderUnwritable
from medium_archive.folder import files

_ALGORITHMS = ("sha256", "sha512")
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"  # section 2.1.1
_PIECE = 1 << 20


def write(out: Path, payload: Iterable[tuple[str, Path]], info: Mapping[str, str]) -> int:
    """Make the bag `out` of files by their paths in it; `info` is for bag-info.txt. Gives the size of the payload.

    The same files give the same bytes. The bag is made under another name beside its place, so that a full disk or a
    kill leaves none that looks whole. Raises FolderUnwritable, also for an `out` that holds something.
    """
    _refuse(out)
    making = out.with_name(f".{out.name}.tmp")
    with files.disk_errors(out):
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        try:
            size = _fill(making, payload, info)
            if out.exists():
                out.rmdir()
            making.rename(out)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise
    return size


def _refuse(out: Path) -> None:
    with files.disk_errors(out):
        if out.exists() and not (out.is_dir() and not any(out.iterdir())):
            raise FolderUnwritable(f"{out} holds something already.", "Name a folder that is empty, or not there yet.")


def _fill(bag: Path, payload: Iterable[tuple[str, Path]], info: Mapping[str, str]) -> int:
    lines: dict[str, list[str]] = {name: [] for name in _ALGORITHMS}
    size = count = 0
    for name, source in payload:
        target = bag / "data" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        sums, length = _copy(source, target)
        size, count = size + length, count + 1
        for algorithm in _ALGORITHMS:
            lines[algorithm].append(f"{sums[algorithm]}  data/{encoded(name)}\n")
    (bag / "data").mkdir(exist_ok=True)
    labels = {**info, "Payload-Oxum": f"{size}.{count}"}
    tags = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": "".join(f"{label}: {' '.join(value.split())}\n" for label, value in labels.items() if value),
        **{f"manifest-{algorithm}.txt": "".join(lines[algorithm]) for algorithm in _ALGORITHMS},
    }
    for algorithm in _ALGORITHMS:
        of_tags = (f"{hashlib.new(algorithm, text.encode()).hexdigest()}  {name}\n" for name, text in tags.items())
        (bag / f"tagmanifest-{algorithm}.txt").write_bytes("".join(of_tags).encode())
    for name, text in tags.items():
        (bag / name).write_bytes(text.encode())
    return size


def _copy(source: Path, target: Path) -> tuple[dict[str, str], int]:
    hashes = {name: hashlib.new(name) for name in _ALGORITHMS}
    length = 0
    with source.open("rb") as reading, target.open("wb") as writing:
        while piece := reading.read(_PIECE):
            length += writing.write(piece)
            for one in hashes.values():
                one.update(piece)
    return {name: one.hexdigest() for name, one in hashes.items()}, length


def encoded(path: str) -> str:
    """A path as a manifest has it: these three characters encoded, and no other (section 2.1.3)."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")

"""Writes a BagIt 1.0 bag: files with their checksums, as libraries and archives exchange them (RFC 8493)."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from medium_archive.errors import FolderUnwritable
from medium_archive.folder import files

_ALGORITHMS = ("sha256", "sha512")
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"  # section 2.1.1
_CHUNK = 1 << 20


def write(out: Path, payload: Iterable[tuple[str, Path]], info: Mapping[str, str]) -> int:
    """Write the bag `out`. Gives the size of the payload in bytes.

    `payload` are the files with their paths in the bag, `info` the lines of bag-info.txt. The same files give the same
    bytes. The bag is made under a temporary name and renamed, so that a full disk or a kill leaves no half bag.
    Raises FolderUnwritable, also for a folder that is not empty.
    """
    _refuse(out)
    unfinished = out.with_name(f".{out.name}.tmp")
    with files.disk_errors(out):
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        try:
            size = _fill(unfinished, payload, info)
            if out.exists():
                out.rmdir()
            unfinished.rename(out)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
    return size


def _refuse(out: Path) -> None:
    with files.disk_errors(out):
        if out.exists() and not (out.is_dir() and not any(out.iterdir())):
            raise FolderUnwritable(f"{out} is not an empty folder.", "Name an empty folder, or a new one.")


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
        tag_lines = (f"{hashlib.new(algorithm, text.encode()).hexdigest()}  {name}\n" for name, text in tags.items())
        (bag / f"tagmanifest-{algorithm}.txt").write_bytes("".join(tag_lines).encode())
    for name, text in tags.items():
        (bag / name).write_bytes(text.encode())
    return size


def _copy(source: Path, target: Path) -> tuple[dict[str, str], int]:
    hashes = {name: hashlib.new(name) for name in _ALGORITHMS}
    length = 0
    with source.open("rb") as old, target.open("wb") as new:
        while chunk := old.read(_CHUNK):
            length += new.write(chunk)
            for digest in hashes.values():
                digest.update(chunk)
    return {name: digest.hexdigest() for name, digest in hashes.items()}, length


def encoded(path: str) -> str:
    """A path as a manifest spells it: only these three characters are encoded (section 2.1.3)."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")

"""The results of the last import or `archive verify`. A result is used again if the checksums of its files are the
same.

A result is kept under a key: the SHA-256 of everything that its check has read. So another file, record, setting or
site has another key, and is checked again. Only the same program can use the cache: after a change in a source file of
the program, or in the version of a library that reads pages and texts, the cache is ignored. If it is ignored or
damaged, everything is checked.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from medium_archive.errors import FolderUnwritable
from medium_archive.folder import files, program, regular_files
from medium_archive.folder.layout import Layout

NAME = "private/.cache/verify.json"  # below private/, because results quote drafts
_BETWEEN = b",\n"  # two results: the JSON text of a result is one line
_ENCODER = json.JSONEncoder(default=sorted, sort_keys=True, separators=(",", ":"))  # `json.dumps` makes a new one
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_LIBRARIES = ("lxml", "markdown-it-py", "mdit-py-plugins", "comrak-ext", "pyyaml", "feedparser")


def encoded(result: object) -> bytes:
    """A result as JSON text. Bytes are such a text already: so the process that made a result can encode it."""
    return result if isinstance(result, bytes) else _COMPACT.encode(result).encode()


def key(*parts: object) -> str:
    """The key of a result that depends on these values: JSON values, or sets of strings."""
    digest = hashlib.sha256()
    for piece in _ENCODER.iterencode(parts):  # as one text, the checksums of all files would take much memory
        digest.update(piece.encode())
    return digest.hexdigest()


def key_of_texts(*parts: str | bool | tuple[str, ...] | None) -> str:
    """The same for values of these types, in a fifth of the time."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, eq=False)
class Results(Mapping[str, Any]):
    """Results by their keys. They stay JSON until they are asked for, which takes a tenth of the memory of values."""

    texts: Mapping[str, bytes] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return json.loads(self.texts[key])

    def __contains__(self, key: object) -> bool:
        return key in self.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


NOTHING = Results()


def read(layout: Layout) -> Results:
    """The results by their keys; none if the file is missing, damaged, or was written by another program."""
    digest = hashlib.sha256()
    texts: dict[str, bytes] = {}
    try:
        with regular_files.opened(layout.root / NAME) as file:
            head = file.readline()
            for line in file:
                digest.update(line)
                key, _, text = line.removeprefix(b"{").partition(b":")
                if text:
                    is_last = not text.endswith(_BETWEEN)
                    texts[key.strip(b'"').decode()] = text.removesuffix(b"}" if is_last else _BETWEEN)
    except (OSError, UnicodeDecodeError):
        return NOTHING
    return Results(texts) if head == _head(digest.hexdigest()) else NOTHING


def prepare() -> None:
    """Do the slow part of `read` and `write` now, so that it runs while other processes work."""
    _code()


def write(layout: Layout, results: Mapping[str, Any]) -> None:
    """Replace the cache by results: JSON values, or what `encoded` gives. An archive that can't be written to is
    checked all the same.
    """
    digest = hashlib.sha256()
    for piece in _body(results):
        digest.update(piece)
    path = layout.root / NAME
    with suppress(FolderUnwritable):
        # Git ignores every file below, whatever the archive's own .gitignore says
        files.write(path.with_name(".gitignore"), b"*\n")
        with files.replacement(path) as file:
            file.write(_head(digest.hexdigest()))
            file.writelines(_body(results))


def _body(results: Mapping[str, Any]) -> Iterator[bytes]:
    """The pieces of the file after its first line: a JSON object with a result on each line."""
    yield b"{"
    for number, (key, one) in enumerate(results.items()):
        yield b"%s%s:%s" % (_BETWEEN if number else b"", _COMPACT.encode(key).encode(), encoded(one))
    yield b"}"


def _head(sha256: str) -> bytes:
    """The first line of the file: the program that wrote it, and the checksum of the rest."""
    return f"medium-archive verify {_code()} {sha256}\n".encode()


@cache
def _code() -> str:
    """A digest of the program and of the libraries that it reads with."""
    parts = [sys.version, program.digest(), *(f"{name} {_version(name)}" for name in _LIBRARIES)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _version(library: str) -> str:
    """The version of a library, "" if it is not there: some systems have no comrak. An installer notes it in the name
    of a folder. To read the file in this folder takes 16 ms, because `importlib.metadata` needs the modules for e-mail.
    """
    name = library.replace("-", "_")
    found = [one for one in _installed() if one.startswith((f"{name}-", f"{name}."))]
    if len(found) == 1 and found[0].startswith(f"{name}-"):
        return found[0]
    from importlib import metadata  # noqa: PLC0415  # slow

    with suppress(metadata.PackageNotFoundError):
        return metadata.version(library)
    return ""


@cache
def _installed() -> tuple[str, ...]:
    """The names of the folders in which installers describe libraries, such as `lxml-6.1.3.dist-info`."""
    names: list[str] = []
    for folder in dict.fromkeys(sys.path):
        with suppress(OSError):
            names += (name.lower() for name in os.listdir(folder or ".") if name.endswith("-info"))  # noqa: PTH208  # a Path takes longer
    return tuple(names)

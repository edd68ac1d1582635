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
from medium_archive.folder import files, program
from medium_archive.folder.layout import Layout

NAME = "private/.cache/verify.json"  # below private/, because results quote drafts
_BETWEEN = b",\n"  # two results: the JSON text of a result is one line
_ENCODER = json.JSONEncoder(default=sorted, sort_keys=True, separators=(",", ":"))  # `json.dumps` makes a new one
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_LIBRARIES = ("lxml", "markdown-it-py", "mdit-py-plugins", "comrak-ext", "pyyaml", "feedparser")


class Encoded(str):
    """A result as the JSON text that `encoded` gave. So the process that made it can encode it."""

    __slots__ = ()


def encoded(result: object) -> str:
    """A result as JSON text."""
    return result if isinstance(result, Encoded) else _COMPACT.encode(result)


def key(*parts: object) -> str:
    """The key of a result that depends on these values: JSON values, or sets of strings."""
    return hashlib.sha256(_ENCODER.encode(parts).encode()).hexdigest()


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

    def encoded(self, key: str) -> Encoded:
        """A result as JSON text, which the next run can keep."""
        return Encoded(self.texts[key].decode())


NOTHING = Results()


def read(layout: Layout) -> Results:
    """The results by their keys; none if the file is missing, damaged, or was written by another program."""
    try:
        head, _, body = (layout.root / NAME).read_bytes().partition(b"\n")
    except OSError:
        return NOTHING
    if head != _head(body):
        return NOTHING
    found = (line.partition(b":") for line in body.removeprefix(b"{").removesuffix(b"}").split(_BETWEEN) if line)
    return Results({key.strip(b'"').decode(): text for key, _, text in found})


def prepare() -> None:
    """Do the slow part of `read` and `write` now, so that it runs while other processes work."""
    _code()


def write(layout: Layout, results: Mapping[str, Any]) -> None:
    """Replace the cache by results: JSON values, or `Encoded`. An archive that can't be written to is checked all the
    same.
    """
    lines = (f"{_COMPACT.encode(key)}:{encoded(one)}".encode() for key, one in results.items())
    body = b"{" + _BETWEEN.join(lines) + b"}"
    file = layout.root / NAME
    with suppress(FolderUnwritable):
        # Git ignores every file below, whatever the archive's own .gitignore says
        files.write(file.with_name(".gitignore"), b"*\n")
        files.write(file, _head(body) + b"\n" + body)


def _head(body: bytes) -> bytes:
    """The first line of the file: the program that wrote it, and the checksum of the rest."""
    return f"medium-archive verify {_code()} {hashlib.sha256(body).hexdigest()}".encode()


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

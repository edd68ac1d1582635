"""WACZ 1.x: a zip with WARCs, their index, and a list of the checksums of its files, which are compared first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from medium_archive.errors import ArchiveError, MemberDamaged
from medium_archive.medium import zip_safety
from medium_archive.medium.pages.containers import warc, zip_file
from medium_archive.medium.pages.containers.beside import Beside
from medium_archive.medium.pages.containers.saved import Kind, Saved
from medium_archive.medium.pages.containers.saved_file import SavedFile
from medium_archive.report import Issue

NAME = "a web archive (WACZ)"
KINDS: tuple[Kind, ...] = ("warc",)

_MANIFEST, _DIGEST = "datapackage.json", "datapackage-digest.json"
_AGAIN = "Copy the archive again from where it comes from, or export it again."
_PIECE = 1024**2


def recognises(file: SavedFile, start: bytes) -> bool:
    if not start.startswith(b"PK\3\4"):
        return False
    try:
        names = {one.inner for one in zip_file.files(file)}
    except ArchiveError:
        return False  # the reader of zips names it
    return _MANIFEST in names and any(name.startswith("archive/") for name in names)


def read(file: SavedFile, beside: Beside) -> Iterator[Saved | Issue]:
    files = {one.inner: one for one in zip_file.files(file)}
    yield from _compared(file, files)
    for name, archive in sorted(files.items()):
        if not name.startswith("archive/"):
            continue
        try:
            start = archive.start()
            if warc.recognises(archive, start):
                yield from warc.read(archive, {})
                continue
            message = f"This is no WARC, although it lies among them. {_AGAIN}"
        except MemberDamaged as error:
            message = f"{error.message} {error.hint}"
        yield Issue(archive.where, "save-unreadable", message, "error")


def _compared(file: SavedFile, files: Mapping[str, SavedFile]) -> Iterator[Issue]:
    """The issues about files that differ from the list of checksums, and about a list that can't be read."""
    manifest = _object(files[_MANIFEST])
    resources = manifest.get("resources")
    if not isinstance(resources, list) or not resources:
        message = f"The list of checksums, {_MANIFEST}, can't be read, so nothing was compared with it. {_AGAIN}"
        yield Issue(f"{file.where}/{_MANIFEST}", "save-checksum", message)
        return
    listed = [one for one in resources if isinstance(one, dict)]
    if _DIGEST in files:
        listed.append({"path": _MANIFEST, "hash": _object(files[_DIGEST]).get("hash")})
    for resource in listed[: zip_safety.MEMBERS]:
        path, said = str(resource.get("path", "")), str(resource.get("hash", ""))
        method, _, value = said.partition(":")
        one = files.get(path)
        if one is None:
            message = f"The list of checksums names a file that is missing: {path[:100]}. {_AGAIN}"
            yield Issue(file.where, "save-checksum", message, "error")
        elif method in ("sha256", "md5") and value.lower() != _checksum(one, method):
            message = f"The file has another checksum than {_MANIFEST} says; what can be read of it was read. {_AGAIN}"
            yield Issue(one.where, "save-checksum", message, "error")


def _object(file: SavedFile) -> Mapping[str, Any]:
    try:
        found = json.loads(file.read())
    except (MemberDamaged, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _checksum(file: SavedFile, method: str) -> str:
    digest = hashlib.new(method, usedforsecurity=False)
    try:
        with file.open() as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
    except (MemberDamaged, OSError):
        return ""
    return digest.hexdigest()

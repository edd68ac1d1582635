"""A page as SingleFile packs it: a zip, or an HTML page that unpacks itself, whose zip is at its end.

`manifest.json` names the address of the page and of each picture, so pictures are found without an option.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from medium_archive.errors import ArchiveError, MemberDamaged
from medium_archive.medium.pages import picture_ids
from medium_archive.medium.pages.containers import bodies, signs, text_encoding, times, zip_file
from medium_archive.medium.pages.containers.beside import Beside
from medium_archive.medium.pages.containers.saved import Kind, Pictures, PictureSource, Saved
from medium_archive.medium.pages.containers.saved_file import SavedFile
from medium_archive.report import Issue

NAME = "a page packed by SingleFile"
KINDS: tuple[Kind, ...] = ("singlefile",)

_MANIFEST = "manifest.json"
_UNPACKS_ITSELF = re.compile(rb"<html[^<>]{0,500}\bdata-sfz\b")
_FILE = re.compile(rb"""(?<=[="'\s(,])(?:\./)?((?:images|frames)/[^\s"'<>(),]+)""")


def recognises(file: SavedFile, start: bytes) -> bool:
    if signs.is_markup(start):
        return _UNPACKS_ITSELF.search(start) is not None
    if not start.startswith(b"PK\3\4"):
        return False
    try:
        files = _files(file)
        return "originalUrl" in _manifest(files)
    except ArchiveError:
        return False  # the reader of zips names it


def read(file: SavedFile, beside: Beside) -> Iterator[Saved | Issue]:
    files = _files(file)
    manifest = _manifest(files)
    page = files.get(str(manifest.get("indexFilename", "index.html")))
    if page is None:
        raise MemberDamaged(f"{file.where} has no page in it.", "Save the page again.")
    content, is_readable = text_encoding.as_utf8(page.read())
    if not is_readable:
        yield text_encoding.issue(file.where)
    listed = manifest.get("resources")
    resources = {str(name): str(address) for name, address in listed.items()} if isinstance(listed, dict) else {}
    pictures = Pictures(_sources(files, resources))
    frames: dict[str, Callable[[], bytes]] = {}
    for name, address in resources.items():
        inner = files.get(f"{name}index.html")
        if inner is not None and (media := bodies.media_id(address)):
            frames[media] = inner.read
    address = str(manifest.get("originalUrl", ""))
    content = _with_addresses(content, resources)
    yield Saved(
        file.where, content, address, times.iso(str(manifest.get("archiveTime", ""))), "singlefile", pictures, frames
    )


def _files(file: SavedFile) -> dict[str, SavedFile]:
    return {one.inner: one for one in zip_file.files(file)}


def _manifest(files: Mapping[str, SavedFile]) -> Mapping[str, Any]:
    try:
        found = json.loads(files[_MANIFEST].read()) if _MANIFEST in files else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _sources(files: Mapping[str, SavedFile], resources: Mapping[str, str]) -> Iterator[PictureSource]:
    for name, address in resources.items():
        picture_id, one = picture_ids.in_address(address), files.get(name)
        if one is not None and picture_id:
            yield PictureSource(picture_id, one.where, one.size, one.read, address)


def _with_addresses(content: bytes, resources: Mapping[str, str]) -> bytes:
    """The page with the addresses of what it shows, in the place of the names in the zip."""

    def address(match: re.Match[bytes]) -> bytes:
        known = resources.get(match[1].decode("utf-8", "replace").removesuffix("index.html"))
        return escape(known).encode() if known else match[0]

    return _FILE.sub(address, content)

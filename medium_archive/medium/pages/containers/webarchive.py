"""A web archive of Safari: a property list with the page as it was sent and what it shows, by address."""

from __future__ import annotations

import plistlib
import struct
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any
from xml.parsers.expat import ExpatError

from medium_archive.errors import MemberDamaged
from medium_archive.medium.pages import picture_ids
from medium_archive.medium.pages.containers import bodies, text_encoding
from medium_archive.medium.pages.containers.beside import Beside
from medium_archive.medium.pages.containers.saved import Kind, Pictures, PictureSource, Saved
from medium_archive.medium.pages.containers.saved_file import CONTAINER, SavedFile
from medium_archive.report import Issue

NAME = "a web archive of Safari"
KINDS: tuple[Kind, ...] = ("webarchive",)
_Resource = Mapping[str, Any]
# What plistlib raises for damaged lists; it refuses entities, which could make it large
_DAMAGED = (ValueError, LookupError, TypeError, OverflowError, RecursionError, AttributeError, struct.error,
            ExpatError, MemoryError)  # fmt: skip


def recognises(file: SavedFile, start: bytes) -> bool:
    if start.startswith(b"bplist00"):
        return b"WebMainResource" in (start if len(start) == file.size else file.read(CONTAINER))
    return start.lstrip().startswith(b"<?xml") and b"<plist" in start and b"<key>WebMainResource</key>" in start


def read(file: SavedFile, beside: Beside) -> Iterator[Saved | Issue]:
    archive = _archive(file)
    main = archive["WebMainResource"]
    content, address = _data(main), _text(main, "WebResourceURL")
    if not content:
        raise MemberDamaged(f"{file.where} has no page in it.", "Save the page again.")
    content, is_readable = text_encoding.as_utf8(content, _text(main, "WebResourceTextEncodingName"))
    if not is_readable:
        yield text_encoding.issue(file.where)
    frames: dict[str, Callable[[], bytes]] = {}
    for place, frame in enumerate(_listed(archive, "WebSubframeArchives")):
        if media := bodies.media_id(_text(_main(frame), "WebResourceURL")):
            frames[media] = partial(_frame, file, place)
    pictures = Pictures(_sources(file, _listed(archive, "WebSubresources")))
    yield Saved(file.where, content, address, None, "webarchive", pictures, frames)


def _archive(file: SavedFile) -> _Resource:
    try:
        archive = plistlib.loads(file.read(CONTAINER))
    except _DAMAGED as error:
        raise MemberDamaged(f"{file.where} is damaged: its list can't be read.", "Save the page again.") from error
    if not isinstance(archive, dict) or not isinstance(archive.get("WebMainResource"), dict):
        raise MemberDamaged(f"{file.where} has no page in it.", "Save the page again.")
    return archive


def _sources(file: SavedFile, resources: list[_Resource]) -> Iterator[PictureSource]:
    for place, resource in enumerate(resources):
        address = _text(resource, "WebResourceURL")
        if picture_id := picture_ids.in_address(address):
            yield PictureSource(picture_id, file.where, len(_data(resource)), partial(_picture, file, place), address)


def _picture(file: SavedFile, place: int) -> bytes:
    """The picture at a place of the list. The list is read again: so none of its pictures stays in memory."""
    return _data(_listed(_archive(file), "WebSubresources")[place])


def _frame(file: SavedFile, place: int) -> bytes:
    return _data(_main(_listed(_archive(file), "WebSubframeArchives")[place]))


def _main(archive: _Resource) -> _Resource:
    main = archive.get("WebMainResource")
    return main if isinstance(main, dict) else {}


def _listed(archive: _Resource, key: str) -> list[_Resource]:
    found = archive.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _data(resource: _Resource) -> bytes:
    data = resource.get("WebResourceData")
    return data if isinstance(data, bytes) else data.encode() if isinstance(data, str) else b""


def _text(resource: _Resource, key: str) -> str:
    value = resource.get(key)
    return value if isinstance(value, str) else ""

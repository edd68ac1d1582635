"""The lines of pictures.jsonl and the originals of the posts name the same pictures.

A card's thumbnail is in no text, so only the original shows that its line is missing. The same is true of a picture
whose file is in the archive: the text names the file, not the address.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import unescape

from bs4.element import Tag

from medium_archive import links
from medium_archive.checks import picture_keys
from medium_archive.checks import pictures as picture_files
from medium_archive.checks.picture_keys import FILES
from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.errors import SettingsWrong
from medium_archive.folder import feed, picture_record, rescued, settings
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.location import SETTINGS_NAME
from medium_archive.medium import pictures
from medium_archive.medium import post as post_page
from medium_archive.medium.not_post import PAGE_ERRORS
from medium_archive.post import Picture, Role
from medium_archive.report import Issue

IN_QUICK = False
_NOT_SHOWN = (
    "The line of {} names the post {}, but the original of that post has no such picture. Restore the file from a copy."
)
_NO_PHOTO = (
    "The records do not list the photo of the author, so `archive pictures` does not fetch it: {}. "
    "Restore pictures.jsonl from a copy."
)
_ROLE = (
    "The line of {} in pictures.jsonl has the role “{}”, but this post shows the picture as “{}”. Restore the file "
    "from a copy."
)
_PHOTO_ROLE = (
    "The line of the photo of the author ({}) in pictures.jsonl has the role “{}”, not “photo”. Restore the file from "
    "a copy."
)
_ELEMENT = re.compile(r"<(?:(img)\b|(a)\b(?=[^>]*mixtapeImage)|(div)\b(?=[^>]*section-background))([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True)
class _Line:
    """The file that has the line of a picture, and the role in it."""

    file: str
    role: str


def inspect(archive: Snapshot) -> Findings:
    """Compare the pictures in the original of every post with the lines that name the post, in both directions, with
    their roles, and look for the lines of the photos in archive.toml.
    """
    newest: dict[str, list[Picture]] = {}
    differences = list(_differences(archive, _named(archive), newest))
    of_keys, kept = picture_keys.differences(archive, newest, _found_quickly, _found_exactly)
    return Findings((*differences, *of_keys, *_photos(archive)), kept=kept)


def _named(archive: Snapshot) -> Mapping[str, Mapping[str, _Line]]:
    """The lines that name a post, by the key of the post and the address of the picture."""
    named: defaultdict[str, dict[str, _Line]] = defaultdict(dict)
    for file in FILES:
        for line in archive.lines.get(file, ()):
            for post_id in line.get("posts", ()):
                named[same_post(post_id)][line["address"]] = _Line(file, str(line.get("role", "")))
    return named


def _differences(
    archive: Snapshot, named: Mapping[str, Mapping[str, _Line]], newest: dict[str, list[Picture]]
) -> Iterator[Issue]:
    """The differences; `newest` receives the pictures of all originals, by their addresses."""
    for key, entry in archive.entries.items():
        text = archive.text_of(key) if entry.is_post and key in archive.places else None
        held = archive.files.get(entry.original)
        if held is None or archive.differs(entry.original, entry.sha256):
            continue  # other checks have issues about these
        if text is None and not entry.is_from_page:
            continue
        original = held.path.read_bytes()
        # Converting a page takes long, so only an original in which a quick search finds other pictures is converted
        read = _found_in_saved if entry.is_from_page else _found_quickly
        pictures_of_post = list(read(entry.original, original))
        for picture in pictures_of_post:
            newest.setdefault(picture.address, []).append(picture)
        if text is None:  # no page of an export has the pictures of a saved page that a person deleted
            continue
        lines = named.get(key, {})
        found = _first((one.address, one.role) for one in pictures_of_post)
        is_same = found.keys() == lines.keys() and not any(_is_less(lines[one].role, found[one]) for one in found)
        if is_same or (shown := _shown(entry, original)) is None:
            continue
        yield from (picture_files.without_line(text.file, address) for address in shown if address not in lines)
        for address, line in lines.items():
            if address not in shown:
                yield Issue(line.file, "record-astray", _NOT_SHOWN.format(address, entry.id), "error")
            elif _is_less(line.role, shown[address]):
                message = _ROLE.format(address, line.role, shown[address])
                yield Issue(text.file, "record-differs", message, "error")


def _is_less(role: str, shown: str) -> bool:
    """Whether the `role` of a line comes after `shown`, the role of the picture in a post. A line has the first of all
    roles, so an earlier role is no fault: an older page of the post, which is not kept, may have had it.
    """
    return role not in picture_record.ROLES or picture_record.ROLES.index(role) > picture_record.ROLES.index(shown)


def _first(roles: Iterable[tuple[str, Role]]) -> dict[str, Role]:
    """The first role of each picture, by its address."""
    found: dict[str, Role] = {}
    for address, role in roles:
        found[address] = min(role, found.get(address, role), key=picture_record.ROLES.index)
    return found


def _photos(archive: Snapshot) -> Iterator[Issue]:
    """The issues about photos of authors without a line. An archive.toml that a person edited may have a new photo,
    which the next import records.
    """
    held = archive.files.get(SETTINGS_NAME)
    if held is None or held.sha256 != archive.written.get(SETTINGS_NAME):
        return
    with suppress(SettingsWrong):  # another check has an issue about it
        found = settings.read(held.path)
        roles = {line["address"]: str(line.get("role", "")) for file in FILES for line in archive.lines.get(file, ())}
        for photo in dict.fromkeys(author.photo for author in (found.author, *found.authors.values())):
            if not photo.startswith(("https://", "http://")):
                continue
            if photo not in roles:
                yield Issue(SETTINGS_NAME, "picture-unknown", _NO_PHOTO.format(photo), "error")
            elif _is_less(roles[photo], "photo"):
                yield Issue(SETTINGS_NAME, "record-differs", _PHOTO_ROLE.format(photo, roles[photo]), "error")


def _found_quickly(_name: str, original: bytes) -> Iterator[Picture]:
    """The pictures in an original, found by a pattern, which may also match a part of the text."""
    for match in _ELEMENT.finditer(original.decode("utf-8", "replace")):
        image, anchor, cover, inside = match.groups()
        attributes = {name: unescape(one or other) for name, one, other in _ATTRIBUTE.findall(inside)}
        element = Tag(name=image or anchor or cover, attrs=attributes)
        if anchor:
            picture = pictures.read_thumbnail(element, links.target(attributes.get("href", "")))
        else:
            picture = pictures.read(element) if image else pictures.read_cover(element)
        if picture is not None:
            yield picture


def _found_in_saved(_name: str, original: bytes) -> Iterator[Picture]:
    """The pictures in the original of a saved page; none if it can't be read."""
    with suppress(rescued.NoStory):
        yield from rescued.read_one(original).post.pictures


def _found_exactly(name: str, page: bytes) -> Iterator[Picture]:
    """The pictures in a page of an export, as an import records them; none if the page can't be read."""
    with suppress(*PAGE_ERRORS):
        yield from post_page.read(page, name.rpartition("/")[2])[0].pictures


def _shown(entry: Entry, original: bytes) -> Mapping[str, Role] | None:
    """The addresses of the pictures that an import records for a post, with their roles; None if its original can't
    be read, which the check of the ledgers reports.
    """
    try:
        if entry.is_from_feed:
            post = feed.read_one(original).post
        elif entry.is_from_page:
            post = rescued.read_one(original).post
        else:
            post = post_page.read(original, entry.original.rpartition("/")[2])[0]
    except (*PAGE_ERRORS, feed.NotAMediumFeed, rescued.NoStory):
        return None
    return _first((picture.address, picture.role) for picture in post.pictures)

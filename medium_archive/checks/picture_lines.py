"""The lines of pictures.jsonl and the originals of the posts name the same pictures.

A card's thumbnail is in no text, so only the original shows that its line is missing. The same is true of a picture
whose file is in the archive: the text names the file, not the address.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape

from bs4.element import Tag

from medium_archive import links
from medium_archive.checks import pictures as picture_files
from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.errors import SettingsWrong
from medium_archive.folder import feed, picture_record, settings
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.layout import SETTINGS_NAME
from medium_archive.medium import pictures
from medium_archive.medium import post as post_page
from medium_archive.post import Picture, Role
from medium_archive.report import Issue

IN_QUICK = False
_FILES = ("records/pictures.jsonl", "private/pictures.jsonl")
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
_KEY = (
    "The line of {} in pictures.jsonl has `{}`, but no original of a post that shows the picture has it. Restore the "
    "file from a copy."
)
_PHOTO_ROLE = (
    "The line of the photo of the author ({}) in pictures.jsonl has the role “{}”, not “photo”. Restore the file from "
    "a copy."
)
_ELEMENT = re.compile(r"<(?:(img)\b|(a)\b(?=[^>]*mixtapeImage)|(div)\b(?=[^>]*section-background))([^>]*)>")
_HREF = re.compile(r"""href=["']([^"']*)""")
_ATTRIBUTE = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True)
class _Line:
    """The file that has the line of a picture, and the role in it."""

    file: str
    role: str


@dataclass
class _Found:
    """The pictures in the originals: the addresses of thumbnails with the addresses to which their cards lead, and the
    addresses of pictures with those from which Medium copied them. `unread` are the keys of posts that have no readable
    page of an export, or several states.
    """

    thumbnails: set[tuple[str, str]] = field(default_factory=set)
    copied: set[tuple[str, str]] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)


def inspect(archive: Snapshot) -> Findings:
    """Compare the pictures in the original of every post with the lines that name the post, in both directions, with
    their roles, and look for the lines of the photos in archive.toml.
    """
    found = _Found()
    differences = list(_differences(archive, _named(archive), found))
    return Findings((*differences, *_keys(archive, found), *_photos(archive)))


def _named(archive: Snapshot) -> Mapping[str, Mapping[str, _Line]]:
    """The lines that name a post, by the key of the post and the address of the picture."""
    named: defaultdict[str, dict[str, _Line]] = defaultdict(dict)
    for file in _FILES:
        for line in archive.lines.get(file, ()):
            for post_id in line.get("posts", ()):
                named[same_post(post_id)][line["address"]] = _Line(file, str(line.get("role", "")))
    return named


def _differences(archive: Snapshot, named: Mapping[str, Mapping[str, _Line]], every: _Found) -> Iterator[Issue]:
    """The differences; `every` receives the pictures of all originals."""
    for key, entry in archive.entries.items():
        text = archive.text_of(key) if entry.is_post and key in archive.places else None
        held = archive.files.get(entry.original)
        if text is None or held is None or archive.differs(entry.original, entry.sha256):
            every.unread.add(key)
            continue  # other checks have issues about these
        if entry.is_from_feed or len(archive.history.states.get(key, ())) != 1:
            every.unread.add(key)
        lines = named.get(key, {})
        original = held.path.read_bytes()
        # Converting a page takes long, so only an original in which a quick search finds other pictures is converted
        pictures_of_post = list(_found_quickly(original))
        every.thumbnails |= {(one.address, one.of) for one in pictures_of_post if one.role == "card"}
        every.copied |= {(one.address, one.external) for one in pictures_of_post if one.external}
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


def _keys(archive: Snapshot, found: _Found) -> Iterator[Issue]:
    """An issue for each line with `cards` of a picture that is no thumbnail, or with another `external` than the
    originals. An older page of a post, which is not kept as its original, may have had these.
    """
    for file in _FILES:
        for line in archive.lines.get(file, ()):
            address, posts = line["address"], {same_post(one) for one in line.get("posts", ())}
            if not posts or not posts <= archive.entries.keys() or posts & found.unread:
                continue
            cards = [one for one in line.get("cards", ()) if (address, one) not in found.thumbnails]
            if cards and (address not in dict(found.thumbnails) or not _targets(archive, posts).issuperset(cards)):
                yield Issue(file, "record-differs", _KEY.format(address, f"cards: {', '.join(cards)}"), "error")
            if "external" in line and (address, line["external"]) not in found.copied:
                yield Issue(file, "record-differs", _KEY.format(address, "external"), "error")


def _targets(archive: Snapshot, posts: Iterable[str]) -> set[str]:
    """The addresses to which the links in the originals of posts lead."""
    pages = (archive.files[archive.entries[key].original].path.read_text("utf-8", "replace") for key in posts)
    return {links.target(unescape(one)) for page in pages for one in _HREF.findall(page)}


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
        roles = {line["address"]: str(line.get("role", "")) for file in _FILES for line in archive.lines.get(file, ())}
        for photo in dict.fromkeys(author.photo for author in (found.author, *found.authors.values())):
            if not photo.startswith(("https://", "http://")):
                continue
            if photo not in roles:
                yield Issue(SETTINGS_NAME, "picture-unknown", _NO_PHOTO.format(photo), "error")
            elif _is_less(roles[photo], "photo"):
                yield Issue(SETTINGS_NAME, "record-differs", _PHOTO_ROLE.format(photo, roles[photo]), "error")


def _found_quickly(original: bytes) -> Iterator[Picture]:
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


def _shown(entry: Entry, original: bytes) -> Mapping[str, Role] | None:
    """The addresses of the pictures that an import records for a post, with their roles; None if its original can't
    be read, which the check of the ledgers reports.
    """
    try:
        if entry.is_from_feed:
            post = feed.read_one(original).post
        else:
            post = post_page.read(original, entry.original.rpartition("/")[2])[0]
    except (*post_page.PAGE_ERRORS, feed.NotAMediumFeed):
        return None
    return _first((picture.address, picture.role) for picture in post.pictures)

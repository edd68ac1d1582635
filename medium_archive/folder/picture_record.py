"""A line of pictures.jsonl: what the archive knows of one picture (docs/format.md)."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from medium_archive import names
from medium_archive.folder import records
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.folder.schema import ArchivePath
from medium_archive.post import Picture, Role

NAME = "pictures.jsonl"
# By the types of picture, as Pillow names them
EXTENSIONS = {
    "JPEG": ".jpeg",
    "MPO": ".jpeg",  # a phone's, with a second picture behind the first
    "PNG": ".png",
    "GIF": ".gif",
    "WEBP": ".webp",
    "TIFF": ".tiff",
    "AVIF": ".avif",
    "BMP": ".bmp",
}
# If a picture has several roles, its record has the first of them in this order
ROLES: tuple[Role, ...] = ("figure", "cover", "photo", "card")
# What the pictures that are not here belong to, by the keys of a Report and the roles that each counts
_LACKING: Mapping[str, tuple[Role, ...]] = {
    "lacking_in_posts": ("figure", "cover"),
    "lacking_in_cards": ("card",),
    "lacking_photos": ("photo",),
}
_ENDING = re.compile(r"(?:\.(?:jpe?g|png|gif|tiff?|webp|avif|bmp)){1,2}$", re.IGNORECASE)
_SAME_TYPE = {".jpg": ".jpeg", ".tif": ".tiff"}


@dataclass(frozen=True, slots=True)
class PictureRecord:
    """One picture by its address. `posts` are the ids of the posts that show it, `cards` the addresses to which its
    link cards lead, `files` the files in the archive that hold it. Sizes are in pixels. `problem` is why it could not
    be fetched, `retry` when it may be tried again, ISO 8601 in UTC; `external` is where Medium took it from.
    """

    address: str
    id: str = ""
    width: int | None = None
    height: int | None = None
    role: Role = "figure"
    posts: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    files: tuple[ArchivePath, ...] = ()
    bytes: int | None = None
    sha256: str = ""
    problem: str = ""
    retry: str = ""
    external: str = ""

    @classmethod
    def of(cls, picture: Picture, post_id: str) -> PictureRecord:
        """The record of a picture that a post shows; the author's photo has no post."""
        return cls(
            picture.address,
            picture.id,
            picture.width,
            picture.height,
            picture.role,
            posts=(post_id,) if post_id else (),
            cards=(picture.of,) if picture.of else (),
            external=picture.external,
        )

    @property
    def picture(self) -> Picture:
        return Picture(self.address, self.id, self.width, self.height, self.role, external=self.external)

    def file_name(self, extension: str) -> str:
        """The name of its file, from Medium's id. A picture of another host is named by the end of its address and some
        digits of the address's checksum, as many are called `image.png`. A thumbnail is a small copy of a picture that
        the post may show too, so its name says what it is.
        """
        name = self.id
        if not name:
            digits = hashlib.sha256(unquote(self.address).encode()).hexdigest()[:8]
            name = f"{_ENDING.sub('', self.address.partition('?')[0].rpartition('/')[2])}-{digits}"
        name = file_name(name, extension)
        return f"{Path(name).stem}-thumbnail{extension}" if self.role == "card" else name

    def possible_names(self) -> Iterator[str]:
        """The names that the program may have given to its file, one for each type."""
        return (self.file_name(extension) for extension in EXTENSIONS.values())

    def program_name(self, file: str) -> str:
        """The name that the program gave to a file, whatever a person has renamed it to."""
        path = PurePosixPath(file)
        suffix = path.suffix.lower()
        return path.name if path.name in self.possible_names() else self.file_name(_SAME_TYPE.get(suffix, suffix))

    def merged(self, other: PictureRecord) -> PictureRecord:
        """This record, completed with another record of the same picture. The size of the other one is taken: an export
        has the size of the upload, while this record may have the size of the file.
        """
        return replace(
            self,
            id=self.id or other.id,
            width=other.width or self.width,
            height=other.height or self.height,
            role=min(self.role, other.role, key=ROLES.index),
            posts=tuple(sorted({*self.posts, *other.posts})),
            cards=tuple(sorted({*self.cards, *other.cards})),
            files=tuple(sorted({*self.files, *other.files})),
            bytes=self.bytes or other.bytes,
            sha256=self.sha256 or other.sha256,
            problem=self.problem or other.problem,
            retry=self.retry or other.retry,
            external=self.external or other.external,
        )

    def part(self, drafts: Collection[str], *, private: bool) -> PictureRecord | None:
        """The part of this record for the private records, or for the public ones; None if there is no such part.
        `drafts` are ids of drafts.
        """
        posts = tuple(post for post in self.posts if (post in drafts) == private)
        files = tuple(file for file in self.files if file.startswith("drafts/") == private)
        is_known = posts or files or not (private or self.posts or self.files)
        if not is_known:
            return None
        return self if (posts, files) == (self.posts, self.files) else replace(self, posts=posts, files=files)


def read(layout: Layout) -> dict[str, PictureRecord]:
    """Every picture by its address. A picture of both a draft and a post is in both files. Raises RecordsDamaged."""
    found: dict[str, PictureRecord] = {}
    for record in records.read_both(layout, NAME, PictureRecord):
        other = found.get(record.address)
        found[record.address] = record if other is None else other.merged(record)
    return found


def elsewhere(layout: Layout) -> int:
    """The number of pictures that are not in the archive yet. Raises RecordsDamaged."""
    return sum(not record.files for record in read(layout).values())


def elsewhere_by_post(found: Iterable[PictureRecord]) -> dict[str, frozenset[str]]:
    """The addresses of the pictures of each post that are not in the archive, by `same_post` of its id. Thumbnails of
    link cards are not of the post.
    """
    lines = list(found)
    # A draft and a post may each have a line of the same picture
    here = {record.address for record in lines if record.files}
    by_post: dict[str, set[str]] = {}
    for record in lines:
        if record.address not in here and record.role in _LACKING["lacking_in_posts"]:
            for post in record.posts:
                by_post.setdefault(same_post(post), set()).add(record.address)
    return {post: frozenset(addresses) for post, addresses in by_post.items()}


def elsewhere_in_posts(found: Iterable[PictureRecord]) -> int:
    """The number of the pictures of all posts that are not in the archive."""
    return len(frozenset[str]().union(*elsewhere_by_post(found).values()))


def split(file: str) -> tuple[str, str]:
    """The folder of the post that a picture's file belongs to, "" for the author's photo, and its path there."""
    parts = file.split("/", 2)
    return ("/".join(parts[:2]), parts[2]) if len(parts) == 3 else ("", file)


def file_name(name: str, extension: str) -> str:
    """The name of a picture's file: its id, with the extension of its type unless it has that already."""
    safe = names.file_name(name)
    own = Path(safe).suffix.lower()
    return safe if _SAME_TYPE.get(own, own) == extension else f"{safe}{extension}"


def counted(found: Collection[PictureRecord]) -> dict[str, int]:
    """How many pictures are here, missing for a reason, and not tried; and to what those belong that are not here. By
    the keys of a Report.
    """
    roles = Counter(record.role for record in found if not record.files)
    lacking = {key: sum(roles[role] for role in of) for key, of in _LACKING.items()}
    return {**records.counted("pictures", found), **lacking}

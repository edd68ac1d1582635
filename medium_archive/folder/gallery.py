"""The pictures of the archive: for each address its id, its size, who shows it, which files hold it (docs/format.md).

Pictures that only drafts show are private, as the drafts are.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from medium_archive import names
from medium_archive.folder import files, records
from medium_archive.folder.decoding import EXTENSIONS, Kind, NoPicture, kind_of
from medium_archive.folder.layout import Layout
from medium_archive.folder.schema import ArchivePath
from medium_archive.medium import pictures
from medium_archive.post import Picture, Role

NAME = "pictures.jsonl"
_ENDING = re.compile(r"(?:\.(?:jpe?g|png|gif|tiff?|webp|avif|bmp)){1,2}$", re.IGNORECASE)
_SAME_TYPE = {".jpg": ".jpeg", ".tif": ".tiff"}


@dataclass(frozen=True)
class Record:
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

    @property
    def picture(self) -> Picture:
        return Picture(self.address, self.id, self.width, self.height, self.role, external=self.external)

    def file_name(self, extension: str) -> str:
        """The name of its file, by its id; for other hosts' by the end of its address, with some digits of all of it,
        as half of them are called `image.png`. A thumbnail is a small copy: it must not stand for the picture, which
        the same post may show too.
        """
        name = self.id
        if not name:
            digits = hashlib.sha256(unquote(self.address).encode()).hexdigest()[:8]
            name = f"{_ENDING.sub('', self.address.partition('?')[0].rpartition('/')[2])}-{digits}"
        name = file_name(name, extension)
        return f"{Path(name).stem}-thumbnail{extension}" if self.role == "card" else name

    def own_name(self, file: str) -> str:
        """The name that the program gave to a file, whatever a person calls it."""
        path = PurePosixPath(file)
        suffix = path.suffix.lower()
        return path.name if path.name in _possible_names(self) else self.file_name(_SAME_TYPE.get(suffix, suffix))

    @classmethod
    def of(cls, picture: Picture, post_id: str) -> Record:
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


@dataclass
class Gallery:
    """The records by address, and the addresses by post. `replace_post` keeps both true when a post comes again."""

    layout: Layout
    records: dict[str, Record] = field(default_factory=dict)
    shown_by: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _writing: dict[str, threading.Lock] = field(default_factory=dict)

    @classmethod
    def read(cls, layout: Layout) -> Gallery:
        gallery = cls(layout)
        for record in records.read_both(layout, NAME, Record):
            gallery._put(record)
        return gallery

    def write(self, drafts: Collection[str]) -> None:
        """`drafts` are the ids of drafts: what they show goes to the private records. A picture that a draft and a post
        show has a line in both, and no public one names a draft.
        """
        public, private = (
            [part for record in self.records.values() if (part := _part(record, drafts, private=is_private))]
            for is_private in (False, True)
        )
        records.write_both(self.layout, NAME, public, private)

    def replace_post(self, post_id: str, pictures: Iterable[Picture]) -> None:
        """Forget what the post showed before, note what it shows now. A record nobody needs any more is dropped."""
        before = self.shown_by.pop(post_id, set())
        for address in before:
            record = self.records[address]
            self.records[address] = replace(record, posts=tuple(post for post in record.posts if post != post_id))
        for picture in pictures:
            self.add(picture, post_id)
        for address in before:
            record = self.records[address]
            if not (record.posts or record.files or record.role == "photo"):
                del self.records[address]

    def tidy(self) -> None:
        """Drop the records that no post needs any more and whose files other records have too: an older page may have
        spelled a picture's address otherwise. A file that no other record has keeps its own.
        """
        holders = Counter(file for record in self.records.values() for file in record.files)
        for address, record in list(self.records.items()):
            if not record.posts and record.role != "photo" and all(holders[file] > 1 for file in record.files):
                holders.subtract(record.files)
                del self.records[address]

    def move(self, old: str, new: str) -> None:
        """Let the records follow a post's folder to another place."""
        for address, record in self.records.items():
            if any(file.startswith(f"{old}/") for file in record.files):
                moved = (f"{new}/{f.removeprefix(f'{old}/')}" if f.startswith(f"{old}/") else f for f in record.files)
                self.records[address] = replace(record, files=tuple(sorted(moved)))

    def follow(self, folders: Mapping[str, str]) -> None:
        """Let the records know again the files that a person has moved: with their post's folder, or within it, maybe
        to another name. `folders` gives where a folder lies now that the records call otherwise.
        """
        known = {file for record in self.records.values() for file in record.files}
        for address, record in list(self.records.items()):
            now = [self._followed(file, record, folders, known) for file in record.files]
            if tuple(now) != record.files:
                self.records[address] = replace(record, files=tuple(sorted(set(now))))

    def _followed(self, file: str, record: Record, folders: Mapping[str, str], known: Collection[str]) -> str:
        home, name = home_of(file)
        if not home or (self.layout.root / file).is_file():
            return file
        folder = self.layout.root / folders.get(home, home)
        below = sorted(path for path in folder.rglob("*") if path.is_file())
        there = (path.relative_to(self.layout.root).as_posix() for path in below if path.stat().st_size == record.bytes)
        same = (one for one in there if one not in known and self._holds(one, record.sha256))
        return f"{folders.get(home, home)}/{name}" if (folder / name).is_file() else next(same, file)

    def set_photo(self, address: str) -> None:
        """Add the author's photo, "" for none. Earlier photos of which there is no file are dropped."""
        for record in [one for one in self.records.values() if one.role == "photo" and one.address != address]:
            if not (record.files or record.posts):
                del self.records[record.address]
        if address:
            self.add(Picture(address, pictures.picture_id(address), role="photo"), "")

    def add(self, picture: Picture, post_id: str) -> None:
        self._put(Record.of(picture, post_id))

    def _put(self, record: Record) -> None:
        self.records[record.address] = _merged(self.records.get(record.address), record)
        for post in record.posts:
            self.shown_by[post].add(record.address)

    def files_of(self, post_id: str, folder: str) -> dict[str, str]:
        """The pictures of a post that are in its folder: address -> file name."""
        start = f"{folder}/"
        return {
            address: file.removeprefix(start)
            for address in sorted(self.shown_by[post_id])
            for file in self.records[address].files
            if file.startswith(start)
        }

    def names_of(self, post_id: str, folder: str) -> dict[str, str]:
        """The same as the program writes them: to show a picture from where a person has put it is an edit of theirs,
        which outlives what Medium changes there.
        """
        return {
            address: self.records[address].own_name(file) for address, file in self.files_of(post_id, folder).items()
        }

    def keep(self, address: str, content: bytes, folder: str) -> bool:
        """Put a picture's bytes beside a post ("" is the archive itself), if they are a picture; False if they are
        not.
        """
        try:
            kind = kind_of(content)
        except NoPicture:
            return False
        self.keep_checked(address, content, kind, folder)
        return True

    def keep_checked(self, address: str, content: bytes, kind: Kind, folder: str) -> None:
        """The same for bytes of which it is known that they are a picture, and which."""
        sha256 = hashlib.sha256(content).hexdigest()
        if any(self._holds(file, sha256) for file in self.records[address].files if home_of(file)[0] == folder):
            return  # maybe where a person has put it
        file = self.put_beside(self.records[address], content, kind.extension, folder)
        self.note_kept(address, file, len(content), sha256, kind)

    def _holds(self, file: str, sha256: str) -> bool:
        return (self.layout.root / file).is_file() and files.checksum(self.layout.root / file) == sha256

    def put_beside(self, record: Record, content: bytes, extension: str, folder: str) -> str:
        """Write a picture's file; gives its path in the archive, for `note_kept`. Threads may do so at once."""
        name = record.file_name(extension)
        file = f"{folder}/{name}" if folder else name
        with self._writing.setdefault(file, threading.Lock()):  # two pictures may claim one name
            files.write(self.layout.root / file, content)
        return file

    def note_kept(self, address: str, file: str, size: int, sha256: str, kind: Kind) -> None:
        """Note that a file of so many bytes holds the picture; of its pixels, where the export didn't say."""
        record = self.records[address]
        self.records[address] = replace(
            record,
            width=record.width or kind.width,
            height=record.height or kind.height,
            files=tuple(sorted({*record.files, file})),
            bytes=size,
            sha256=sha256,
            problem="",
            retry="",
        )

    def note_problem(self, address: str, problem: str, retry: str) -> None:
        """Note why a picture is not here; `retry` is when it may be tried again, as ISO 8601 in UTC."""
        self.records[address] = replace(self.records[address], problem=problem, retry=retry)

    def adopt(self, paths: Mapping[str, str]) -> set[str]:
        """Take up files that lie in their posts' folders without a record: a killed run's, or a person's.

        `paths` gives the folder of each post. Gives the ids of the posts that gained a picture.
        """
        gained: set[str] = set()
        for record in [record for record in self.records.values() if record.role == "photo" and not record.files]:
            beside_settings = (self.layout.root / name for name in _possible_names(record))
            file = next((file for file in beside_settings if file.is_file()), None)
            if file is not None:
                self.keep(record.address, file.read_bytes(), "")
        for post, addresses in self.shown_by.items():
            folder = paths.get(post)
            if not folder:
                continue
            there = {path.name for path in (self.layout.root / folder).iterdir()} - {"index.md"}
            for address in addresses if there else ():
                record = self.records[address]
                name = next((n for n in _possible_names(record) if n in there), None)
                if name is None or f"{folder}/{name}" in record.files:
                    continue
                if self.keep(address, (self.layout.root / folder / name).read_bytes(), folder):
                    gained.add(post)
        return gained

    def spread(self, paths: Mapping[str, str]) -> set[str]:
        """Copy pictures that are here to the posts that show them too; gives the ids of those posts."""
        sources = {(record.id, record.role): record for record in self.records.values() if record.files and record.id}
        gained: set[str] = set()
        for record in list(self.records.values()):
            source = record if record.files else sources.get((record.id, record.role))
            if source is None:
                continue
            for post in record.posts:
                folder = paths.get(post)
                if folder and not any(file.startswith(f"{folder}/") for file in record.files):
                    file = self.layout.root / source.files[0]
                    if file.is_file() and self.keep(record.address, file.read_bytes(), folder):
                        gained.add(post)
        return gained

    @property
    def counts(self) -> dict[str, int]:
        """How many are here, missing for a reason, and not tried."""
        return records.counted("pictures", self.records.values())


def home_of(file: str) -> tuple[str, str]:
    """The folder of the post that a picture's file belongs to, "" for the author's, and its name there."""
    parts = file.split("/", 2)
    return ("/".join(parts[:2]), parts[2]) if len(parts) == 3 else ("", file)


def file_name(name: str, extension: str) -> str:
    """The name of a picture's file: its id, with the extension of its type when its own says another or none."""
    safe = names.file_name(name)
    own = Path(safe).suffix.lower()
    if _SAME_TYPE.get(own, own) == extension:
        return safe
    return f"{safe}{extension}"


def _part(record: Record, drafts: Collection[str], *, private: bool) -> Record | None:
    """What the private records, or the public ones, say of a picture; None when nothing."""
    posts = tuple(post for post in record.posts if (post in drafts) == private)
    files = tuple(file for file in record.files if file.startswith("drafts/") == private)
    is_known = posts or files or not (private or record.posts or record.files)
    return replace(record, posts=posts, files=files) if is_known else None


def _possible_names(record: Record) -> Iterator[str]:
    return (record.file_name(extension) for extension in EXTENSIONS.values())


def _merged(one: Record | None, other: Record) -> Record:
    """A record with what another knows of the same picture. The other's size counts: an export's is of the upload, and
    the one that was known may be a file's.
    """
    if one is None:
        return other
    return replace(
        one,
        id=one.id or other.id,
        width=other.width or one.width,
        height=other.height or one.height,
        role=min(one.role, other.role, key=("figure", "cover", "photo", "card").index),
        posts=tuple(sorted({*one.posts, *other.posts})),
        cards=tuple(sorted({*one.cards, *other.cards})),
        files=tuple(sorted({*one.files, *other.files})),
        bytes=one.bytes or other.bytes,
        sha256=one.sha256 or other.sha256,
        problem=one.problem or other.problem,
        retry=one.retry or other.retry,
        external=one.external or other.external,
    )

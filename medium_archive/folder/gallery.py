"""The pictures of the archive (docs/format.md). Pictures that only drafts show are private, as the drafts are."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from medium_archive.folder import files, picture_record, records, regular_files
from medium_archive.folder.layout import Layout
from medium_archive.folder.picture_record import NAME, PictureRecord
from medium_archive.medium import pictures
from medium_archive.post import Picture

if TYPE_CHECKING:
    from pathlib import Path

    from medium_archive.folder.decoding import Kind

_PLACEHOLDER = 60  # pixels: the width of the blurred copies that a page of Medium's shows until a picture is loaded


@dataclass
class Gallery:
    """The records by address, and in `shown_by` the addresses by the ids of the posts that show them."""

    layout: Layout
    records: dict[str, PictureRecord] = field(default_factory=dict)
    shown_by: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _writing: dict[str, threading.Lock] = field(default_factory=dict)
    # The addresses of pictures by the folders that may have their files; None until `move` needs it
    _in_folders: defaultdict[str, set[str]] | None = None
    _saved: tuple[object, ...] = ()  # the records and the drafts that `write` wrote last

    @classmethod
    def read(cls, layout: Layout) -> Gallery:
        """Raises RecordsDamaged."""
        gallery = cls(layout)
        for record in picture_record.read(layout).values():
            gallery._put(record)
        return gallery

    def write(self, drafts: Collection[str]) -> None:
        """Write the records. `drafts` are ids of drafts, which only the private records name: a picture that a draft
        and a post show has a line in both files.
        """
        saved = (*self.records.values(), frozenset(drafts))
        if saved == self._saved:
            return
        public, private = (
            [part for record in self.records.values() if (part := record.part(drafts, private=is_private))]
            for is_private in (False, True)
        )
        records.write_both(self.layout, NAME, public, private)
        self._saved = saved

    def replace_post(self, post_id: str, pictures: Iterable[Picture]) -> None:
        """Note the pictures that a post now shows, and drop the records of its earlier ones that nothing needs."""
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

    def drop_duplicates(self) -> None:
        """Drop the records that no post shows and whose files all have another record: an older page may have spelled
        the address of a picture differently.
        """
        holders = Counter(file for record in self.records.values() for file in record.files)
        for address, record in list(self.records.items()):
            if not record.posts and record.role != "photo" and all(holders[file] > 1 for file in record.files):
                holders.subtract(record.files)
                del self.records[address]

    def move(self, old: str, new: str) -> None:
        """Let the records follow a post's folder from one path to another."""
        if self._in_folders is None:
            self._in_folders = defaultdict(set)
            for address, record in self.records.items():
                for file in record.files:
                    self._in_folders[picture_record.split(file)[0]].add(address)
        addresses = self._in_folders.pop(old, set())
        self._in_folders[new] |= addresses
        for address in addresses & self.records.keys():
            record = self.records[address]
            moved = (f"{new}/{f.removeprefix(f'{old}/')}" if f.startswith(f"{old}/") else f for f in record.files)
            self.records[address] = replace(record, files=tuple(sorted(moved)))

    def find_moved(self, folders: Mapping[str, str]) -> None:
        """Let the records follow the files that a person has moved with their post's folder, or moved or renamed within
        it, and an author's photo that a person has renamed. `folders` gives the present path of each folder in the
        records.
        """
        known = {file for record in self.records.values() for file in record.files}
        for address, record in list(self.records.items()):
            now = [self._present(file, record, folders, known) for file in record.files]
            if tuple(now) != record.files:
                self.records[address] = replace(record, files=tuple(sorted(set(now))))
                self._in_folders = None

    def _present(self, file: str, record: PictureRecord, folders: Mapping[str, str], known: Collection[str]) -> str:
        before, name = picture_record.split(file)
        if (self.layout.root / file).is_file():
            return file
        folder = self.layout.root / folders.get(before, before)
        below = sorted(path for path in (folder.rglob("*") if before else folder.iterdir()) if path.is_file())
        there = (path.relative_to(self.layout.root).as_posix() for path in below if path.stat().st_size == record.bytes)
        same = (one for one in there if one not in known and self._holds(one, record.sha256))
        return f"{folders.get(before, before)}/{name}" if (folder / name).is_file() else next(same, file)

    def set_photos(self, addresses: Sequence[str]) -> None:
        """Note the photos of the authors. Records of earlier photos without a file are dropped."""
        for record in [one for one in self.records.values() if one.role == "photo" and one.address not in addresses]:
            if not (record.files or record.posts):
                del self.records[record.address]
        for address in addresses:
            self.add(Picture(address, pictures.picture_id(address), role="photo"), "")

    def add(self, picture: Picture, post_id: str) -> None:
        """Note that a post shows a picture."""
        self._put(PictureRecord.of(picture, post_id))

    def _put(self, record: PictureRecord) -> None:
        before = self.records.get(record.address)
        self.records[record.address] = before.merged(record) if before else record
        if record.files:
            self._in_folders = None
        for post in record.posts:
            self.shown_by[post].add(record.address)

    def files_of(self, post_id: str, folder: str) -> dict[str, str]:
        """The pictures of a post that are in its folder: address -> file name."""
        start = f"{folder}/"
        return {
            address: file.removeprefix(start)
            for address in sorted(self.shown_by.get(post_id, ()))
            for file in self.records[address].files
            if file.startswith(start)
        }

    def program_names_of(self, post_id: str, folder: str) -> dict[str, str]:
        """The same with the names that the program gave: a name that a person gave is an edit of their text, which a
        merge keeps.
        """
        return {
            address: self.records[address].program_name(file)
            for address, file in self.files_of(post_id, folder).items()
        }

    def keep(self, address: str, content: bytes, folder: str) -> bool:
        """Save a picture's file in a post's folder, "" for the archive's own; False if the bytes are not a picture."""
        from medium_archive.folder.decoding import NoPicture, kind_of  # noqa: PLC0415  # Pillow is slow to import

        try:
            kind = kind_of(content)
        except NoPicture:
            return False
        self.keep_checked(address, content, kind, folder)
        return True

    def keep_checked(self, address: str, content: bytes, kind: Kind, folder: str) -> None:
        """Save the file of a picture that has been decoded."""
        sha256 = hashlib.sha256(content).hexdigest()
        if any(
            self._holds(file, sha256) for file in self.records[address].files if picture_record.split(file)[0] == folder
        ):
            return  # maybe at a place that a person chose
        file = self.write_file(self.records[address], content, kind.extension, folder)
        self.note_file(address, file, len(content), sha256, kind)

    def keep_larger(self, address: str, content: bytes, kind: Kind, folder: str) -> bool:
        """Save a copy of a picture that came with a page, or let it take the place of smaller files of the same type,
        which keep their names. False for a placeholder, for a copy that is not larger than the one here, and if a
        person changed that one.
        """
        record = self.records[address]
        if kind.width <= _PLACEHOLDER and (record.width is None or record.width > 4 * kind.width):
            return False
        if not record.files:
            self.keep_checked(address, content, kind, folder)
            return True
        sha256 = hashlib.sha256(content).hexdigest()
        smaller = [file for file in record.files if not self._holds(file, sha256)]  # not those of a killed run
        is_smaller = all(self._holds(file, record.sha256) and self._is_smaller(file, kind) for file in smaller)
        if sha256 == record.sha256 or not is_smaller:
            return False
        if (record.width or 0) < kind.width:  # it was that of the smaller file
            self.records[address] = replace(record, width=kind.width, height=kind.height)
        for file in record.files:
            files.write(self.layout.root / file, content)
            self.note_file(address, file, len(content), sha256, kind)
        return True

    def _is_smaller(self, file: str, kind: Kind) -> bool:
        """Whether a picture that is here has the same type and a smaller size."""
        from medium_archive.folder.decoding import NoPicture, kind_of  # noqa: PLC0415  # Pillow is slow to import

        try:
            present = kind_of(regular_files.read(self.layout.root / file, self.layout.root))
        except (NoPicture, OSError):
            return False
        return present.extension == kind.extension and present.width < kind.width

    def _holds(self, file: str, sha256: str) -> bool:
        return (self.layout.root / file).is_file() and files.checksum(self.layout.root / file) == sha256

    def write_file(self, record: PictureRecord, content: bytes, extension: str, folder: str) -> str:
        """Write the file of a picture; gives its path in the archive, for `note_file`. Safe in several threads."""
        name = record.file_name(extension)
        file = f"{folder}/{name}" if folder else name
        with self._writing.setdefault(file, threading.Lock()):  # two pictures may have one name
            files.write(self.layout.root / file, content)
        return file

    def note_file(self, address: str, file: str, size: int, sha256: str, kind: Kind) -> None:
        """Note a file of a picture, with its size in bytes, and with its size in pixels if the export does not give
        that.
        """
        record = self.records[address]
        if self._in_folders is not None:
            self._in_folders[picture_record.split(file)[0]].add(address)
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
        """Note why a picture could not be fetched; `retry` is when it may be tried again, ISO 8601 in UTC."""
        self.records[address] = replace(self.records[address], problem=problem, retry=retry)

    def adopt(self, paths: Mapping[str, str]) -> set[str]:
        """Record pictures in the folders of their posts that have no record: those of a killed run, or of a person.
        `paths` gives the folder of each post. Gives the ids of the posts that gained a picture.
        """
        gained: set[str] = set()
        for record in [record for record in self.records.values() if record.role == "photo" and not record.files]:
            names_at_root = (self.layout.root / name for name in record.possible_names())
            file = next((file for file in names_at_root if file.is_file()), None)
            if file is not None and (content := self._content(file)):
                self.keep(record.address, content, "")
        for post, addresses in self.shown_by.items():
            folder = paths.get(post)
            if not folder:
                continue
            there = {path.name for path in (self.layout.root / folder).iterdir()} - {"index.md"}
            for address in addresses if there else ():
                record = self.records[address]
                name = next((n for n in record.possible_names() if n in there), None)
                if name is None or f"{folder}/{name}" in record.files:
                    continue
                content = self._content(self.layout.root / folder / name)
                if content and self.keep(address, content, folder):
                    gained.add(post)
        return gained

    def copy_to_posts(self, paths: Mapping[str, str]) -> set[str]:
        """Copy pictures that are here to the folders of other posts that show them; gives the ids of those posts."""
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
                    if (content := self._content(file)) and self.keep(record.address, content, folder):
                        gained.add(post)
        return gained

    def _content(self, file: Path) -> bytes:
        """The content of a picture that may be recorded or copied; b"" for none: a link could lead to any file."""
        try:
            return regular_files.read(file, self.layout.root)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, regular_files.NotRegular):
            return b""

    @property
    def counts(self) -> dict[str, int]:
        """The counts of `picture_record`."""
        return picture_record.counted(self.records.values())

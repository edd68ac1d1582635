"""Pictures in a folder of a person, found by Medium's id or by their names: `archive import … --from FOLDER`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from medium_archive import names
from medium_archive.errors import NotAnArchive
from medium_archive.folder.decoding import Kind, NoPicture, kind_of
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.picture_record import PictureRecord
from medium_archive.report import Issue


class Content(NamedTuple):
    """The bytes of a picture that decodes, with its type and size."""

    bytes: bytes
    kind: Kind


@dataclass(frozen=True)
class FoundPictures:
    """Files by their names without extension and separators: `1*3Afg.png` may be saved as `1-3Afg.png` or
    `1_3Afg.jpeg`.

    `unclear` has an issue for each address whose name several different pictures have.
    """

    by_name: Mapping[str, Sequence[Path]]
    unclear: dict[str, Issue] = field(default_factory=dict)

    def picture_for(self, record: PictureRecord) -> Content | None:
        """The largest file with the picture's id, or with its name in an archive. A file with the name at another host
        is taken only if it is the only one: many pictures have the name `image.png`.
        """
        own = self._pictures(record.id or Path(record.file_name("")).stem)
        if own:
            return max(own, key=lambda content: len(content.bytes))
        if record.id:
            return None
        named = set(self._pictures(unquote(urlsplit(record.address).path).rpartition("/")[2]))
        if len(named) > 1:
            message = f"{len(named)} pictures match {record.address}. Rename the right one to {record.file_name('')}."
            self.unclear[record.address] = Issue("records/pictures.jsonl", "picture-unclear", message)
        return named.pop() if len(named) == 1 else None

    def _pictures(self, name: str) -> list[Content]:
        return list(_decoding(self.by_name.get(_key(name), ())))


def read(folder: Path) -> FoundPictures:
    """Every file in the folder and below, without links that lead out of it. Raises NotAnArchive if the folder doesn't
    exist.
    """
    if not folder.is_dir():
        raise NotAnArchive(
            f"There is no folder {folder}.", "Write the folder that contains the pictures after `--from`."
        )
    by_name: dict[str, list[Path]] = defaultdict(list)
    inside = folder.resolve()
    for file in sorted(folder.rglob("*")):
        # A folder from a stranger could have links to other files of this machine
        if file.is_file() and file.resolve().is_relative_to(inside) and (key := _key(file.name)):
            by_name[key].append(file)
    return FoundPictures(dict(by_name))


def add(gallery: Gallery, found: FoundPictures, post_id: str, folder: str) -> None:
    """Copy the pictures that a post shows to its folder, if they are among the found ones."""
    for address in sorted(gallery.shown_by[post_id]):
        add_one(gallery, found, address, folder)


def add_one(gallery: Gallery, found: FoundPictures, address: str, folder: str) -> None:
    """Copy one picture to a folder, "" for the archive's own, if it is among the found ones."""
    content = found.picture_for(gallery.records[address])
    if content is not None:
        gallery.keep_checked(address, content.bytes, content.kind, folder)


def _decoding(files: Sequence[Path]) -> Iterator[Content]:
    """The contents of the files that can be read and are pictures."""
    for file in files:
        with suppress(NoPicture, OSError):
            content = file.read_bytes()
            yield Content(content, kind_of(content))


def _key(name: str) -> str:
    """The key by which a name is found: without extension, separators and case; "" if nothing is left."""
    decoded = unquote(name)
    stem = decoded.rpartition(".")[0] or decoded
    return names.file_name(stem).replace("_", "-").replace("-", "").lower()

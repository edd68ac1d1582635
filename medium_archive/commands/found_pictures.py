"""Pictures that a person has in a folder, found by Medium's id: `archive import … --from FOLDER`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from medium_archive import names
from medium_archive.errors import NotAnArchive
from medium_archive.folder.gallery import Gallery


@dataclass(frozen=True)
class FoundPictures:
    """Files by their names without extension: `1*3Afg.png` may be saved as `1-3Afg.png`, `1_3Afg.jpeg` or as it is."""

    by_name: dict[str, Path]

    def file_for(self, name: str) -> Path | None:
        return self.by_name.get(_key(name))


def read(folder: Path) -> FoundPictures:
    """Every file in the folder and below. Raises NotAnArchive when there is no such folder."""
    if not folder.is_dir():
        raise NotAnArchive(f"There is no folder {folder}.", "Name the folder that holds the pictures with `--from`.")
    return FoundPictures({_key(file.name): file for file in sorted(folder.rglob("*")) if file.is_file()})


def bring(gallery: Gallery, pictures: FoundPictures, post_id: str, folder: str) -> None:
    """Copy what a post shows to its folder, as far as it is among the pictures."""
    for address in sorted(gallery.shown_by[post_id]):
        bring_one(gallery, pictures, address, folder)


def bring_one(gallery: Gallery, pictures: FoundPictures, address: str, folder: str) -> None:
    record = gallery.records[address]
    file = pictures.file_for(record.id or address.rpartition("/")[2])
    if file is not None:
        gallery.keep(address, file.read_bytes(), folder)


def _key(name: str) -> str:
    stem = name.rpartition(".")[0] or name
    return names.file_name(stem).replace("_", "-").replace("-", "").lower()

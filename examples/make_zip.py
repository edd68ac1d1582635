"""Packs examples/export/ into examples/medium-export.zip, the way Medium packs it.

    python examples/make_zip.py

Entries have no top folder and are deflated and streamed, with their sizes behind the data, as in Medium's own
zips. The order is sorted and the date fixed: the same folder gives the same bytes (with the same zlib).
"""

# ruff: noqa: T201  # a command that tells what it made
import io
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

HERE = Path(__file__).parent
EXPORTED = (2025, 10, 12, 9, 0, 0)


class Stream(io.RawIOBase):
    """A file that cannot seek: zipfile then writes the sizes after each entry."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()


def pack(folder: Path, target: Path) -> int:
    """The folder as a zip; how many files it holds."""
    files = sorted((p for p in folder.rglob("*") if p.is_file()), key=lambda p: p.relative_to(folder).as_posix())
    with target.open("wb") as file, zipfile.ZipFile(Stream(file), "w") as archive:
        for path in files:
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EXPORTED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, path.read_bytes(), compresslevel=9)
    return len(files)


if __name__ == "__main__":
    print(pack(HERE / "export", HERE / "medium-export.zip"), "files")

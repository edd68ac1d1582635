"""The way through files, folders and zips to the pages in them. One bad file is one issue; the others are read."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from medium_archive.errors import ArchiveError, ExportUnsafe, MemberDamaged, unexpected
from medium_archive.medium import other_formats
from medium_archive.medium.member_kinds import row_of
from medium_archive.medium.pages.containers import beside as saved_beside
from medium_archive.medium.pages.containers import folder_tree, html_page, signs, zip_file
from medium_archive.medium.pages.containers.beside import Beside
from medium_archive.medium.pages.containers.folder_tree import Folder, FoldersBeside, OnDisk, OnDiskBeside
from medium_archive.medium.pages.containers.saved import Saved
from medium_archive.medium.pages.containers.saved_file import SavedFile, unreadable
from medium_archive.medium.safe_names import DEPTH, shown
from medium_archive.medium.zip_entries import AGAIN
from medium_archive.medium.zip_safety import MEMBERS, PAGE
from medium_archive.report import Issue, listed, quantity

if TYPE_CHECKING:
    from medium_archive.medium.pages.containers import Container

T = TypeVar("T")

_NESTED = 2  # zips: one in another; what is a page or an archive by itself may lie in both
_ZIP = (b"PK\3\4", b"PK\5\6", b"PK\7\10")
_SAVE_PAGE = "Save the page from the browser, as a web page or as MHTML."
_EXPORT = (b'class="h-entry"', b'data-field="body"')  # of a page of Medium's export


@dataclass(frozen=True)
class Unread:
    """A file with a page that was found, and not read yet. `beside` are the folders in the same folder."""

    file: SavedFile
    beside: Beside

    @property
    def may_be_sent(self) -> bool:
        """Whether another process may read it: what tells of it is small, and the file can be read twice in no time."""
        is_alone = isinstance(self.beside, OnDiskBeside) or not self.beside
        return is_alone and not self.file.entries and self.file.size <= PAGE

    def head(self) -> bytes:
        """The page up to the end of its head, b"" if only `read` tells it."""
        with suppress(MemberDamaged):
            return html_page.head(self.file)
        return b""

    def read(self) -> Iterator[Saved | Issue]:
        """The page, and the issues about the file."""
        return _translated(self.file, html_page.read(self.file, self.beside))


class Walk:
    """One way through what a person gave. `containers` are asked in their order for each file."""

    def __init__(self, containers: tuple[Container, ...]) -> None:
        self._containers = containers
        self._others: list[tuple[str, str]] = []  # files without a page of Medium's, and their formats
        self._of_exports: list[SavedFile] = []
        self._count = 0

    def find(self, path: Path) -> Iterator[Saved | Unread | Issue]:
        """The pages in a file or a folder, and the issues about them."""
        where = shown(path.name or str(path))
        try:
            about = path.stat()
        except OSError as error:
            yield Issue(where, "save-unreadable", f"The file can't be read: {error.strerror}. Check its name.", "error")
            return
        if stat.S_ISDIR(about.st_mode):
            yield from self._folder(OnDisk(path, where), 0)
        elif stat.S_ISREG(about.st_mode):
            file = SavedFile(where, path, about.st_size)
            yield from _translated(file, self._opened(file, OnDiskBeside(path)))
        else:
            message = "This is a device, a pipe or a socket; it was not read. Give a file or a folder."
            yield Issue(where, "save-unsafe", message, "error")
        yield from self._left(where)

    def _folder(self, folder: Folder, depth: int) -> Iterator[Saved | Unread | Issue]:
        yield from folder.issues
        stems = {saved_beside.stem(file.name) for file in folder.files}
        of_pages = {name for one in stems for name in saved_beside.named_after(one, folder.folders)}
        beside = FoldersBeside(folder.folders)
        for file in folder.files:
            self._count += 1
            if self._count > MEMBERS:
                message = (
                    f"There are more than {MEMBERS:,} files; those after them were not read. Import them in parts."
                )
                yield Issue(folder.where, "save-unsafe", message, "error")
                return
            yield from _translated(file, self._opened(file, beside))
        for name, inner in folder.folders.items():
            if name in of_pages or any(file.name == "archive.toml" for file in inner.files):
                continue  # what a page shows, or an archive
            if self._count > MEMBERS:
                return
            if depth >= DEPTH:
                message = f"The folder is more than {DEPTH} folders deep; it was not read. Import it by itself."
                yield Issue(inner.where, "save-unsafe", message)
                continue
            yield from self._folder(inner, depth + 1)

    def _opened(self, file: SavedFile, beside: Beside) -> Iterator[Saved | Unread | Issue]:
        start = file.start()
        if signs.is_markup(start) and all(sign in start for sign in _EXPORT):
            self._of_exports.append(file)
            return
        for container in self._containers:
            if container.recognises(file, start):
                if container is html_page:
                    yield Unread(file, beside)
                    return
                yield from container.read(file, beside)
                return
        if start.startswith(_ZIP):
            yield from self._zip(file)
        else:
            self._others.append((file.where, _format(start)))

    def _zip(self, file: SavedFile) -> Iterator[Saved | Unread | Issue]:
        if len(file.entries) >= _NESTED:
            message = "This zip is in a zip in a zip; it was not read. Unpack the outer one and import the folder."
            yield Issue(file.where, "save-unsafe", message)
            return
        files = zip_file.files(file)
        names = [one.inner.rpartition("/")[2] for one in files]
        if any(row_of(name).kind in ("post", "profile") for name in names):
            self._of_exports.append(file)
            return
        yield from self._folder(folder_tree.in_zip(file.where, files), 0)

    def _left(self, where: str) -> Iterator[Issue]:
        """The issues about what was given, but is no saved page: one for all of a folder or a zip."""
        if self._of_exports:
            named = listed([file.where for file in self._of_exports])
            how = "Unpack the zip, and import" if any(file.entries for file in self._of_exports) else "Import"
            message = f"This is of an export of Medium's, not a saved page: {named}. {how} the export by itself."
            yield Issue(where, "save-of-export", message)
        others = [other for other, _ in self._others]
        if others == [where]:
            message = f"The file is no saved page of Medium's{self._others[0][1]}. {_SAVE_PAGE}"
            yield Issue(where, "save-unknown", message, "error")
        elif others:
            count = quantity(len(others), "file is", "files are")
            yield Issue(where, "save-unknown", f"{count} no saved page, and not read: {listed(others)}.", "note")


def _translated(file: SavedFile, found: Iterator[T]) -> Iterator[T | Issue]:
    """What was found in a file; what it raises becomes an issue."""
    try:
        yield from found
    except MemberDamaged as error:
        yield Issue(file.where, "save-unreadable", f"{error.message} {error.hint}", "error")
    except ExportUnsafe as error:
        message = f"{error.message} None of its pages was read: save them again."
        yield Issue(file.where, "save-unsafe", message, "error")
    except ArchiveError as error:
        cure = "copy or download it again" if error.hint == AGAIN else "unpack it and import the folder"
        message = f"{error.message} None of its pages was read: {cure}."
        yield Issue(file.where, "save-unreadable", message, "error")
    except OSError as error:
        damaged = unreadable(file.where, error)
        yield Issue(file.where, "save-unreadable", f"{damaged.message} {damaged.hint}", "error")
    except Exception as error:  # one file must not stop the others
        yield Issue(file.where, "save-unreadable", f"The file can't be read: {unexpected(error)}.", "error")


def _format(start: bytes) -> str:
    """What a file is instead, if its first bytes tell: ", but a PDF"."""
    known = other_formats.binary(start)
    what = known[0] if known else "" if start else "an empty file"
    return f", but {what}" if what else ""

"""The exports in a folder that has other files too, such as a folder of downloads."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from medium_archive.errors import ExportUnreadable
from medium_archive.medium.export import SAVED_PAGE
from medium_archive.medium.member_kinds import POST, PROFILE, is_left_behind
from medium_archive.medium.safe_names import DEPTH, shown
from medium_archive.medium.zip_safety import WRONG_BYTES, refuse_too_many
from medium_archive.report import Issue, listed, quantity

NOT_AN_EXPORT = "not-an-export"
_START = b"PK\3\4"
_POSTS = ("posts", "drafts")
_NO_POST = "This zip has no page of an export of Medium's, so it was not imported."
_NO_LIST = "This zip is incomplete or damaged, so it was not imported. If it is an export, download it again."
_COPY = "To import saved pages, copy them to another folder, and import that."


@dataclass
class Found:
    """What a folder has: `exports` are zips and unpacked folders, in the order of their paths; `issues` are about zips
    that are no exports, and what can't be read. `pages` may be pages that a person saved.
    """

    exports: list[Path] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)


def find(folder: Path) -> Found | None:
    """The exports in a folder and below it; None if the folder is to be read as it is: as an export, or as saved pages.

    An export is known by the names of the pages in it, never by its own name. Links are not followed; an archive is
    passed over, because it keeps its exports itself. Raises ExportUnreadable for a checkout of git without an export at
    its top, ExportUnsafe for too many files.
    """
    if _has_posts(folder):
        return None
    # In a folder without permission, the methods of Path fail
    is_checkout = os.path.exists(folder / ".git")  # noqa: PTH110
    found = Found()
    called = shown(folder.name or str(folder))
    for count, path in enumerate(_walk(folder, found, 1 if is_checkout else DEPTH)):
        refuse_too_many(count, called)
        where = shown(path.relative_to(folder).as_posix())
        if os.path.isdir(path):  # noqa: PTH112  # as above
            found.exports.append(path)
        elif is_zip(path):
            _add_zip(found, path, where)
        elif SAVED_PAGE.search(path.name):
            found.pages.append(where)
    if found.exports:
        if found.pages:
            number = quantity(
                len(found.pages), "file that may be a saved page was", "files that may be saved pages were"
            )
            message = f"{number} not read beside the exports: {listed(found.pages)}. {_COPY}"
            found.issues.append(Issue(called, NOT_AN_EXPORT, message, "note"))
        return found
    if is_checkout:
        raise ExportUnreadable(
            f"{called} is a checkout of git and no export of Medium's.",
            "Name the zip from Medium, the folder it was unpacked to, or the folder of the pages that you saved.",
        )
    # A flat folder has only the pages themselves
    return None


def is_other_zip(path: Path) -> bool:
    """Whether a file is a zip without a page of an export. A zip whose list of files can't be read may be one."""
    names = _names(path) if path.is_file() and is_zip(path) else None
    return names is not None and not any(map(_is_page, names))


def other_zip(path: Path) -> Issue:
    """The note about a zip that a person named beside exports."""
    return Issue(shown(path.name), NOT_AN_EXPORT, _NO_POST, "note")


def _walk(folder: Path, found: Found, depth: int) -> Iterator[Path]:
    """Each file below a folder, and each folder of an unpacked export."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        message = f"The folder can't be read: {error.strerror}. Check its permissions."
        found.issues.append(Issue(shown(folder.name), NOT_AN_EXPORT, message))
        return
    for entry in entries:
        path = Path(entry.path)
        if is_left_behind(entry.name) or entry.is_symlink():
            continue
        if entry.is_file():
            yield path
        elif entry.is_dir() and not os.path.exists(path / "archive.toml"):  # noqa: PTH110  # as in `find`
            if _has_posts(path) or _has_flat_posts(path):
                yield path
            elif depth > 1:
                yield from _walk(path, found, depth - 1)


def _has_posts(folder: Path) -> bool:
    """Whether a folder has the pages of an export in the folders that Medium makes."""
    if os.path.isfile(folder / "profile" / "profile.html"):  # noqa: PTH113  # as in `find`
        return True
    return any(name.lower() in _POSTS and _has_flat_posts(folder / name) for name in _listed(folder))


def _has_flat_posts(folder: Path) -> bool:
    return any(POST.fullmatch(name) for name in _listed(folder))


def _listed(folder: Path) -> list[str]:
    with suppress(OSError):
        return [path.name for path in folder.iterdir()]
    return []


def is_zip(path: Path) -> bool:
    """Whether a file begins as a zip does; False for a folder and for what can't be read."""
    with suppress(OSError), path.open("rb") as stream:
        return stream.read(len(_START)) == _START
    return False


def _add_zip(found: Found, path: Path, where: str) -> None:
    names = _names(path)
    if any(map(_is_page, names or ())):
        found.exports.append(path)
    elif not where.lower().endswith(".zip"):
        return  # a document, a package: many formats are zips
    elif names is None:
        found.issues.append(Issue(where, NOT_AN_EXPORT, _NO_LIST))
    else:
        found.issues.append(Issue(where, NOT_AN_EXPORT, _NO_POST, "note"))


def _names(path: Path) -> list[str] | None:
    """The names in a zip; None if the list can't be read."""
    with suppress(*WRONG_BYTES), zipfile.ZipFile(path) as opened:
        return opened.namelist()
    return None


def _is_page(name: str) -> bool:
    path = name.replace("\\", "/")
    return bool(POST.fullmatch(path) or PROFILE.fullmatch(path))

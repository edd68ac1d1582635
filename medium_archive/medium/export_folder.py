"""An export that was unpacked: the files of its folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from medium_archive.errors import MemberDamaged
from medium_archive.medium import zip_safety
from medium_archive.medium.member_kinds import is_left_behind
from medium_archive.medium.safe_names import DEPTH, safe_name, shown, unsafe
from medium_archive.medium.zip_safety import refuse_too_many, too_large


def files(root: Path, called: str) -> list[tuple[str, Callable[[], bytes]]]:
    """The path of each file in the folder, and a function that reads it. `called` is the name in error messages. Raises
    ExportUnsafe.
    """
    found: list[tuple[str, Callable[[], bytes]]] = []
    for path in _walk(root, os.path.realpath(root), called):
        # On Linux a name may be any bytes
        name = os.fsencode(path.relative_to(root)).decode("utf-8", "replace")
        found.append((safe_name(name, called), partial(_file_content, path)))
        refuse_too_many(len(found), called)
    return found


def _walk(folder: Path, root: str, called: str, depth: int = 0) -> Iterator[Path]:
    """Every file below a folder. A link to a file inside is skipped, because the file itself is found too."""
    if (folder / "archive.toml").is_file() and depth:
        return  # an archive inside the export
    for path in sorted(folder.iterdir()):
        if is_left_behind(path.name):
            continue
        is_link = path.is_symlink()
        # A junction of Windows is a link, but not a symbolic one
        if (is_link or path.is_dir()) and not Path(os.path.realpath(path)).is_relative_to(root):
            raise unsafe(called, f"“{shown(path.name)}” is a link that leads out of the folder")
        if is_link:
            continue
        if path.is_dir():
            if depth >= DEPTH:
                raise unsafe(called, f"“{shown(path.name)}” is more than {DEPTH} folders deep")
            yield from _walk(path, root, called, depth + 1)
        elif path.is_file():
            yield path
        else:
            raise unsafe(called, f"“{shown(path.name)}” is a device, a pipe or a socket")


def _file_content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(zip_safety.PAGE + 1)
    except OSError as error:
        raise MemberDamaged(
            f"{shown(path.name)} can't be read: {error.strerror}.", "Change its permissions, then import again."
        ) from error
    if len(content) > zip_safety.PAGE:
        raise too_large(path.name)
    return content

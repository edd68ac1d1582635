"""Where the references of a text lead inside the archive, and which files may be published with it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from pathlib import Path
from urllib.parse import unquote, urlsplit

_ELSEWHERE = re.compile(r"//|[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# A fragment that Medium gave a paragraph in its editor, a share or the responses; no page here has such an id.
MEDIUM_FRAGMENT = re.compile(r"#([0-9a-f]{4}|\.\w+|-?-?responses)")
_PICTURE = re.compile(r"\.(avif|bmp|gif|jpe?g|png|svg|tiff?|webp)$", re.IGNORECASE)


def resolve(folder: str, reference: str) -> str:
    """A relative reference as a path from the archive's root; "" if it leaves the archive or is not a path."""
    try:
        path = unquote(urlsplit(reference).path, errors="strict")
    except ValueError:
        return ""
    if not path or path.startswith("/") or "\\" in path or "\0" in path:
        return ""
    target = posixpath.normpath(posixpath.join(folder, path))
    return "" if target == "." or target.split("/")[0] == ".." else target


def may_name(folder: str, reference: str, folders: Collection[str]) -> bool:
    """Whether a page of a text in `folder` may show the address of a picture that the site does not have."""
    return bool(_ELSEWHERE.match(reference)) or is_public_place(resolve(folder, reference), folders)


def is_picture(name: str) -> bool:
    """Whether the name of a file has the ending of a picture."""
    return bool(_PICTURE.search(name))


def is_public_place(path: str, folders: Collection[str]) -> bool:
    """Whether a path is in the folder of one of the published posts in `folders`, or right in the archive's own folder.
    No page names any other: the name of a draft is private, and so is a path outside of the archive.
    """
    parent = path.rpartition("/")[0]
    return bool(path) and (not parent or "/".join(parent.split("/")[:2]) in folders)


def may_publish(root: Path, path: str, folders: Collection[str]) -> bool:
    """Whether the file at `path` exists and may be published with posts in `folders`.

    It may if it lies in one of their folders, or if it is a picture in the archive's own folder; but not Markdown, a
    hidden file, or a link that leads elsewhere.
    """
    parent, _, name = path.rpartition("/")
    if not is_public_place(path, folders) or name.startswith(".") or name.endswith(".md"):
        return False
    if not parent and not is_picture(name):
        return False
    file = root / path
    return file.is_file() and file.resolve().is_relative_to(root.resolve() / parent)

"""Where the references of a text lead inside the archive, and which files may be published with it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from pathlib import Path
from urllib.parse import unquote, urlsplit

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


def is_picture(name: str) -> bool:
    """Whether the name of a file has the ending of a picture."""
    return bool(_PICTURE.search(name))


def may_publish(root: Path, path: str, folders: Collection[str]) -> bool:
    """Whether the file at `path` exists and may be published with posts in `folders`.

    It may if it lies in one of their folders, or if it is a picture in the archive's own folder; but not Markdown, a
    hidden file, or a link that leads elsewhere.
    """
    parent, _, name = path.rpartition("/")
    if not path or name.startswith(".") or name.endswith(".md"):
        return False
    if parent and "/".join(parent.split("/")[:2]) not in folders:
        return False
    if not parent and not is_picture(name):
        return False
    file = root / path
    return file.is_file() and file.resolve().is_relative_to(root.resolve() / parent)

"""The pages of posts that a publishing adds, changes and removes, by their titles: a person knows no file of a site."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from medium_archive.hosts.present_site import PAGE_OF_POST

_TITLE = re.compile(rb'<meta property="og:title" content="([^"]*)"')
_MOST_REMOVED = 200  # pages that are read at the place; of the others the folder is named


def by_title(
    changes: Iterable[tuple[str, str]], folder: Path, there: Callable[[str], bytes] = lambda _file: b""
) -> dict[str, list[dict[str, str]]]:
    """The changed pages of posts as `details` of a report, out of pairs of a word and a file. `folder` has the new
    site, and `there` reads a file of the one that it replaces, b"" if that can't be read.
    """
    found: list[dict[str, str]] = []
    removed = 0
    for word, file in changes:
        if not PAGE_OF_POST.fullmatch(file):
            continue
        page = b""
        if word != "removed":
            page = (folder / file).read_bytes()
        elif (removed := removed + 1) <= _MOST_REMOVED:
            page = there(file)
        found.append({"change": word, "title": _title(page) or file.split("/")[1], "file": file})
    return {"pages": found}


def _title(page: bytes) -> str:
    title = _TITLE.search(page)
    return html.unescape(title[1].decode("utf-8", "replace")).strip() if title else ""

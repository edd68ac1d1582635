"""private/.cache/site-place.json: where the site was published last, so that a person need not name the place again.

The file may be deleted (docs/format.md). It is private, because a place may name a person's account on a server.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass

from medium_archive.folder import files, regular_files, schema
from medium_archive.folder.layout import CACHE, Layout

_NAME = "site-place.json"


@dataclass(frozen=True)
class SitePlace:
    """The name of a host, and the argument of its command: a repository, a folder. `branch` and `domain` are options of
    github, "" if they were not given; so are `git_name` and `git_email`, who its commits are from.
    """

    host: str
    target: str
    branch: str = ""
    domain: str = ""
    git_name: str = ""
    git_email: str = ""


def read(layout: Layout) -> SitePlace | None:
    """The last place; None if the site was never published, or if the file is damaged."""
    file = layout.private / CACHE / _NAME
    with suppress(OSError, ValueError, RecursionError):
        return schema.decode(json.loads(regular_files.text(file, file.parent)), SitePlace)
    return None


def write(layout: Layout, place: SitePlace) -> None:
    """Raises FolderUnwritable."""
    file = layout.private / CACHE / _NAME
    files.write(file, json.dumps(schema.encode(place), ensure_ascii=False).encode())

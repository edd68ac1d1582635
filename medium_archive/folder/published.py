"""records/published.jsonl: where else each post lives, as it was read back there (docs/format.md).

Lines of drafts are in private/.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from medium_archive.folder import records
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import FOLDER_OF, Layout

NAME = "published.jsonl"
T = TypeVar("T", "Place", "Remote")


@dataclass(frozen=True, order=True)
class Place:
    """One post on one account of one platform. `account` is the public address of the account."""

    post: str
    platform: str
    account: str


@dataclass(frozen=True)
class Remote:
    """A post at a place. `sha256` is the fingerprint of the article that was sent, `source` the SHA-256 of its
    index.md, `at` the time, ISO 8601 in UTC; all other values are as read back. `state` is "published" or "draft", ""
    before the answer to a sending. `text` is the SHA-256 of the body, `rest` that of other values that were sent, such
    as the excerpt, `cover` the cover that was sent, as the place names it. Each is "" where the place does not give it,
    or where an earlier version of the program wrote the record.
    """

    id: str = ""
    address: str = ""
    title: str = ""
    slug: str = ""
    date: str = ""
    tags: tuple[str, ...] = ()
    state: str = ""
    text: str = ""
    rest: str = ""
    cover: str = ""
    sha256: str = ""
    source: str = ""
    at: str = ""


@dataclass(frozen=True)
class Line(Remote, Place):
    """One line of the file."""


def digest(*values: object) -> str:
    """The SHA-256 of values, for `rest`."""
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def read(layout: Layout) -> dict[Place, Remote]:
    """Every recorded post at every place. Raises RecordsDamaged."""
    found: dict[Place, Remote] = {}
    for line in records.read_both(layout, NAME, Line):
        place, remote = _part(line, Place), _part(line, Remote)
        if place not in found or found[place].at <= remote.at:
            found[place] = remote
    return found


def write(layout: Layout, remotes: Mapping[Place, Remote], drafts: Collection[str]) -> None:
    """Write all records. `drafts` are the posts that are drafts now: their lines go to private/."""
    hidden = {same_post(post) for post in drafts}
    public: list[Line] = []
    private: list[Line] = []
    for place, remote in remotes.items():
        is_draft = same_post(place.post) in hidden or place.post.startswith(f"{FOLDER_OF['draft']}/")
        (private if is_draft else public).append(Line(**vars(place), **vars(remote)))
    records.write_both(layout, NAME, public, private)


def follow(layout: Layout, drafts: Collection[str]) -> None:
    """Move the lines of posts that became drafts to private/, and of those that no longer are out of it."""
    if remotes := read(layout):
        write(layout, remotes, drafts)


def _part(line: Line, kind: type[T]) -> T:
    return kind(**{name: getattr(line, name) for name in kind.__dataclass_fields__})

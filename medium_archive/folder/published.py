"""records/published.jsonl: where else each post lives, as it was read back there (docs/format.md).

Lines of drafts are in private/.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from medium_archive.folder import records
from medium_archive.folder.layout import Layout

NAME = "published.jsonl"


@dataclass(frozen=True, order=True)
class Place:
    """One post on one account of one platform. `account` is the public address of the account."""

    post: str
    platform: str
    account: str


@dataclass(frozen=True)
class Remote:
    """A post at a place. `sha256` is the fingerprint of the article that was sent, `at` the time, ISO 8601 in UTC; all
    other values are as read back. `state` is "published" or "draft", "" before the answer to a sending. `text` is the
    SHA-256 of the body, "" where the place does not give it.
    """

    id: str = ""
    address: str = ""
    title: str = ""
    slug: str = ""
    date: str = ""
    tags: tuple[str, ...] = ()
    state: str = ""
    text: str = ""
    sha256: str = ""
    at: str = ""


def read(layout: Layout) -> dict[Place, Remote]:
    """Every recorded post at every place. Raises RecordsDamaged."""
    found: dict[Place, Remote] = {}
    for line in records.read_lines(layout.records / NAME) + records.read_lines(layout.private / NAME):
        place, remote = Place(**_values(line, Place)), Remote(**_values(line, Remote))
        if place not in found or found[place].at <= remote.at:
            found[place] = remote
    return found


def write(layout: Layout, remotes: Mapping[Place, Remote], drafts: Collection[str]) -> None:
    """Write all records. `drafts` are the posts that are drafts now: their lines go to private/."""
    lines: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for place, remote in remotes.items():
        lines[place.post in drafts].append(asdict(place) | asdict(remote))
    records.write_apart(layout.records / NAME, layout.private / NAME, lines[False], lines[True])


def _values(line: Mapping[str, Any], schema: type[Place | Remote]) -> dict[str, Any]:
    known = schema.__dataclass_fields__
    return {key: tuple(value) if isinstance(value, list) else value for key, value in line.items() if key in known}

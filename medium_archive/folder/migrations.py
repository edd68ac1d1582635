"""records/migrations.jsonl: posts whose pages by Medium were given to a place that takes these (docs/format.md).

Lines of drafts are in private/.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from medium_archive.folder import records
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.folder.published import Place

NAME = "migrations.jsonl"


@dataclass(frozen=True)
class Given:
    """A page that was given to a place: its SHA-256, and the time, ISO 8601 in UTC. `state` is "given", "" before the
    answer.
    """

    sha256: str
    state: str
    at: str


@dataclass(frozen=True)
class Line(Place):
    """One line of the file."""

    sha256: str
    state: str = ""
    at: str = ""


def read(layout: Layout) -> dict[Place, Given]:
    """Every page that was given to a place. Raises RecordsDamaged."""
    return {
        Place(line.post, line.platform, line.account): Given(line.sha256, line.state, line.at)
        for line in records.read_both(layout, NAME, Line)
    }


def write(layout: Layout, given: Mapping[Place, Given], drafts: Collection[str]) -> None:
    """Write all records. `drafts` are the posts that are drafts now: their lines go to private/."""
    hidden = {same_post(post) for post in drafts}
    lines = [Line(**vars(place), **vars(one)) for place, one in given.items()]
    public = [line for line in lines if same_post(line.post) not in hidden]
    records.write_both(layout, NAME, public, [line for line in lines if same_post(line.post) in hidden])


def follow(layout: Layout, drafts: Collection[str]) -> None:
    """Move the lines of posts that became drafts to private/, and of those that no longer are out of it."""
    if given := read(layout):
        write(layout, given, drafts)

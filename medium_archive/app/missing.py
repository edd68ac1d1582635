"""The pictures and gists that the archive lacks, as the page of pictures lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from medium_archive.folder import catalog, picture_record
from medium_archive.folder.catalog import same_post
from medium_archive.folder.gists import GistRecord, Gists
from medium_archive.folder.layout import Layout
from medium_archive.folder.picture_record import PictureRecord


@dataclass(frozen=True)
class Lacking:
    """`problem` says why it could not be fetched, "" if no run has tried yet. `posts` are the paths of the posts that
    show it.
    """

    address: str
    problem: str
    posts: tuple[str, ...]


def read(layout: Layout) -> tuple[Lacking, ...]:
    """What is not in the archive; first what could not be fetched. Raises RecordsDamaged."""
    paths = {same_post(key): entry.path for key, entry in catalog.read(layout).items() if entry.is_post}
    records: list[PictureRecord | GistRecord] = [
        *picture_record.read(layout).values(),
        *Gists.read(layout).records.values(),
    ]
    found = [Lacking(one.address, one.problem, _of(one.posts, paths)) for one in records if not one.files]
    return tuple(sorted(found, key=lambda one: not one.problem))


def _of(posts: Iterable[str], paths: dict[str, str]) -> tuple[str, ...]:
    return tuple(paths[key] for post in posts if (key := same_post(post)) in paths)

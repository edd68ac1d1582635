"""Lists the pictures and gists that the archive lacks, for a page. It changes nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from medium_archive.folder import catalog, picture_record
from medium_archive.folder.catalog import same_post
from medium_archive.folder.gists import GistRecord, Gists
from medium_archive.folder.layout import Layout
from medium_archive.folder.picture_record import PictureRecord
from medium_archive.report import Report


@dataclass(frozen=True)
class Lacking:
    """`problem` says why it could not be fetched, "" if no run has tried yet. `posts` are the paths of the posts that
    show it.
    """

    address: str
    problem: str
    posts: tuple[str, ...]


def list_missing(layout: Layout) -> Report:
    """What is not in the archive; first what could not be fetched. Raises RecordsDamaged."""
    found = sorted(read(layout), key=lambda one: not one.problem)
    return Report("list_missing", details={"missing": [asdict(one) for one in found]})


def read(layout: Layout) -> list[Lacking]:
    """What is not in the archive, in the order of the records. Raises RecordsDamaged."""
    paths = {key: entry.path for key, entry in catalog.read(layout).items() if entry.is_post}
    records: list[PictureRecord | GistRecord] = [
        *picture_record.read(layout).values(),
        *Gists.read(layout).records.values(),
    ]
    return [
        Lacking(one.address, one.problem, tuple(paths[key] for post in one.posts if (key := same_post(post)) in paths))
        for one in records
        if not one.files
    ]

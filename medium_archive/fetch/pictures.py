"""Fetch the pictures and gists that the archive lacks into the folders of their posts."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from medium_archive.fetch import gists, local_pictures
from medium_archive.fetch.checkpoints import Learning
from medium_archive.fetch.picture import Missed, fetch_picture
from medium_archive.fetch.workers import Workers
from medium_archive.folder.catalog import same_post
from medium_archive.folder.decoding import Kind
from medium_archive.folder.picture_record import PictureRecord
from medium_archive.folder.settings import Settings
from medium_archive.folder.shelf import Shelf
from medium_archive.report import Issue, Progress, quantity
from medium_archive.web import Limits, Web

_UNDER_WAY = 32
_GIVE_UP_AFTER = 12
Group = list[PictureRecord]


@dataclass(frozen=True)
class Options:
    """With `again` or `wayback` pictures are tried that are not due yet. `folder` holds pictures that a person saved.
    After `max_bytes` or `max_seconds` no further picture is begun.
    """

    again: bool = False
    wayback: bool = False
    folder: Path | None = None
    max_bytes: int | None = None
    max_seconds: float | None = None


@dataclass(frozen=True)
class Brought:
    """A picture that lies beside its posts; `files` says which file holds it for which address."""

    bytes: int
    sha256: str
    kind: Kind
    files: tuple[tuple[str, str], ...]


@dataclass
class Run:
    """What one run has done so far."""

    fetched: int = 0
    gists: int = 0
    bytes: int = 0
    found: int = 0
    untried: int = 0
    unanswered: list[tuple[Group, Missed]] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Medium's hosts gave nothing for many pictures in a row, and the reason wasn't the pictures. Other hosts may
        well be gone for good.
        """
        return sum(bool(group[0].id) for group, _ in self.unanswered) >= _GIVE_UP_AFTER


def fetch_into(
    shelf: Shelf, settings: Settings, options: Options, progress: Progress, sleep: Callable[[float], None] = time.sleep
) -> Run:
    """Bring what is wanted to the folders of its posts, as far as it can be had; the records are not written yet."""
    run = Run()
    if options.folder is not None:
        _take_from_folder(shelf, local_pictures.read(options.folder), run)
    run.touched |= shelf.gallery.copy_to_posts(shelf.folders_by_id())
    missing = wanted(shelf, again=options.again or options.wayback)
    limits = Limits(seconds=settings.pictures.seconds, connections=settings.pictures.connections)
    allow, moved = settings.pictures.allow, settings.pictures.hosts
    with (
        Web(allow=allow, hosts=moved, limits=limits, sleep=sleep) as web,
        Workers(2 * limits.connections, partial(_bring, web, shelf, wayback=options.wayback)) as workers,
    ):
        learning = Learning(shelf.save_fetched)
        due = gists.wanted(shelf, again=options.again)
        run.gists, run.issues = gists.fetch_into(shelf, web, due, progress, learning)
        run.touched |= shelf.gists.posts
        results = _results(workers, missing, options, run)
        for group, result in progress("Fetching pictures", results, len(missing)):
            _keep(shelf, group, result, run)
            learning.note()
    _end(shelf, run)
    return run


def _results(
    workers: Workers[Group, Brought | Missed], wanted: list[Group], options: Options, run: Run
) -> Iterator[tuple[Group, Brought | Missed]]:
    """Each picture as it comes. Only few are under way at once, so that a limit ends the run soon."""
    end = time.monotonic() + options.max_seconds if options.max_seconds is not None else None
    for group in wanted:
        too_long = end is not None and time.monotonic() > end
        too_much = options.max_bytes is not None and run.bytes >= options.max_bytes
        if too_long or too_much or run.is_over:
            run.untried += 1
            continue
        workers.give(group)
        if workers.under_way >= _UNDER_WAY:
            yield workers.take()
    while workers.under_way:
        yield workers.take()


def _keep(shelf: Shelf, group: Group, result: Brought | Missed, run: Run) -> None:
    if isinstance(result, Missed) and result.about != "picture":
        run.unanswered.append((group, result))
        return
    _note_unanswered(shelf, run)
    if isinstance(result, Missed):
        _note_missed(shelf, group, result, run)
        return
    run.fetched += 1
    run.bytes += result.bytes
    for address, file in result.files:
        shelf.gallery.note_file(address, file, result.bytes, result.sha256, result.kind)
    for record in group:
        run.touched.update(record.posts)


def _bring(web: Web, shelf: Shelf, group: Group, *, wayback: bool) -> Brought | Missed:
    """Fetch a picture and put it beside the posts that show it. Runs in a thread of its own and notes nothing."""
    result = fetch_picture(web, group[0].picture, wayback=wayback)
    if isinstance(result, Missed):
        return result
    places = [(record, folder) for record in group for folder in _folders(shelf, record)]
    kept = [
        (record.address, shelf.gallery.write_file(record, result.content, result.kind.extension, folder))
        for record, folder in places
    ]
    return Brought(len(result.content), hashlib.sha256(result.content).hexdigest(), result.kind, tuple(kept))


def _note_unanswered(shelf: Shelf, run: Run) -> None:
    """Once anybody answers the hosts are there: what got nothing before is missing for a reason of its own."""
    for group, missed in run.unanswered:
        _note_missed(shelf, group, missed, run)
    run.unanswered.clear()


def _end(shelf: Shelf, run: Run) -> None:
    """Say why a run is over before its time, and note what is known of the pictures that got no answer of their own."""
    if not run.is_over:
        _note_unanswered(shelf, run)
        return
    *_, problem = (missed.problem for group, missed in run.unanswered if group[0].id)
    code = "network-unreachable"
    for group, missed in run.unanswered:
        if missed.about == "silence":  # the network is away, not the picture
            run.untried += 1
        else:
            code = "hosts-refuse"
            _note_missed(shelf, group, missed, run)
    message = f"{problem} Not tried: {quantity(run.untried, 'picture')}. Run `archive pictures` later."
    run.issues.append(Issue("records/pictures.jsonl", code, message))


def _note_missed(shelf: Shelf, group: Group, missed: Missed, run: Run) -> None:
    retry = datetime.now(UTC) + timedelta(seconds=missed.retry_after)
    for record in group:
        shelf.gallery.note_problem(record.address, missed.problem, retry.isoformat(timespec="seconds"))
    where = (_folders(shelf, group[0]) or ["archive.toml"])[0] or "archive.toml"
    run.issues.append(Issue(where, "picture-missing", f"{group[0].address}: {missed.problem}"))


def _take_from_folder(shelf: Shelf, pictures: local_pictures.FoundPictures, run: Run) -> None:
    for record in [record for record in shelf.gallery.records.values() if not record.files]:
        for folder in _folders(shelf, record):
            local_pictures.add_one(shelf.gallery, pictures, record.address, folder)
        if shelf.gallery.records[record.address].files:
            run.found += 1
            run.touched.update(record.posts)
    run.issues += pictures.unclear.values()


def _folders(shelf: Shelf, record: PictureRecord) -> list[str]:
    """The folders a picture belongs to; "" is the archive itself, for the author's photo."""
    paths = (shelf.paths.get(same_post(post)) for post in record.posts)
    return [path for path in paths if path] or ([""] if record.role == "photo" else [])


def wanted(shelf: Shelf, *, again: bool) -> list[Group]:
    """What is missing and due, one picture under several addresses once: first what was never tried, in the order of
    the posts that show it, as what is refused may end the run.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    groups: dict[tuple[str, bool], list[PictureRecord]] = {}
    for record in shelf.gallery.records.values():
        if not record.files and (again or record.retry <= now) and _folders(shelf, record):
            groups.setdefault((record.id or record.address, record.role == "card"), []).append(record)
    return sorted(
        groups.values(), key=lambda group: (bool(group[0].problem), _folders(shelf, group[0])[0], group[0].address)
    )

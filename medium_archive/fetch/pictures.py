"""Fetch the pictures and gists that the archive lacks into the folders of their posts."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medium_archive.fetch import gists, local_pictures, retries
from medium_archive.fetch.checkpoints import Checkpoints
from medium_archive.fetch.picture import Missing, fetch_picture
from medium_archive.fetch.workers import Workers
from medium_archive.folder.catalog import same_post
from medium_archive.folder.decoding import Kind
from medium_archive.folder.picture_record import PictureRecord
from medium_archive.folder.settings import Settings
from medium_archive.folder.shelf import Shelf
from medium_archive.report import Issue, Progress, quantity
from medium_archive.web import Limits, Web

if TYPE_CHECKING:
    from medium_archive.fetch.web_archives.wayback import Wayback

_UNDER_WAY = 32  # pictures that are requested or waiting for a thread
_MAX_FAILURES = 12  # in a row, before a run ends
_LONGEST_WAIT = 200.0  # for the Wayback Machine: the pictures of other hosts must not wait for it for long
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
class Saved:
    """A picture whose files are written; `files` are pairs of an address and the path of its file in the archive.
    `is_external` says that not Medium gave it but the host from which Medium copied it.
    """

    bytes: int
    sha256: str
    kind: Kind
    files: tuple[tuple[str, str], ...]
    is_external: bool


@dataclass
class Run:
    """What one run has done so far. `touched` are the ids of posts whose texts may name a new file."""

    fetched: int = 0
    gists: int = 0
    bytes: int = 0
    found: int = 0
    not_tried: int = 0
    unanswered: list[tuple[Group, Missing]] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Whether Medium's hosts failed for many pictures in a row, and not because of the pictures. Other hosts don't
        count: they may be gone for good.
        """
        return sum(bool(group[0].id) for group, _ in self.unanswered) >= _MAX_FAILURES


def fetch_into(
    shelf: Shelf, settings: Settings, options: Options, progress: Progress, sleep: Callable[[float], None] = time.sleep
) -> Run:
    """Write the files of missing pictures to the folders of their posts, and note them; the records are not saved."""
    run = Run()
    if options.folder is not None:
        _take_from_folder(shelf, local_pictures.read(options.folder), run)
    run.touched |= shelf.gallery.copy_to_posts(shelf.folders_by_id())
    missing = wanted(shelf, again=options.again or options.wayback)
    limits = Limits(seconds=settings.pictures.seconds, connections=settings.pictures.connections)
    allow, hosts = settings.pictures.allow, settings.pictures.hosts
    with (
        Web(allow=allow, hosts=hosts, limits=limits, sleep=sleep) as web,
        _wayback(settings, sleep) if options.wayback else nullcontext() as archive,
        Workers(2 * limits.connections, partial(_fetch, web, archive, shelf)) as workers,
    ):
        checkpoints = Checkpoints(shelf.save_fetched)
        due = gists.wanted(shelf, again=options.again)
        run.gists, run.issues = gists.fetch_into(shelf, web, due, progress, checkpoints)
        run.touched |= shelf.gists.posts
        results = _results(workers, missing, options, run)
        for group, result in progress("Fetching pictures", results, len(missing)):
            _note(shelf, group, result, run)
            checkpoints.note_result()
    _end(shelf, run)
    return run


@contextmanager
def _wayback(settings: Settings, sleep: Callable[[float], None]) -> Iterator[Wayback]:
    """The client of the Wayback Machine, which other runs need not import."""
    from medium_archive.fetch.web_archives import wayback  # noqa: PLC0415  # other runs need not
    from medium_archive.fetch.web_archives.pacing import PacedWeb, Patience  # noqa: PLC0415  # as above

    patience = Patience(longest=_LONGEST_WAIT)
    allow, hosts = settings.pictures.allow, settings.pictures.hosts
    with PacedWeb(wayback.NAME, allow=allow, hosts=hosts, patience=patience, sleep=sleep) as paced:
        yield wayback.Wayback(paced)


def _results(
    workers: Workers[Group, Saved | Missing], groups: list[Group], options: Options, run: Run
) -> Iterator[tuple[Group, Saved | Missing]]:
    """The result for each picture, as it comes. Few are requested at a time, so that a limit ends the run soon."""
    end = time.monotonic() + options.max_seconds if options.max_seconds is not None else None
    for group in groups:
        too_long = end is not None and time.monotonic() > end
        too_much = options.max_bytes is not None and run.bytes >= options.max_bytes
        if too_long or too_much or run.is_over:
            run.not_tried += len(group)
            continue
        workers.give(group)
        if workers.under_way >= _UNDER_WAY:
            yield workers.take()
    while workers.under_way:
        yield workers.take()


def _fetch(web: Web, wayback: Wayback | None, shelf: Shelf, group: Group) -> Saved | Missing:
    """Fetch a picture and write its file for each post that shows it. Runs in a thread, so it notes nothing."""
    picture = group[0].picture
    result = fetch_picture(web, picture, wayback)
    if isinstance(result, Missing):
        return result
    saved = [
        (record.address, shelf.gallery.write_file(record, result.content, result.kind.extension, folder))
        for record in group
        for folder in _folders(shelf, record)
    ]
    checksum = hashlib.sha256(result.content).hexdigest()
    return Saved(len(result.content), checksum, result.kind, tuple(saved), result.address == picture.external)


def _note(shelf: Shelf, group: Group, result: Saved | Missing, run: Run) -> None:
    if isinstance(result, Missing) and result.cause != "picture":
        run.unanswered.append((group, result))
        return
    is_external = isinstance(result, Saved) and result.is_external
    if group[0].id and not is_external and not run.is_over:
        _note_unanswered(shelf, run)
    if isinstance(result, Missing):
        _note_missing(shelf, group, result, run)
        return
    run.fetched += len(group)
    run.bytes += result.bytes
    for address, file in result.files:
        shelf.gallery.note_file(address, file, result.bytes, result.sha256, result.kind)
    for record in group:
        run.touched.update(record.posts)


def _note_unanswered(shelf: Shelf, run: Run) -> None:
    """Record the last failures in a row with their pictures: a host of Medium has answered since then, or the run ends
    before there were many of them.
    """
    for group, missing in run.unanswered:
        _note_missing(shelf, group, missing, run)
    run.unanswered.clear()


def _end(shelf: Shelf, run: Run) -> None:
    """Note the last failures. If they ended the run, report why; pictures without any answer count as not tried."""
    if not run.is_over:
        _note_unanswered(shelf, run)
        return
    *_, problem = (missing.problem for group, missing in run.unanswered if group[0].id)
    code = "network-unreachable"
    for group, missing in run.unanswered:
        if missing.cause == "no answer":
            run.not_tried += len(group)
        else:
            code = "hosts-refuse"
            _note_missing(shelf, group, missing, run)
    not_tried = quantity(run.not_tried, "picture")
    message = f"{problem} Not tried: {not_tried}. Run `archive pictures` later; with --again it asks at once."
    run.issues.append(Issue("records/pictures.jsonl", code, message))


def _note_missing(shelf: Shelf, group: Group, missing: Missing, run: Run) -> None:
    retry = retries.after(missing.retry_after)
    for record in group:
        shelf.gallery.note_problem(record.address, missing.problem, retry)
    where = (_folders(shelf, group[0]) or ["archive.toml"])[0] or "archive.toml"
    run.issues.append(Issue(where, "picture-missing", f"{group[0].address}: {missing.problem}"))


def _take_from_folder(shelf: Shelf, pictures: local_pictures.FoundPictures, run: Run) -> None:
    for record in [record for record in shelf.gallery.records.values() if not record.files]:
        for folder in _folders(shelf, record):
            local_pictures.add_one(shelf.gallery, pictures, record.address, folder)
        if shelf.gallery.records[record.address].files:
            run.found += 1
            run.touched.update(record.posts)
    run.issues += pictures.unclear.values()


def _folders(shelf: Shelf, record: PictureRecord) -> list[str]:
    """The folders that a picture belongs in; "" is the archive's own, for the author's photo."""
    paths = (shelf.paths.get(same_post(post)) for post in record.posts)
    return [path for path in paths if path] or ([""] if record.role == "photo" else [])


def wanted(shelf: Shelf, *, again: bool) -> list[Group]:
    """The pictures that are missing and due, `again` also those that are not due. One picture under several addresses
    is one group. First come those that were never tried, in the order of their posts, as a refusal may end the run.
    """
    now = datetime.now(UTC)
    groups: dict[tuple[str, bool], list[PictureRecord]] = {}
    for record in shelf.gallery.records.values():
        if not record.files and (again or retries.is_due(record.retry, now)) and _folders(shelf, record):
            groups.setdefault((record.id or record.address, record.role == "card"), []).append(record)
    return sorted(
        groups.values(), key=lambda group: (bool(group[0].problem), _folders(shelf, group[0])[0], group[0].address)
    )

"""Reads the pages that a person gave for `archive import`, in several processes if there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from medium_archive.commands import page_run
from medium_archive.commands.page_run import Reading
from medium_archive.errors import MemberDamaged
from medium_archive.medium import pages
from medium_archive.medium.pages import NoStory, Page, SavedStory, containers
from medium_archive.medium.pages.containers import Saved, Unread
from medium_archive.medium.pages.story import Person
from medium_archive.processes import Pool
from medium_archive.report import Issue

Found = Saved | Unread | Issue
Read = tuple[Saved, Reading | None]

_BATCH, _BATCH_BYTES = 64, 8_000_000
_SHARE = 8  # of the bytes of a page, those that what was read of it takes
_AHEAD = 2  # batches: one whose results are taken, and one that the other processes have meanwhile


def begin(sources: Sequence[Path], note: Callable[[Issue], object], pool: Pool) -> Iterator[Read]:
    """Each page with what it has, None if it must be read again. If there are many, other processes begin to read them
    now. What can't be read is noted.
    """
    sent = _sent(_batches(_to_send(sources)), pool)
    return _in_order(list(islice(sent, _AHEAD)), sent, note)


def saved_in(sources: Sequence[Path]) -> Iterator[Saved]:
    """The pages in all sources."""
    return (one for path in sources for one in containers.read(path) if isinstance(one, Saved))


def signed(sources: Sequence[Path]) -> Iterator[Person]:
    """The author of each story in all sources. The head tells it of nearly every page, and is read much faster."""
    for path in sources:
        for one in containers.find(path):
            if isinstance(one, Unread) and (person := _signed(one.head())) is not None:
                yield person
                continue
            for saved in one.read() if isinstance(one, Unread) else (one,):
                if isinstance(saved, Saved):
                    yield from signed_inside(saved)


def _signed(head: bytes, address: str = "") -> Person | None:
    with suppress(NoStory):
        return pages.signed(head, address)
    return None


def signed_inside(saved: Saved) -> Iterator[Person]:
    """The author of each story in a page."""
    if (person := _signed(saved.content, saved.address)) is not None:
        yield person
        return
    found = page_run.read(saved)
    for story in found.stories if isinstance(found, Page) else ():
        yield from (person for person in story.facts.authors[:1] if person.username)


def _to_send(sources: Sequence[Path]) -> Iterator[Found]:
    """The pages in all sources; those that other processes can't read are read."""
    for path in sources:
        for one in containers.find(path):
            if isinstance(one, Unread) and not one.may_be_sent:
                yield from one.read()
            else:
                yield one


def _batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    """Groups of pages, small enough that a few of them take little memory."""
    batch: list[Found] = []
    size = 0
    for one in found:
        batch.append(one)
        size += len(one.content) if isinstance(one, Saved) else 0
        size += one.file.size // _SHARE if isinstance(one, Unread) else 0
        if len(batch) == _BATCH or size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@dataclass(frozen=True)
class _Task:
    page: Saved | Unread


@dataclass(frozen=True)
class _ReadPage:
    """A page that was read. Another process sends it without its content, which takes less time to read again, and
    without the paragraphs, of which the post is made.
    """

    saved: Saved
    reading: Reading
    sha256: str = ""  # of the content of a page that was in an `Unread`

    def __getstate__(self) -> dict[str, Any]:
        page = self.reading.page
        if isinstance(page, Page):
            page = replace(page, stories=tuple(map(_without_paragraphs, page.stories)))
        return {
            **vars(self),
            "saved": replace(self.saved, content=b""),
            "reading": replace(self.reading, page=page),
        }


def _without_paragraphs(story: SavedStory) -> SavedStory:
    return replace(story, facts=replace(story.facts, paragraphs=(), sections=()))


_Done = Iterator[tuple[Found, Sequence[_ReadPage | Issue] | None]]


def _sent(batches: Iterable[list[Found]], pool: Pool) -> Iterator[_Done]:
    """The results of each batch. When they are given, the other processes have the batch."""
    count = 0
    for batch in batches:
        count += len(batch)
        yield pool.run(_read, [(one, _task(one)) for one in batch], least=count)


def _task(one: Found) -> _Task | None:
    if isinstance(one, Issue):
        return None
    # The pictures stay in this process
    return _Task(replace(one, pictures={}, frames={}) if isinstance(one, Saved) else one)


def _read(context: None, task: _Task) -> Sequence[_ReadPage | Issue]:
    page = task.page
    if isinstance(page, Saved):
        return [_ReadPage(page, page_run.convert(page))]
    return [_ReadPage(one, page_run.convert(one), one.sha256) if isinstance(one, Saved) else one for one in page.read()]


def _in_order(waiting: list[_Done], sent: Iterator[_Done], note: Callable[[Issue], object]) -> Iterator[Read]:
    while waiting:
        for one, results in waiting.pop(0):
            for read in _results(one, results or ()):
                if isinstance(read, Issue):
                    note(read)
                else:
                    yield read
        waiting += islice(sent, 1)


def _results(one: Found, results: Sequence[_ReadPage | Issue]) -> Iterator[Read | Issue]:
    if isinstance(one, Issue):
        yield one
    for found in results:
        if isinstance(found, Issue):
            yield found
        elif isinstance(one, Saved):
            yield one, found.reading
        elif isinstance(one, Unread):
            yield from _with_content(one, found)


def _with_content(page: Unread, found: _ReadPage) -> Iterator[Read | Issue]:
    """A page with its content; it must be read again if the file has changed since another process read it."""
    if found.saved.content:
        yield found.saved, found.reading
        return
    with suppress(MemberDamaged):
        saved = replace(found.saved, content=page.file.read())
        if saved.sha256 == found.sha256:
            yield saved, found.reading
            return
    for one in page.read():  # its content is not as in the file, but in UTF-8; or it is damaged now
        yield (one, found.reading if one.sha256 == found.sha256 else None) if isinstance(one, Saved) else one

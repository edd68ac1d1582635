"""The lists that runs have received, in a file: a killed run goes on with the part that it lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from medium_archive.errors import RecordsDamaged
from medium_archive.fetch.web_archives.capture import Capture, Page, Query, Stretch
from medium_archive.fetch.web_archives.received import DAYS
from medium_archive.folder import files, records


@dataclass(frozen=True)
class _Kept:
    """A capture in the file."""

    address: str
    timestamp: str
    digest: str = ""
    status: int | None = None
    mime: str = ""
    file: str = ""
    offset: int = 0
    length: int = 0


@dataclass(frozen=True)
class _Part:
    """A part of a list in the file, `list` is what was asked, `begun` the day on which its first part came."""

    list: str
    number: int
    begun: str
    next: str = ""
    unreadable: int = 0
    captures: tuple[_Kept, ...] = ()


class Lists:
    """Lists of captures, remembered in `path`. The file may be deleted or damaged: what it lacks is asked for again.

    `today` is the day of the run.
    """

    def __init__(self, path: Path, today: date) -> None:
        self._path, self._today = path, today
        self._parts: dict[str, list[_Part]] = defaultdict(list)
        oldest = (today - min(timedelta(DAYS), today - date.min)).isoformat()
        parts: tuple[_Part, ...] = ()
        with suppress(RecordsDamaged):
            parts = records.parse(path, _Part).records
        for part in sorted(parts, key=lambda one: one.number):
            known = self._parts[part.list]
            if part.number == len(known) and oldest <= part.begun <= today.isoformat():
                known.append(part)

    def pages(self, source: str, query: Query, ask: Callable[[str], Iterator[Page]]) -> Iterator[Page]:
        """The parts of a list: first the remembered ones, then those that `ask` gives after the `next` of the last.
        Raises what `ask` raises, and FolderUnwritable.
        """
        name = "\t".join((source, query.match, query.address, query.since, *query.filters))
        known = self._parts[name]
        yield from (_page(part, source) for part in tuple(known))
        if known and not known[-1].next:
            return
        begun = known[0].begun if known else self._today.isoformat()
        for page in ask(known[-1].next if known else ""):
            kept = tuple(map(_kept, page.captures))
            known.append(_Part(name, len(known), begun, page.next, page.unreadable, kept))
            self._save()
            yield page

    def _save(self) -> None:
        """Write the file, after each part: its place among the requests of a minute is worth three seconds."""
        files.write(self._path, records.lines(part for parts in self._parts.values() for part in parts))


def captures(pages: Iterable[Page]) -> Iterator[Capture]:
    """The captures of a list."""
    return (capture for page in pages for capture in page.captures)


def _kept(one: Capture) -> _Kept:
    place = one.stretch or Stretch("", 0, 0)
    return _Kept(one.address, one.timestamp, one.digest, one.status, one.mime, place.file, place.offset, place.length)


def _page(part: _Part, source: str) -> Page:
    found = tuple(
        Capture(
            one.address,
            one.timestamp,
            one.digest,
            one.status,
            one.mime,
            source,
            Stretch(one.file, one.offset, one.length) if one.file else None,
        )
        for one in part.captures
    )
    return Page(found, part.next, part.unreadable)

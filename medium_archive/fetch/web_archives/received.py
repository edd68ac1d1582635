"""The captures that runs have received, in a folder: a killed run goes on with those that it lacks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from medium_archive.errors import RecordsDamaged
from medium_archive.fetch.web_archives.capture import Capture
from medium_archive.folder import files, records, schema

Kind = Literal["page", "feed"]
_LINES = "captures.jsonl"
_PAGES = "pages"
DAYS = 7  # after which a list or a capture without its content is asked for again: the archive may have it by then


@dataclass(frozen=True)
class Received:
    """What a capture turned out to be; the first three values say which one was asked for.

    `whole` and `partial` are the ids of the posts whose text it has, `named` the addresses of other posts by the same
    writer, `by_others` the ids of posts by other people that it shows, and `authors` the user names of these people.
    `problem` is the code of the reason why it has nothing of the writer's. `given` is the address of the capture that
    answered, `sha256` the checksum of its content, "" if that is of no use. `day` is the one on which it came.
    `is_sure`: the problem is the capture's; else a server on the way may have answered, or damaged the content.
    """

    source: str
    address: str
    timestamp: str
    kind: Kind = "page"
    given: str = ""
    whole: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    by_others: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    problem: str = ""
    sha256: str = ""
    day: str = ""
    is_sure: bool = True


class ReceivedCaptures:
    """Captures that were received. The folder may be deleted or damaged: what it lacks is asked for again.

    Contents stay until `forget_contents`, when the archive has them; then only what they were is known. `today` is the
    day of the run. What is not sure is known for a week.
    """

    def __init__(self, folder: Path, today: date) -> None:
        self._today = today.isoformat()
        self._oldest = (today - min(timedelta(DAYS), today - date.min)).isoformat()
        self._file, self._pages = folder / _LINES, folder / _PAGES
        self._lines: dict[tuple[str, str, str], Received] = {}
        try:
            self._lines = {_key(one): one for one in records.parse(self._file, Received).records}
        except RecordsDamaged:  # no lines can be added to it
            with files.disk_errors(self._file):
                self._file.unlink()

    def get(self, capture: Capture) -> Received | None:
        received = self._lines.get(_key(capture))
        if received is None or received.is_sure or self._oldest <= received.day <= self._today:
            return received
        return None

    def has_content(self, received: Received) -> bool:
        """Whether its content is here, and not yet in the archive."""
        return bool(received.sha256) and self._place(received).exists()

    def note(self, received: Received, content: bytes = b"") -> Received:
        """Remember a capture, and its content if that is not empty. Gives it with its checksum. Raises
        FolderUnwritable.
        """
        received = replace(received, day=self._today)
        if content:
            received = replace(received, sha256=hashlib.sha256(content).hexdigest())
            files.write(self._place(received), content)
        with files.disk_errors(self._file):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            # A line is added: writing the file of thousands of captures anew for each would take minutes. A killed run
            # may have written half of the line before, in ASCII, so that it has no half characters
            with self._file.open("a", encoding="ascii") as file:
                file.write(f"\n{json.dumps(schema.encode(received))}\n")
        self._lines[_key(received)] = received
        return received

    def contents(self) -> Iterator[tuple[Received, bytes]]:
        """The contents that are here, each once, in the order of their captures."""
        seen: set[str] = set()
        for received in sorted(self._lines.values(), key=lambda one: (one.timestamp, one.address, one.source)):
            if received.sha256 in seen or not self.has_content(received):
                continue
            seen.add(received.sha256)
            content = self._place(received).read_bytes()
            if hashlib.sha256(content).hexdigest() == received.sha256:
                yield received, content

    def forget_contents(self) -> None:
        """Delete the contents. Raises FolderUnwritable."""
        with files.disk_errors(self._pages):
            for path in self._pages.glob("*"):
                path.unlink()

    def _place(self, received: Received) -> Path:
        return self._pages / f"{received.sha256}.page"


def _key(one: Capture | Received) -> tuple[str, str, str]:
    return one.source, one.address, one.timestamp

"""A daily run of a command, which a scheduler starts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from medium_archive import program_start
from medium_archive.errors import CannotSchedule
from medium_archive.folder.layout import Layout

# Takes a program with its arguments and a text for its standard input, gives its standard output
Run = Callable[..., str]

_PURPOSES = {
    "check": "Check once a day whether others can still see what is published on Medium",
    "sync": "Get new posts from Medium's feed once a day",
}


@dataclass(frozen=True)
class Job:
    """A command of `archive` with its options, and the local time of its run. `program` is the same command as a
    program with all its arguments. `key` distinguishes the jobs of several archives.
    """

    command: str
    archive: Path
    program: tuple[str, ...]
    hour: int
    minute: int
    key: str
    options: tuple[str, ...] = ()
    home: Path = field(default_factory=Path.home)

    @property
    def name(self) -> str:
        return f"medium-archive-{self.command}-{self.key}"

    @property
    def purpose(self) -> str:
        return _PURPOSES[self.command]


def job_for(layout: Layout, command: str, options: Sequence[str] = ()) -> Job:
    """The job for an archive. Its time follows from the archive's path: so it is always the same for one archive, and
    not everyone asks Medium at the same minute. It is in the morning, when a computer is likely to be on.

    Raises CannotSchedule for a control character in an option or in the path.
    """
    seed = hashlib.sha256(f"{layout.root}\0{command}".encode("utf-8", "surrogateescape")).digest()
    if any(ord(character) < 32 for word in (str(layout.root), *options) for character in word):
        raise CannotSchedule(
            "An address or the archive's path contains a line break or another control character.",
            "Remove it from the address, or rename the folder.",
        )
    program = (*program_start.command(), command, *options, "--archive", str(layout.root))
    hour, minute = 7 + seed[0] % 4, 1 + seed[1] % 58
    return Job(command, layout.root, program, hour, minute, key=seed.hex()[:6], options=tuple(options))

"""A kind of hostile input, and what commands make of it."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.command import Outcome, run
from tests.hostile_zips import POST
from tests.sample_exports import post_name, post_page

SECONDS = 10  # of the processor, for a command
MEGABYTES = 500  # of its largest process
_WORKER_STOPPED = 29  # the exit code of a command one of whose processes took more of the processor or the memory
IMPORT = ("import", "export.zip", "--offline")
# A large content is made when it is written: the memory of each command would begin with it
Content = bytes | Callable[[], bytes]
ALL_COMMANDS = (("status",), ("build",), ("verify",), IMPORT, ("history",), ("export", "hugo", "out"))


@dataclass(frozen=True)
class Kind:
    """`lay_out` puts an input of a size into an empty folder, in which `commands` run one after the other; the archive
    is in its folder `archive`. `prepare` is called first in the process of a command; `restore` makes the folder
    deletable again.
    """

    group: str
    name: str
    lay_out: Callable[[Path, int], None] = field(repr=False, compare=False)
    commands: Sequence[Sequence[str]] = (IMPORT,)
    sizes: Sequence[int] = (1,)
    prepare: Callable[[], None] = field(default=lambda: None, repr=False, compare=False)
    restore: Callable[[Path], None] = field(default=lambda folder: None, repr=False, compare=False)

    def outcomes(self, folder: Path, size: int, *, only: int | None = None) -> Iterator[Outcome]:
        """Run the commands in a new folder, or `only` so many of them."""
        folder.mkdir(parents=True)
        try:
            self.lay_out(folder, size)
            for command in self.commands[:only]:
                yield run((*command, "--archive", "archive"), folder, SECONDS, self.prepare)
        finally:
            self.restore(folder)
            shutil.rmtree(folder)


def is_fault(outcome: Outcome) -> str:
    """What is wrong with an outcome, "" if nothing is."""
    if outcome.has_traceback:
        return "traceback"
    if outcome.code == _WORKER_STOPPED:
        return "stopped"
    if outcome.seconds > SECONDS or outcome.is_stopped:
        return "slow"
    if outcome.megabytes > MEGABYTES:
        return "large"
    return "" if outcome.sentence else "silent"


def export(folder: Path, files: dict[str, bytes]) -> None:
    """Write an export with these files beside a harmless post. It is not compressed, or it would be a zip bomb."""
    other = "b" * 12
    good = {post_name(other, slug="Good"): post_page("Good", post_id=other)}
    with zipfile.ZipFile(folder / "export.zip", "w") as file:
        for name, content in {**good, **files}.items():
            file.writestr(name, content)


class _Archive:
    """A small archive with a site, made once for a folder that outlives the kinds."""

    def __init__(self) -> None:
        self.made: Path | None = None

    def copy(self, folder: Path) -> Path:
        """Copy the archive into a folder as `archive`, with its export beside it."""
        if self.made is None or not self.made.exists():
            self.made = _make(folder.parent / "made")
        shutil.copytree(self.made, folder, dirs_exist_ok=True, symlinks=True)
        return folder / "archive"


ARCHIVE = _Archive()


def write(name: str, content: Content, folder: Path, size: int) -> None:
    """Lay out an archive with this file."""
    place = ARCHIVE.copy(folder) / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content if isinstance(content, bytes) else content())


def _make(folder: Path) -> Path:
    folder.mkdir()
    claps = b'<ul><li class="h-entry">+2 &mdash; <a href="https://medium.com/p/x-0123456789ad">A clock</a></li></ul>'
    draft = post_page("Sketch", post_id="d" * 12, draft=True)
    files = {POST: post_page(), "claps/claps-0001.html": claps, f"posts/draft_Sketch-{'d' * 12}.html": draft}
    export(folder, files)
    for command in (IMPORT, ("build",)):
        made = run((*command, "--archive", "archive"), folder, SECONDS)
        assert made.code == 0, made
    return folder

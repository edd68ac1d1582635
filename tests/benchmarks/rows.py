"""The rows of the comparison: for each kind of work, this project and the programs that do a part of it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from medium_archive.folder.layout import CACHE, Layout
from tests.benchmarks import inputs, peers
from tests.benchmarks.measuring import Measured, Run, run

OURS, SMALL = "medium_archive", "without extras"
_ARCHIVE: list[str | Path] = [sys.executable, "-m", "medium_archive.cli"]


@dataclass(frozen=True)
class Case:
    """One program at one kind of work. `once` prepares and measures one run."""

    row: str
    name: str
    note: str
    once: Callable[[], Run]


@dataclass(frozen=True)
class Result:
    row: str
    name: str
    note: str
    measured: Measured


@dataclass(frozen=True)
class Work:
    """Where the benchmarks work: `exports` are the input, `folder` is for results, `peers` has other programs."""

    exports: list[Path]
    folder: Path
    peers: Path

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    def empty(self, name: str) -> Path:
        """An empty folder."""
        self.put_aside(folder := self.folder / name)
        folder.mkdir()
        return folder

    def put_aside(self, path: Path) -> None:
        """Move a file or folder, if it is there, out of the way.

        ext4 does not use the inode of a deleted file again for the next minutes, and looks at each of them for every
        new file: a program that writes thousands of files would seem slower after thousands were deleted.
        """
        if path.exists():
            path.rename(Path(tempfile.mkdtemp(prefix="aside-", dir=self.folder)) / path.name)

    def ours(self, *arguments: str | Path) -> Run:
        return run([*_ARCHIVE, *arguments, "--archive", self.archive, "--quiet"], self.folder)


def measure(cases: Sequence[Case], runs: int) -> list[Result]:
    """Run the cases in turn, `runs` times. A case that failed is not run again."""
    found: dict[int, list[Run]] = {number: [] for number in range(len(cases))}
    for _ in range(runs):
        for number, case in enumerate(cases):
            if not any(before.failure for before in found[number]):
                found[number].append(case.once())
    return [Result(c.row, c.name, c.note, Measured(tuple(found[number]))) for number, c in enumerate(cases)]


def help_(work: Work) -> Iterator[Case]:
    yield Case("help", OURS, "`archive --help`", lambda: run([*_ARCHIVE, "--help"], work.folder))
    typer: list[str | Path] = [sys.executable, "-c", "import typer"]
    yield Case("help", "import typer", "the least that a command with Typer takes", lambda: run(typer, work.folder))


def import_(work: Work) -> Iterator[Case]:
    """The first import, in an empty folder, with the ledger; no network."""

    def once() -> Run:
        work.put_aside(work.archive)
        return work.ours("import", *work.exports, "--offline")

    yield Case("import", OURS, "with the proof that nothing was lost", once)
    for peer in peers.CONVERTERS:
        program = peers.find(peer.program, work.peers)
        if program is None:
            yield _not_installed("import", peer.name, peer.leaves_out)
            continue

        def convert(program: Path = program, peer: peers.Converter = peer) -> Run:
            folder = work.empty("peer")
            pages = inputs.unpack(work.exports, folder / "pages")
            (folder / "out").mkdir()
            done = run(peer.command(program, pages, folder / "out"), folder)
            return _complete(done, folder, peer.output, sum(1 for _ in pages.glob("*.html")))

        yield Case("import", peer.name, peer.leaves_out, convert)


def again(work: Work) -> Iterator[Case]:
    yield Case("again", OURS, "the same exports once more", lambda: work.ours("import", *work.exports, "--offline"))


def status(work: Work) -> Iterator[Case]:
    yield Case("status", OURS, "", lambda: run([*_ARCHIVE, "status", "--archive", work.archive], work.folder))


def verify(work: Work) -> Iterator[Case]:
    yield Case("verify", OURS, "without a built site", lambda: work.ours("verify"))


def build(work: Work) -> Iterator[Case]:
    """A cold build, of the same Markdown."""

    def once() -> Run:
        layout = Layout(work.archive)
        for folder in (layout.site, layout.root / CACHE, layout.private / CACHE):
            work.put_aside(folder)
        return work.ours("build", "--url", "https://example.org/")

    def once_small() -> Run:
        with _without_extras(work.archive / "archive.toml"):
            return once()

    yield Case("build", OURS, "all pages, old addresses, search, related posts, all feeds, cards", once)
    yield Case("build", SMALL, "`extras = false`: the pages that other programs make", once_small)
    yield from _generators(work, "build", lambda folder: None)


def same(work: Work) -> Iterator[Case]:
    """A build when nothing has changed."""

    def once() -> Run:
        work.ours("build", "--url", "https://example.org/")  # the build before the one that is measured
        return work.ours("build", "--url", "https://example.org/")

    yield Case("same", OURS, "nothing changed", once)
    yield from _generators(work, "same", lambda folder: None)


def edit(work: Work) -> Iterator[Case]:
    """A build after one post was changed."""

    def once() -> Run:
        work.ours("build", "--url", "https://example.org/")  # the build before the change
        _append(next(file for file in sorted(work.archive.glob("posts/*/index.md"))))
        return work.ours("build", "--url", "https://example.org/")

    yield Case("edit", OURS, "one post changed", once)
    yield from _generators(work, "edit", lambda folder: _append(sorted(folder.rglob("*000000.md"))[0]))


def _generators(work: Work, row: str, change: Callable[[Path], None]) -> Iterator[Case]:
    for peer in peers.GENERATORS:
        program = peers.find(peer.program, work.peers)
        if program is None:
            yield _not_installed(row, peer.name, peer.leaves_out)
            continue

        def once(program: Path = program, peer: peers.Generator = peer) -> Run:
            folder = work.folder / f"{peer.name}-site"
            if row == "build" or not folder.is_dir():
                folder = work.empty(folder.name)
                peer.prepare(program, folder, list(inputs.articles(work.archive)))
            if row != "build":
                run(peer.command(program), folder)  # the build before the one that is measured
                change(folder)
            done = run(peer.command(program), folder)
            return _complete(done, folder, peer.output, sum(1 for _ in inputs.articles(work.archive)))

        yield Case(row, peer.name, peer.leaves_out, once)


def _complete(done: Run, folder: Path, output: str, posts: int) -> Run:
    """The run, with what is wrong if the program made fewer files than there are posts."""
    made = sum(1 for _ in folder.glob(output))
    if done.failure or made >= posts:
        return done
    return replace(done, failure=f"made {made} of {posts} posts in {done.wall:.2f} s")


@contextmanager
def _without_extras(settings: Path) -> Iterator[None]:
    """While this runs, the archive has settings with which its site has only the pages that other programs make."""
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[site]\n", "[site]\nextras = false\n", 1), "utf-8")
    try:
        yield
    finally:
        settings.write_text(text, "utf-8")


def _append(file: Path) -> None:
    with file.open("a", encoding="utf-8") as text:
        text.write("\nOne more line.\n")


def _not_installed(row: str, name: str, note: str) -> Case:
    return Case(row, name, note, lambda: Run(0, 0, 0, "not installed (tests/benchmarks/peers.py says how)"))


# In an order in which each finds what it needs: an archive, a site
ALL: dict[str, Callable[[Work], Iterator[Case]]] = {
    "help": help_,
    "import": import_,
    "again": again,
    "status": status,
    "verify": verify,
    "build": build,
    "same": same,
    "edit": edit,
}

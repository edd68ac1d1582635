"""How long an import of saved pages takes, beside the least that it could take: parse their JSON, and write the files.

    python -m tests.benchmarks saved_pages [PAGES] [RUNS]

PAGES pages of 400 kB (1,000 by default) are made, imported, and read alone, RUNS times in turn (3 by default).
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from medium_archive.medium import pages
from tests.benchmarks.measuring import run
from tests.saved_pages import large

_MOST_READ = 100  # pages that are read alone
_STATE = b"window.__APOLLO_STATE__ = "
_IMPORT: tuple[str, ...] = (sys.executable, "-m", "medium_archive.cli", "import")


def main(number: int = 1000, runs: int = 3) -> None:
    with tempfile.TemporaryDirectory() as place:
        source, archive = Path(place) / "saved", Path(place) / "archive"
        source.mkdir()
        for count in range(number):
            (source / f"{count}.html").write_bytes(large.page(count))
        ratios = []
        for _ in range(runs):
            shutil.rmtree(archive, ignore_errors=True)
            made = run([*_IMPORT, source, "--archive", archive, "--offline", "--quiet"], Path(place))
            if made.failure:
                say(f"import: {made.failure}")
                break
            least = _least(source, archive, Path(place) / "copies")
            ratios.append(made.wall / least)
            say(
                f"import {made.wall:6.2f} s, {made.cpu:6.2f} CPU s, {made.memory:4.0f} MB; "
                f"JSON and files {least:6.2f} s; ratio {ratios[-1]:.2f}"
            )
        if ratios:
            say(f"import of {number:,} pages: {statistics.median(ratios):.2f} times JSON and files (median)")
        contents = [path.read_bytes() for path in sorted(source.iterdir())[:_MOST_READ]]
    _read_alone(contents, runs)


def _least(source: Path, archive: Path, copies: Path) -> float:
    """Seconds to parse the JSON of all pages and to write the files that the import wrote."""
    timer = _Timer()
    for path in sorted(source.iterdir()):
        state = _state(path.read_bytes())
        with timer.running():
            json.loads(state)
    copies.mkdir()
    for path in sorted(archive.rglob("*")):
        content = path.read_bytes() if path.is_file() else None
        with timer.running():
            if content is None:
                (copies / path.relative_to(archive)).mkdir(parents=True, exist_ok=True)
            else:
                (copies / path.relative_to(archive)).write_bytes(content)
    shutil.rmtree(copies)
    return timer.seconds


def _read_alone(contents: Sequence[bytes], runs: int) -> None:
    """Reading pages in memory beside parsing their JSON, with the state and without."""
    states = [_state(content) for content in contents]
    elements = [large.page(number, has_state=False) for number in range(len(contents))]
    readers: Sequence[Callable[[bytes], object]] = (json.loads, pages.read, pages.read)
    ratios: list[tuple[float, float]] = []
    for _ in range(max(runs, 5)):
        timers = [_Timer(), _Timer(), _Timer()]
        for held in zip(states, contents, elements, strict=True):
            for timer, read, content in zip(timers, readers, held, strict=True):
                with timer.running():
                    read(content)
        of_json, of_page, of_elements = (timer.seconds * 1000 / len(contents) for timer in timers)
        ratios.append((of_page / of_json, of_elements / of_json))
        say(f"a page: JSON {of_json:.2f} ms, read {of_page:.2f} ms, read without its state {of_elements:.2f} ms")
    with_state, without_state = (statistics.median(one) for one in zip(*ratios, strict=True))
    say(f"reading a page: {with_state:.2f} times its JSON, without its state {without_state:.2f} times (medians)")


def _state(content: bytes) -> bytes:
    start = content.index(_STATE) + len(_STATE)
    return content[start : content.index(b"</script>", start)]


class _Timer:
    """Adds up the seconds of pieces of work."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        begin = time.perf_counter()
        yield
        self.seconds += time.perf_counter() - begin


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

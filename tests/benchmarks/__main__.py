"""How long this project and its peers take for the same work.

    python -m tests.benchmarks [--rows import,build] [--sizes 100,1000] [--input ZIP …] [--peers FOLDER] [--runs 5]
    python -m tests.benchmarks verifying 2000    one of the other modules here, with its arguments

Programs run in turn, each in a process of its own. Without --input an export is made up for each size.
"""

from __future__ import annotations

import argparse
import os
import platform
import runpy
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import drawing, inputs, rows
from tests.benchmarks.rows import OURS, SMALL, Result, Work

_HERE = Path(__file__).parent
_GROWTH = ("import", "verify", "build", "same", "edit")


def main(arguments: Sequence[str]) -> None:
    others = {file.stem for file in _HERE.glob("*.py") if "__name__ ==" in file.read_text("utf-8")} - {"__main__"}
    if arguments and arguments[0] in others:
        sys.argv = list(arguments)
        runpy.run_module(f"tests.benchmarks.{arguments[0]}", run_name="__main__")
        return
    options = _options(arguments, sorted(others))
    say(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, load {_load()}")
    results: dict[str, list[Result]] = {}
    with tempfile.TemporaryDirectory(dir=options.work) as place:
        for size in [""] if options.input else options.sizes.split(","):
            folder = Path(place) / (size or "given")
            folder.mkdir()
            exports = options.input or [inputs.make_export(folder / "export.zip", int(size))]
            work = Work([export.resolve() for export in exports], folder, options.peers.resolve())
            say(f"\n{f'{size} posts' if size else ', '.join(export.name for export in exports)}")
            results[size] = []
            for name in options.rows.split(","):
                found = rows.measure(list(rows.ALL[name](work)), options.runs)
                results[size] += found
                show(found)
    if len(results) > 1:
        show_growth(results)
    if options.svg:
        drawing.draw(list(results.values())[-1], options.svg)


def _options(arguments: Sequence[str], others: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", epilog=f"Other modules: {', '.join(others)}.")
    parser.add_argument("--rows", default=",".join(rows.ALL), help=f"of {', '.join(rows.ALL)}; an archive needs import")
    parser.add_argument("--sizes", default="1000", help="numbers of posts, for growth: 100,1000,10000,100000")
    parser.add_argument("--input", nargs="+", type=Path, default=[], help="exports of your own instead")
    parser.add_argument("--peers", type=Path, default=Path("peers"), help="the folder with other programs")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", type=Path, default=None, help="the folder for results; default: for temporary files")
    parser.add_argument("--svg", type=Path, default=None, help="draw the last size as bars to this file")
    options = parser.parse_args(arguments)
    if unknown := set(options.rows.split(",")) - set(rows.ALL):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    if not {"help", "import"} >= set(options.rows.split(",")[:1]):
        parser.error("the other rows need the archive of the row import: name it first")
    return options


def show(results: Sequence[Result]) -> None:
    """A line for each program of a row, with the ratio of our time to its time."""
    made = {one.name: one.measured.median("wall") for one in results if not one.measured.failure}
    for one in results:
        if failure := one.measured.failure:
            say(f"{one.row:8} {one.name:15} {failure}. {one.note}")
            continue
        seconds, (least, most) = one.measured.median("wall"), one.measured.spread("wall")
        ratios = [f"{name} {made[name] / seconds:.2f} of it" for name in (OURS, SMALL) if name in made and seconds]
        cpu, memory = one.measured.median("cpu"), one.measured.median("memory")
        say(
            f"{one.row:8} {one.name:15} {seconds:8.2f} s ({least:.2f} to {most:.2f}) {cpu:8.2f} CPU s {memory:6.0f} MB "
            f"{', '.join(ratios) if one.name not in made.keys() & {OURS, SMALL} else ''} {one.note}"
        )


def show_growth(results: dict[str, list[Result]]) -> None:
    """Milliseconds a post at each size, for our program."""
    say("\nmilliseconds a post: " + " ".join(f"{size:>9}" for size in results))
    for row in _GROWTH:
        cells = []
        for size, found in results.items():
            one = next((one for one in found if (one.row, one.name) == (row, OURS)), None)
            cells.append(f"{one.measured.median('wall') * 1000 / int(size):9.2f}" if one else f"{'':9}")
        if any(cell.strip() for cell in cells):
            say(f"{row:20} " + " ".join(cells))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    main(sys.argv[1:])

"""Speed of `archive pictures` against programs that only download, from the same server with the same connections.

    python -m tests.benchmarks.fetching [PICTURES] [RUNS] [MILLISECONDS]

Whole processes, their start included; each writes all the pictures to a folder that was empty. `archive pictures` also
reads its records, decodes each picture, writes checksums and the texts that name the files. "a bare client" is what
Python reaches with httpx2, threads and nothing else. Beside the seconds on the clock stands the time of processors,
which other programs on the machine disturb less, and that of the server: where it comes near the clock, the server is
what is measured. MILLISECONDS is the time to each answer: 0 as on this machine alone, 20 as from a near CDN.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import httpx2

from medium_archive.commands import import_exports
from medium_archive.folder.layout import Layout
from tests.cdn import CDN, Cdn
from tests.sample_pictures import Picture, export_with, make_pictures

_CONNECTIONS = 4
_PATIENCE = 600  # seconds that one run may take


@dataclass(frozen=True)
class Contestant:
    """`prepare` makes the folder to write to and gives the command that fills it."""

    name: str
    program: str
    prepare: Callable[[Path], Sequence[str]]


class Cost(NamedTuple):
    """What one run took, in seconds: on the clock, of processors (user and system), of the server's processor."""

    seconds: float
    processor: float
    server: float


def main(count: int, runs: int, milliseconds: int) -> None:
    pictures = [picture for picture in make_pictures(count * 3 // 2, seed=1) if picture.role in ("figure", "cover")]
    with Cdn(pictures[:count], latency=milliseconds / 1000) as cdn, tempfile.TemporaryDirectory() as place:
        contestants = _contestants(cdn, Path(place))
        size = sum(len(picture.content) for picture in cdn.pictures)
        _say(
            f"{len(cdn.pictures):,} pictures, {size / 1e6:.0f} MB, {_CONNECTIONS} connections, {milliseconds} ms to an "
            f"answer, medians of {runs} runs\n"
        )
        times: dict[str, list[Cost]] = {contestant.name: [] for contestant in contestants}
        for number in range(runs):  # in turns, so that a slow minute is slow for all of them
            for contestant in contestants:
                times[contestant.name].append(_time(contestant, Path(place) / f"run-{number}", cdn.pictures))
        _say(
            "| | seconds | from … to | pictures/s | ratio | processor | ratio | server |\n"
            "|---|--:|--:|--:|--:|--:|--:|--:|"
        )
        medians = {name: Cost(*map(statistics.median, zip(*costs, strict=True))) for name, costs in times.items()}
        own = medians["archive pictures"]
        for name, median in medians.items():
            seconds = [cost.seconds for cost in times[name]]
            _say(
                f"| {name} | {median.seconds:.2f} | {min(seconds):.2f} … {max(seconds):.2f} "
                f"| {len(cdn.pictures) / median.seconds:,.0f} | {own.seconds / median.seconds:.2f} "
                f"| {median.processor:.2f} | {own.processor / median.processor:.2f} | {median.server:.2f} |"
            )
        _say("\nratio: the time of `archive pictures` divided by this one's.")


def _contestants(cdn: Cdn, place: Path) -> list[Contestant]:
    """Those that are installed; of the others it is said that they aren't."""
    template = Layout(place / "template")
    import_exports.import_exports([export_with(cdn.pictures, place / "export.zip", posts=100, gists=())], template)
    with template.settings.open("a", encoding="utf-8") as file:
        file.write(cdn.settings(connections=_CONNECTIONS))
    addresses = [(f"{cdn.address}/{picture.id}", _file_name(picture)) for picture in cdn.pictures]
    lists = place / "addresses"

    def archive(folder: Path) -> Sequence[str]:
        shutil.copytree(template.root, folder)
        return (sys.executable, "-m", "medium_archive.cli", "pictures", "--quiet", "--archive", str(folder))

    def bare(folder: Path) -> Sequence[str]:
        folder.mkdir()
        lists.write_text("".join(f"{address}\t{folder / name}\n" for address, name in addresses))
        return (sys.executable, "-m", "tests.benchmarks.fetching", "--bare", str(lists))

    def aria2c(folder: Path) -> Sequence[str]:
        lists.write_text("".join(f"{address}\n  out={name}\n" for address, name in addresses))
        options = ("--quiet", "--file-allocation=none", f"--header=Host: {CDN}", "-j", str(_CONNECTIONS))
        return ("aria2c", *options, "-i", str(lists), "-d", str(folder))

    def curl(folder: Path) -> Sequence[str]:
        folder.mkdir()
        lists.write_text("".join(f'url = "{address}"\noutput = "{folder / name}"\n' for address, name in addresses))
        options = (
            "--no-progress-meter",
            "--globoff",
            "--parallel",
            "--parallel-max",
            str(_CONNECTIONS),
            "-H",
            f"Host: {CDN}",
        )
        return ("curl", *options, "-K", str(lists))

    contestants = (
        Contestant("archive pictures", sys.executable, archive),
        Contestant("aria2c", "aria2c", aria2c),
        Contestant("curl --parallel", "curl", curl),
        Contestant("a bare client", sys.executable, bare),
    )
    for contestant in contestants:
        if shutil.which(contestant.program) is None:
            _say(f"{contestant.program} is not installed: left out.")
    return [contestant for contestant in contestants if shutil.which(contestant.program)]


def _time(contestant: Contestant, folder: Path, pictures: Sequence[Picture]) -> Cost:
    """What one run took. Raises when a picture is not there afterwards, or another one."""
    command = contestant.prepare(folder)
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    begin, before, server = time.perf_counter(), _children(), time.process_time()
    subprocess.run(command, check=True, timeout=_PATIENCE, env=environment)
    cost = Cost(time.perf_counter() - begin, _children() - before, time.process_time() - server)
    contents = {file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    if not all(picture.content in contents for picture in pictures):
        raise RuntimeError(f"{contestant.name} did not bring every picture")
    shutil.rmtree(folder)
    return cost


def _children() -> float:
    """The processor time of all programs that this one ran."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _file_name(picture: Picture) -> str:
    return picture.id.replace("*", "-")


def fetch_bare(lists: Path) -> None:
    """Fetch each address to its file, with threads that share them out, and nothing else."""
    lines = [line.split("\t") for line in lists.read_text("utf-8").splitlines()]

    def some(number: int) -> None:
        with httpx2.Client(headers={"Host": CDN}) as client:
            for address, file in lines[number::_CONNECTIONS]:
                Path(file).write_bytes(client.get(address).raise_for_status().content)

    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        list(pool.map(some, range(_CONNECTIONS)))


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  # its only output


if __name__ == "__main__":
    if sys.argv[1:2] == ["--bare"]:
        fetch_bare(Path(sys.argv[2]))
    else:
        given = [int(argument) for argument in sys.argv[1:]]
        main(*given, *(3000, 5, 0)[len(given) :])

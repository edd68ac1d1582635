"""Plants every kind of fault in archives, and prints how many of each kind `archive verify` names with their post.

    python -m tests.faults FOLDER-OF-ZIPS [--times 20] [--kinds "page date"] [--seed 1] [--jobs 2] [--site-posts 80]
                           [--out FILE] [--archives FOLDER] [--faults-only]
    python -m tests.faults --read FILE

Each zip is imported and built; the example and archives of posts with rare elements, and of a feed, are added. Every
untouched archive is built and verified in each theme. Then the places of all kinds are chosen, and each archive is
verified once for each round of faults, one a post; `--jobs` archives at a time, one for each processor unless given. A
round has one fault in each file of a site that is no page of a post, so these faults need many rounds: they are planted
in archives of at most `--site-posts` posts. `--out` gets a line for each fault after each round, which `--read`
sums up. `--archives` keeps the archives, and takes those that are there already. The exit code is 1 if a fault is not
named, or if an untouched archive has an issue.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from medium_archive.commands import verify
from medium_archive.folder.layout import Layout
from tests import faults
from tests.conftest import THEMES
from tests.faults import archives, plan, results
from tests.faults.planting import Fault, Planter

_SHOWN = 3  # issues of an untouched archive

Row = tuple[str, str, str, str]  # a fault for another process: place and name of its kind, post, seed


@dataclass(frozen=True)
class Run:
    """One run: the folder of exports, that of the archives, the file of the results, whether to skip the check of
    untouched archives, and the most posts of an archive for faults in files of its site that are no pages of posts.
    """

    exports: Path
    place: Path
    out: Path
    seed: int
    faults_only: bool
    site_posts: int


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--kinds", default="", help="only kinds whose place and name contain this")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="archives at a time")
    parser.add_argument(
        "--site-posts", type=int, default=80, help="the most posts of an archive for faults in lists, feeds and scripts"
    )
    parser.add_argument("--out", type=Path, help="a file that gets a line for each fault")
    parser.add_argument("--archives", type=Path, help="a folder that keeps the archives for the next run")
    parser.add_argument("--faults-only", action="store_true", help="do not verify untouched archives in each theme")
    parser.add_argument("--read", type=Path, help="sum up the results in this file, and plant nothing")
    options = parser.parse_args()
    kinds = [kind for kind in faults.ALL if options.kinds in f"{kind.place} {kind.name}"]
    if options.read:
        return _sum_up(options.read, kinds, options.times)
    if not options.folder:
        parser.error("name a folder of exports, or --read")
    with tempfile.TemporaryDirectory() as temporary:
        place = options.archives or Path(temporary)
        place.mkdir(parents=True, exist_ok=True)
        out = options.out or Path(temporary) / "faults.jsonl"
        out.write_bytes(b"")
        run = Run(options.folder, place, out, options.seed, options.faults_only, options.site_posts)
        with ProcessPoolExecutor(options.jobs) as pool:
            alarms = _run(run, kinds, options.times, pool)
        missed = _sum_up(out, kinds, options.times)
    print(f"Issues of untouched archives: {alarms}")
    return 1 if missed or alarms else 0


def _run(run: Run, kinds: Sequence[faults.Kind], times: int, pool: ProcessPoolExecutor) -> int:
    """The number of issues of untouched archives."""
    names = archives.names(run.exports)
    alarms = sum(pool.map(_untouched, [run] * len(names), names))
    planters = {name: Planter(Layout(run.place / name), run.seed) for name in names}
    small = [name for name, planter in planters.items() if len(planter.targets) <= run.site_posts]
    rounds = plan.choose(planters, archives.MADE, kinds, times, run.seed, small=small)
    _say(f"{sum(len(some) for each in rounds.values() for some in each):,} places chosen")
    order = sorted(rounds, key=lambda name: -len(planters[name].targets) * len(rounds[name]))
    rows = [[[_row(fault) for fault in some] for some in rounds[name]] for name in order]
    list(pool.map(_rounds, [run] * len(order), order, rows))
    return alarms


def _untouched(run: Run, name: str) -> int:
    """Make an archive, and verify it in each theme: the number of issues."""
    layout = archives.make(name, run.exports, run.place)
    if run.faults_only:
        return 0
    alarms = 0
    for theme in THEMES:
        archives.build_in(layout, theme)
        found = [issue for issue in verify.verify(layout).issues if issue.level != "note"]
        alarms += len(found)
        _say(f"{name}, theme {theme}, untouched: {len(found)} issues")
        for issue in found[:_SHOWN]:
            _say(f"untouched: {name}: {issue.where}: {issue.code}: {issue.message[:200]}")
    return alarms


def _rounds(run: Run, name: str, rounds: Sequence[Sequence[Row]]) -> None:
    """Plant the faults of each round, verify, and write the results."""
    planter = Planter(Layout(run.place / name), run.seed)
    kinds = {(kind.place, kind.name): kind for kind in faults.ALL}
    for number, rows in enumerate(rounds, 1):
        start = time.process_time()
        planted = [Fault(kinds[place, kind], post_id, seed) for place, kind, post_id, seed in rows]  # type: ignore[index]  # a Place
        found = results.of(name, planter.run(planted)[0])
        results.append(run.out, found)
        missed = [one for one in found if not one.is_named]
        seconds = time.process_time() - start
        _say(
            f"{name}, round {number} of {len(rounds)}: {len(found)} faults planted, {len(found) - len(missed)} named, "
            f"{len(missed)} not named, {seconds:.1f} CPU seconds"
        )
        for one in missed:
            _say(f"  not named: {one.place} {one.kind} in {one.post} ({'; '.join(one.issues) or 'no issue'})")


def _row(fault: Fault) -> Row:
    return fault.kind.place, fault.kind.name, fault.post_id, fault.seed


def _sum_up(file: Path, kinds: Sequence[faults.Kind], times: int) -> int:
    """Print the summary of results. 1 if a fault is not named."""
    found = results.read(file)
    for line in results.summary(found, kinds, times):
        print(line)
    return 1 if any(not one.is_named for one in found) else 0


def _say(line: str) -> None:
    """One line at once, also where two processes print."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

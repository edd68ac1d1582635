"""`python -m tests.kills [KILLS] [POSTS] [NAME…]`: kill each command at random changes to the disk; 250 kills and 200
posts by default.

After each kill the same command runs to its end: it must exit with 0, `archive verify` must find no error, and the
result must be the same, byte for byte, as without a kill. Prints a table; exits with 1 if something is missing.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests.kills import works
from tests.kills.killing import run
from tests.kills.works import Scene, Work

_SEED = 19


def problems_after(scene: Scene, place: Path, change: int, wanted: dict[str, bytes]) -> Iterator[str]:
    """Kill a run at a change to the disk and complete it; what is wrong then."""
    shutil.copytree(scene.folder, place, symlinks=True)
    while not run(scene.program(place), change).was_killed:
        # Threads make some changes less in one run than in another
        change //= 2
        shutil.rmtree(place)
        shutil.copytree(scene.folder, place, symlinks=True)
    ended = run(scene.program(place))
    if ended.code:
        yield f"exit {ended.code}: {ended.output.strip()[-300:]}"
        return
    yield from (
        f"verify: {issue.message}" for issue in verify(Layout(place / "archive")).issues if issue.level == "error"
    )
    found = scene.result(place)
    different = [name for name in sorted(found.keys() | wanted.keys()) if found.get(name) != wanted.get(name)]
    yield from (f"another {name}" for name in different[:5])


def kill(work: Work, kills: int, posts: int, place: Path) -> tuple[int, int, list[str]]:
    """The number of changes that the command makes, of kills after which all was well, and what was wrong."""
    chance = random.Random(f"{_SEED} {work.name}")  # noqa: S311  # which moments, no secret
    wrong: list[str] = []
    well = 0
    with work.scene(place, posts) as scene:
        undisturbed = place / "run"
        shutil.copytree(scene.folder, undisturbed, symlinks=True)
        ended = run(scene.program(undisturbed))
        if ended.code or not ended.changes:
            return ended.changes, 0, [f"{work.name} undisturbed: exit {ended.code}: {ended.output[-500:]}"]
        wanted = scene.result(undisturbed)
        for change in sorted(chance.randrange(ended.changes) for _ in range(kills)):
            shutil.rmtree(place / "run")  # the same path each time: a zip and a record may hold it
            found = list(problems_after(scene, place / "run", change, wanted))
            wrong += [f"{work.name} killed at change {change} of {ended.changes}: {problem}" for problem in found]
            well += not found
    return ended.changes, well, wrong


def main(kills: int = 250, posts: int = 200, names: Sequence[str] = ()) -> int:
    chosen = [work for work in works.ALL if not names or work.name in names]
    shares = sum(work.share for work in chosen)
    failed = done = 0
    print("| command | changes to the disk | kills | complete after the next run | seconds |")
    print("| - | -: | -: | -: | -: |")
    for work in chosen:
        number, begin = -(-kills * work.share // shares), time.monotonic()
        with tempfile.TemporaryDirectory() as temporary:
            changes, well, wrong = kill(work, number, posts, Path(temporary))
        print(f"| {work.name} | {changes} | {number} | {well} | {time.monotonic() - begin:.0f} |", flush=True)
        for problem in wrong:
            print(problem, flush=True)
        failed, done = failed + number - well, done + number
    print(f"{done - failed} of {done} are complete")
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kills", type=int, nargs="?", default=250)
    parser.add_argument("posts", type=int, nargs="?", default=200)
    parser.add_argument("names", nargs="*", help="of the commands; all by default")
    given = parser.parse_args()
    sys.exit(main(given.kills, given.posts, given.names))

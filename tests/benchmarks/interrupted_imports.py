"""Whether an import over an archive with edits survives what stops it: SIGKILL at random moments, a disk that fills.

    python -m tests.benchmarks.interrupted_imports FIRST-EXPORT SECOND-EXPORT [KILLS]

After each the next run must give the folder that an undisturbed one gives, with every edit, and `verify` no error. The
small disks are file systems in memory, which only root may make.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.interruptions import (
    Scene,
    changes,
    complete,
    enlarge,
    import_on_small_disk,
    kill_at,
    lost_edits,
    pages_of,
    scene_of,
    small_disk,
    state,
)


def main(first: Path, second: Path, kills: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        scene = scene_of(Path(place) / "scene", first, second)
        whole = changes(scene, Path(place) / "whole")
        print(f"{len(scene.edited)} edits; an undisturbed import makes {whole:,} changes to the disk")  # noqa: T201  # its only output
        chance = random.Random(7)  # noqa: S311  # test data, not a secret
        outcomes: Counter[str] = Counter()
        for number in range(kills):
            archive = Path(place) / str(number)
            shutil.copytree(scene.archive, archive)
            outcomes["killed at work"] += kill_at(scene, archive, chance.randrange(whole))
            outcomes[_judged(scene, archive)] += 1
            shutil.rmtree(archive)
        print(f"{kills} kills: {dict(outcomes)}")  # noqa: T201  # its only output
        for tenth in range(10):
            with small_disk(Path(place) / "disk", 1024) as disk:
                exit_code, stderr = import_on_small_disk(scene, disk, tenth / 10)
                enlarge(disk, 4 * pages_of(scene.wanted))
                judged = _judged(scene, disk / "archive")
                print(f"room for {tenth} tenths: exit code {exit_code}, {stderr.splitlines()[:1]}, then {judged}")  # noqa: T201  # its only output


def _judged(scene: Scene, archive: Path) -> str:
    """What is wrong before the next run and after it, or "whole"."""
    lost = len(lost_edits(scene, archive))
    report = complete(scene, archive)
    different = len({name for name, _ in state(archive).items() ^ scene.wanted.items()})
    errors = [issue for issue in report.issues if issue.level == "error"]
    lost += len(lost_edits(scene, archive))
    return f"{lost} edits lost, {different} files differ, {errors[:3]}" if lost or different or errors else "whole"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if sys.argv[3:] else 50)

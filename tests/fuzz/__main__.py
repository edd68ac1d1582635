"""`python -m tests.fuzz TARGET… --minutes N`: fuzz targets for some minutes each, and print what was found;
`python -m tests.fuzz life --steps N`: let so many things happen to archives (tests/fuzz/life.py).

`all` stands for every target. `--folder` keeps the corpus, so that a later run goes on from it, and the crashes: each
in a file with the shortest input that was found, and one with its report. The exit code is 1 if there is a crash.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from hashlib import sha1
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz import life, register
from tests.fuzz.shrinking import shrink
from tests.fuzz.target import Target

_LINE = re.compile(r"#(\d+)\s.*?\bcov: (\d+) ft: (\d+) corp: (\d+)/")
_AGAIN = 5  # seconds that are worth a new start, after an input that ended the process


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="+", choices=["all", "life", *(one.name for one in register.ALL)])
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--steps", type=int, default=1000)
    options = parser.parse_args()
    if "life" in options.targets:
        try:
            life.live(options.steps, is_random=True)
        finally:
            print(f"life: {life.steps[0]} steps")
    chosen = [one for one in register.ALL if one.name in options.targets or "all" in options.targets]
    with TemporaryDirectory() as temporary:
        folder = (options.folder or Path(temporary)).absolute()
        crashes = sum(_run(target, folder / target.name, options.minutes * 60) for target in chosen)
    return 1 if crashes else 0


def _run(target: Target, folder: Path, seconds: float) -> int:
    """Fuzz a target; the number of kinds of crashes."""
    corpus, crashes = folder / "corpus", folder / "crashes"
    corpus.mkdir(parents=True, exist_ok=True)
    crashes.mkdir(exist_ok=True)
    for seed in target.seeds():
        (corpus / sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    runs, reached = 0, ("0", "0", "0")
    begun = time.monotonic()
    while (left := seconds - (time.monotonic() - begun)) > _AGAIN:
        more, reached = _guided(target, corpus, crashes, int(left))
        runs += more
    for file in sorted(path for path in crashes.iterdir() if path.with_name(f"{path.name}.txt").exists()):
        file.write_bytes(shrink(target, file.read_bytes()))
    found = sorted(path.name for path in crashes.iterdir() if path.suffix not in (".txt", ".count"))
    coverage, features, inputs = reached
    print(f"{target.name}: {runs} runs, {coverage} places, {features} features, {inputs} inputs, {len(found)} crashes")
    for name in found:
        print(f"  {crashes / name}")
    sys.stdout.flush()
    return len(found)


def _guided(target: Target, corpus: Path, crashes: Path, seconds: int) -> tuple[int, tuple[str, str, str]]:
    """Runs of one process, and the code, the features and the inputs that it ended with."""
    command = [sys.executable, "-m", "tests.fuzz.guided", target.name, str(corpus), str(crashes), str(seconds)]
    ended = subprocess.run(
        command, check=False, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, errors="replace"
    )
    lines = _LINE.findall(ended.stderr)
    if not lines:
        raise RuntimeError(ended.stderr[-3000:])
    return int(lines[-1][0]), lines[-1][1:]


if __name__ == "__main__":
    sys.exit(main())

"""Fuzzes one target with atheris, in a process of its own: atheris ends the process when it ends.

    python -m tests.fuzz.guided TARGET CORPUS CRASHES SECONDS

CORPUS is a folder of inputs, to which those that reach new code are added. In CRASHES each kind of crash gets a file
with the input, and one with its report. What takes far too long, or too much memory, ends the process.
"""

from __future__ import annotations

import random
import re
import resource
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["medium_archive"]):
    from tests.fuzz import register
    from tests.fuzz.target import Target, crash_of

    for _target in register.ALL:
        if _target.name == sys.argv[1]:
            for _seed in _target.seeds():  # imports what is imported late
                crash_of(_target, _seed)

MEMORY = 500  # MiB, for one input
_HANG = 100  # seconds, for what a signal can't interrupt; `target.SECONDS` is the budget
_LONGEST = 50_000  # bytes


def _fuzz(target: Target, corpus: Path, crashes: Path, seconds: int) -> None:
    def run(content: bytes) -> None:
        crash = crash_of(target, content)
        if crash is None:
            return
        name = re.sub(r"[^\w.]+", "-", crash.kind)
        if not (crashes / name).exists():
            (crashes / name).write_bytes(content)
            (crashes / f"{name}.txt").write_text(crash.report, "utf-8")
        with (crashes / f"{name}.count").open("ab") as count:
            count.write(b".")

    def mutate(content: bytes, most: int, seed: int) -> bytes:
        dice = random.Random(seed)  # noqa: S311  # test data, not a secret
        if dice.random() < 0.3:
            return bytes(atheris.Mutate(content, most))
        return target.mutate(content, dice)[:most]

    limit = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 + MEMORY
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={_HANG}",
        f"-report_slow_units={_HANG}",
        f"-rss_limit_mb={limit}",
        f"-max_len={_LONGEST}",
        f"-artifact_prefix={crashes}/",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], run, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    _, name, corpus, crashes, seconds = sys.argv
    _fuzz(next(one for one in register.ALL if one.name == name), Path(corpus), Path(crashes), int(seconds))

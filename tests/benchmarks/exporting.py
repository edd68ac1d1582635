"""The CPU time of `archive export` in each format, against that of a build without a memory.

    python -m tests.benchmarks exporting [POSTS]

Each runs in a process of its own. A second export of the same archive must change nothing.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from medium_archive import formats
from medium_archive.folder.layout import Layout
from medium_archive.formats import Format
from tests.benchmarks import many_posts, measuring

_PROGRAM = (sys.executable, "-m", "medium_archive.cli")


def main(posts: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        many_posts.make(Layout(place / "archive"), posts)
        cold = _cpu(place, "build", "--all")
        say(f"{posts} posts; archive build --all: {cold:.1f} CPU s")
        say(f"{'format':12} {'first':>6} {'again':>6} {'of a build':>10}")
        for member in formats.ALL:
            if isinstance(member, Format) and member.NAME != "pdf":  # which lays out a whole book
                first, again = (_cpu(place, "export", member.NAME, str(place / member.NAME)) for _ in range(2))
                say(f"{member.NAME:12} {first:6.1f} {again:6.1f} {first / cold:10.2f}")


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  # its only output


def _cpu(place: Path, *arguments: str) -> float:
    run = measuring.run([*_PROGRAM, *arguments, "--archive", str(place / "archive"), "--quiet"], place)
    if run.failure:
        sys.exit(f"archive {' '.join(arguments)}: {run.failure}")
    return run.cpu


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

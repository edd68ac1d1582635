"""The CPU time and the memory of `archive export` in each format, against those of a build without a memory.

    python -m tests.benchmarks exporting [POSTS [FORMAT…]]

Each runs in a process of its own. The second export is to the same place, which need not be written again; that of
bagit is to a new folder. A book for print, `pdf`, of 1,000 posts takes many times as long as all others together, so
it is measured only if it is named.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from medium_archive import formats
from medium_archive.folder.layout import Layout
from tests.benchmarks import many_posts, measuring

_PROGRAM = (sys.executable, "-m", "medium_archive.cli")


def main(posts: int, *names: str) -> None:
    chosen = names or tuple(member.NAME for member in formats.ALL if member.NAME != "pdf")
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        many_posts.make(Layout(place / "archive"), posts)
        cold = _run(place, "build", "--all")
        say(f"{posts} posts; archive build --all: {cold.cpu:.1f} CPU s, {cold.memory:.0f} MB")
        say(f"{'format':12} {'first':>6} {'again':>6} {'of a build':>10} {'MB':>6}")
        for name in chosen:
            outs = (place / name, place / ("bag" if name == "bagit" else name))
            first, again = (_run(place, "export", name, str(out)) for out in outs)
            say(f"{name:12} {first.cpu:6.1f} {again.cpu:6.1f} {first.cpu / cold.cpu:10.2f} {first.memory:6.0f}")


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  # its only output


def _run(place: Path, *arguments: str) -> measuring.Run:
    run = measuring.run([*_PROGRAM, *arguments, "--archive", str(place / "archive"), "--quiet"], place)
    if run.failure:
        sys.exit(f"archive {' '.join(arguments)}: {run.failure}")
    return run


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, *sys.argv[2:])

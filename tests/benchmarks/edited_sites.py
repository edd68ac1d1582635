"""Compares builds with and without a memory, byte for byte, after random edits and after kills at random moments.

    python -m tests.benchmarks.edited_sites [EDITS] [KILLS] [SEED]

200 edits and 30 kills by default, of the example archive. It prints what differs, with the last edits, and its exit
code is 1 then.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.test_build_memory import copied_example, edit_and_compare, kill_and_compare


def main(edits: int = 200, kills: int = 30, seed: int = 1) -> int:
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        different = edit_and_compare(copied_example(place / "edited"), place / "anew", edits, seed)
        sys.stdout.write(f"{edits} edits: {different or 'no difference'}\n")
        after_kills = kill_and_compare(copied_example(place / "killed"), place, kills, seed)
        sys.stdout.write(f"{kills} kills: {after_kills or 'no difference'}\n")
    return 1 if different or after_kills else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

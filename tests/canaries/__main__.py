"""Prints how many planted canaries were found in each spelling, and exits with 1 if one was missed."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.canaries.planting import Canary, found_by_verify, plant, prepare, refused_by_publish


def main() -> int:
    """Plant, search, count."""
    with tempfile.TemporaryDirectory() as folder:
        layout, canaries = prepare(Path(folder) / "archive")
        planted = list(plant(layout, canaries))
        verified = found_by_verify(layout)
        refused = refused_by_publish(layout, [file for file, *_ in planted])
    count: Counter[tuple[str, str]] = Counter()
    missed: list[tuple[str, Canary]] = []
    for file, spelling, canary in planted:
        text = f"posts/{file.rpartition('.')[0]}.md"
        hits = (f"site/{file}" in verified, text in verified, f"site/{file}" in refused)
        count.update((spelling, what) for what, hit in zip(("site", "git", "publish"), hits, strict=True) if hit)
        count[spelling, "planted"] += 1
        if not all(hits):
            missed.append((spelling, canary))
    words = sum(canary.name != "piece" for canary in canaries)
    print(f"{words} words, {len(canaries) - words} pieces; found by verify in the site, among the posts, by publish:")
    for spelling in dict.fromkeys(spelling for _, spelling, _ in planted):
        print(f"{spelling:14}", *(count[spelling, what] for what in ("site", "git", "publish", "planted")))
    print(*(f"missed: {spelling}: {canary.text}" for spelling, canary in missed), sep="\n")
    return 1 if missed else 0


sys.exit(main())

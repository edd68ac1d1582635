"""Plants every kind of fault in archives, and prints how many of each kind `archive verify` names with their post.

    python -m tests.faults FOLDER-OF-ZIPS [--times 20] [--kinds "page date"] [--seed 1]

Each zip is imported and built in a temporary folder; the example and an export with rare elements are added. Faults
that no issue names are listed with their post. The exit code is 1 if there is one, or if an untouched archive has an
issue.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from medium_archive.commands import build, import_exports, verify
from medium_archive.folder.layout import Layout
from tests import faults
from tests.conftest import EXAMPLE_ZIP, EXAMPLES
from tests.faults import planting, rare_posts
from tests.faults.planting import Outcome

_SHOWN = 3  # examples of each kind that no issue names


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--kinds", default="", help="only kinds whose name contains this")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    kinds = [kind for kind in faults.ALL if options.kinds in kind.name]
    random, planted = Random(options.seed), Counter[str]()  # noqa: S311  # which faults, no secret
    named, outcomes, alarms = Counter[str](), list[Outcome](), 0
    with tempfile.TemporaryDirectory() as place:
        rare = rare_posts.write(Path(place) / "rare.zip")
        zips = [EXAMPLE_ZIP, rare, *sorted(options.folder.glob("*.zip"))]
        random.shuffle(zips)
        for layout in _archives(zips, Path(place)):
            found = [issue for issue in verify.verify(layout).issues if issue.level != "note"]
            alarms += len(found)
            for issue in found[:_SHOWN]:
                print(f"untouched: {layout.root.name}: {issue.where}: {issue.code}: {issue.message[:200]}")
            for results in planting.rounds(layout, kinds, planted, options.times, random):
                outcomes += results
                named.update(one.kind.name for one in results if one.is_named)
    _print(kinds, planted, named, outcomes)
    missed = sum(not one.is_named for one in outcomes)
    print(f"\n{len(outcomes):,} faults of {len(planted)} kinds planted, {missed:,} not named.")
    print(f"Issues of untouched archives: {alarms}")
    return 1 if missed or alarms else 0


def _archives(zips: list[Path], place: Path) -> Iterator[Layout]:
    for export in zips:
        layout = Layout(place / export.stem)
        pictures = EXAMPLES / "pictures" if export == EXAMPLE_ZIP else None
        import_exports.import_exports([export], layout, import_exports.Options(pictures=pictures))
        build.build(layout)
        yield layout


def _print(kinds: list[faults.Kind], planted: Counter[str], named: Counter[str], outcomes: list[Outcome]) -> None:
    print("| kind | planted | named |\n|---|---|---|")
    for kind in kinds:
        print(f"| {kind.place} {kind.name} | {planted[kind.name]} | {named[kind.name]} |")
    shown: Counter[str] = Counter()
    for one in outcomes:
        if not one.is_named:
            shown[one.kind.name] += 1
            if shown[one.kind.name] <= _SHOWN:
                notes = "; ".join(f"{issue.code}: {issue.message[:120]}" for issue in one.issues[:2]) or "no issue"
                print(f"not named: {one.kind.place} {one.kind.name} in {one.target.folder} ({notes})")


if __name__ == "__main__":
    sys.exit(main())

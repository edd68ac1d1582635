"""`python -m tests.generators FOLDER SOURCE… [--only NAME[=PROGRAM]…]`: the ledger of each generator.

A SOURCE is an export (a zip file), which is imported to FOLDER with pictures from a stand-in, or the folder of an
archive. Each is exported with responses and drafts and built by the real programs, one after the other; the built pages
are compared with the archive. Prints a table for each SOURCE. Exits with 1 if anything is missing for another reason
than those in docs/moving.md, or if a program warns. PROGRAM is the path of another version. The archives
of an earlier run are used again.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from medium_archive import articles, formats
from medium_archive.articles.selection import Selection
from medium_archive.commands.export import export
from medium_archive.folder import settings
from medium_archive.folder.layout import Layout
from medium_archive.post import Kind
from tests.generators import archives, ledger, programs
from tests.generators.ledger import Ledger

_MOST = 6  # misses of a kind that are printed
_SHOWN = 1500  # characters of the output of a program that fails
_KINDS: tuple[Kind, ...] = ("story", "response", "draft")


def _ledger(layout: Layout, out: Path, program: str) -> tuple[Ledger, str]:
    """The ledger of a program, and the lines in which it warns."""
    name, _, path = program.partition("=")
    member = next(member for member in formats.ALL if name == member.NAME)
    export(layout, member, out, Selection(responses=True, drafts=True))
    built, said = programs.build(name, out, path)
    library = articles.read(layout, settings.read(layout.settings), _KINDS)
    warned = "\n".join(line for line in said.splitlines() if programs.WARNINGS.search(line))
    return ledger.compare(library, built), warned


def _table(found: dict[str, Ledger]) -> str:
    """The share of each kind by program, as Markdown."""
    kinds = sorted({kind for one in found.values() for kind in one.there if one.there[kind]})
    rows = [["", "in the archive", *found], ["---"] * (len(found) + 2)]
    for kind in kinds:
        most = max(one.there[kind] for one in found.values())
        rows.append([kind, str(most), *(one.share(kind) for one in found.values())])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main(folder: Path, sources: list[Path], names: list[str]) -> int:
    failed = 0
    for source in sources:
        layout = archives.make(source, folder)
        found: dict[str, Ledger] = {}
        lines: list[str] = []
        for name in names:
            column = programs.version(*name.partition("=")[::2])
            try:
                found[column], warned = _ledger(layout, folder / source.stem / column.replace(" ", "-"), name)
            except AssertionError as error:
                failed += 1
                lines += [f"{column} failed:", str(error)[-_SHOWN:]]
                continue
            failed += bool(warned)
            lines += [f"{column} warns:", warned] if warned else []
            wrong = found[column].unexplained(name.partition("=")[0])
            failed += len(wrong)
            for what, misses in sorted(found[column].misses.items()):
                mark = "" if what in wrong else " (docs/moving.md has the reason)"
                lines += [f"{column}, {what}: {len(misses)}{mark}", *(f"    {one}" for one in misses[:_MOST])]
        print(f"\n## {source.stem}\n", _table(found), "", *lines, sep="\n", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.generators")
    parser.add_argument("folder", type=Path)
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--only", nargs="+", default=[name for name in programs.BUILDS if programs.find(name)])
    chosen = parser.parse_args()
    sys.exit(main(chosen.folder.resolve(), [source.resolve() for source in chosen.sources], chosen.only))

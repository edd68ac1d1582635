"""`python -m tests.generators ARCHIVE FOLDER NAME…`: export an archive for these generators to FOLDER/NAME, build each
with the real program, and print its ledger.
"""

from __future__ import annotations

import sys
from pathlib import Path

from medium_archive import articles, formats
from medium_archive.commands.export import export
from medium_archive.folder import settings
from medium_archive.folder.layout import Layout
from tests.generators import ledger, programs

_MOST = 6  # misses of a kind


def main(archive: Path, folder: Path, names: list[str]) -> None:
    layout = Layout(archive)
    members = {member.NAME: member for member in formats.ALL}
    library = articles.read(layout, settings.read(layout.settings))
    for name in names:
        report = export(layout, members[name], folder / name)
        built, said = programs.build(name, folder / name)
        found = ledger.compare(library, built)
        print(name, dict(report.counts), said[-300:], *found.lines(), sep="\n")
        for what, misses in sorted(found.misses.items()):
            print(f"{what}: {len(misses)}", *misses[:_MOST], sep="\n    ")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), sys.argv[3:])

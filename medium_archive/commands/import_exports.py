"""`archive import EXPORT…`: adds exports to the archive.

If there is nothing to do, the command ends before it loads the modules that read exports, which takes long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from medium_archive.folder import last_import
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue, Progress, Report, silent

if TYPE_CHECKING:
    from medium_archive.folder.edits import Favor


@dataclass(frozen=True)
class Options:
    """`pictures` is a folder of pictures that a person has, named by Medium's ids; unless `offline`, missing pictures
    are fetched from the network. `favor` says whose words stay in a passage that a person and Medium both changed. With
    `again` every text is written again from its original, merged with what a person edited. With `another_account` an
    export of another account makes the archive one of several authors. `jobs` is the number of processes that read
    and compare posts, 0 for one for each core. `author` is the user name of the author of the saved pages, if the
    archive is new.
    """

    pictures: Path | None = None
    offline: bool = True
    favor: Favor = "both"
    again: bool = False
    another_account: bool = False
    jobs: int = 0
    author: str = ""


def import_exports(
    sources: Sequence[Path], layout: Layout, options: Options = Options(), progress: Progress = silent
) -> Report:
    """Add exports to the archive, which is made if there is none.

    Every export is opened and checked before anything is written. Raises the errors of `open_export`, NotAnArchive for
    a folder with other files, AnotherAccount, NewerArchive, ArchiveInUse, FolderUnwritable.
    """
    work = cache(lambda: _work(sources, options))
    if (report := _unchanged(layout, work)) is not None:
        return report
    from medium_archive.commands import import_start  # noqa: PLC0415  # slow to import

    return import_start.run(sources, layout, options, progress, work)


def _work(sources: Sequence[Path], options: Options) -> str:
    """The key of this import for `last_import`; "" if the import can't be skipped, because it reads pictures, uses the
    network, or reads a folder.
    """
    must_run = options.again or options.pictures is not None or not options.offline
    if must_run or not sources or not all(path.is_file() for path in sources):
        return ""
    return last_import.work_of(sources, (options.favor, options.another_account))


def _unchanged(layout: Layout, work: Callable[[], str]) -> Report | None:
    """The report of an import that has nothing to do; None if it has something to do, or if that is not known."""
    known = last_import.read(layout)
    if known is None or not work() or known.work != work():
        return None
    # Without the lock, because its library takes 18 ms to import. Another run removes `known` before it writes
    if known.state != last_import.state_of(layout):
        return None
    stored = known.report
    return Report(
        command="import",
        counts=stored["counts"],
        facts={**stored["facts"], "archive": str(layout.root)},
        issues=tuple(Issue(*issue) for issue in stored["issues"]),
        details=stored["details"],
    )

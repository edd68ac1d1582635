"""The start of `archive import`: the exports are opened, and workers begin to read a new archive's posts.

Meanwhile the first process imports the modules for the rest, which takes longer than reading a hundred posts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from medium_archive import collector
from medium_archive.folder.export_reading import Reading
from medium_archive.folder.layout import Layout
from medium_archive.medium.export import Export, open_before_check
from medium_archive.processes import Pool
from medium_archive.report import Progress, Report

if TYPE_CHECKING:
    from medium_archive.commands.import_exports import Options


@dataclass(frozen=True)
class Started:
    """An import that has begun: the open exports, the workers, and what they read, None if they have not begun. `work`
    is the key of this import for `last_import`, "" if the next import with the same arguments can't be skipped.
    """

    exports: Sequence[Export]
    pool: Pool
    reading: Reading | None
    work: str


@collector.collect_rarely()
def run(
    sources: Sequence[Path], layout: Layout, options: Options, progress: Progress, work: Callable[[], str]
) -> Report:
    """Add exports to the archive; arguments and errors are those of `import_exports.import_exports`, and `work` gives
    the key of this import.
    """
    with ExitStack() as stack:
        exports = [stack.enter_context(open_before_check(path)) for path in sources]
        pool = stack.enter_context(Pool(jobs=options.jobs))
        # Workers write no file, so nothing is lost if the import is refused
        reading = Reading(exports[0], pool) if exports and not layout.settings.exists() else None
        for export in exports:
            export.check_sizes()
        started = Started(exports, pool, reading, work())
        from medium_archive.commands import import_run  # noqa: PLC0415  # slow to import

        return import_run.run(started, layout, options, progress)

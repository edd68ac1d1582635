"""The start of `archive import`: the exports are opened, and workers begin to read a new archive's posts.

Meanwhile the first process imports the modules for the rest, which takes longer than reading a hundred posts. So that
the workers need not wait for it, they are started first, and import by themselves what they need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from medium_archive import collector
from medium_archive.errors import ExportUnreadable
from medium_archive.folder.layout import Layout
from medium_archive.processes import Pool
from medium_archive.report import Progress, Report

if TYPE_CHECKING:
    from medium_archive.commands.import_exports import Options
    from medium_archive.folder.export_reading import Reading
    from medium_archive.medium.export import Export

_LARGE = 200_000  # bytes of a zip; it then has enough posts for several processes
_DONE = ("new", "changed", "unchanged", "edited")


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
        pool = stack.enter_context(Pool(jobs=options.jobs))
        is_new = bool(sources) and not layout.settings.exists()
        # Workers write no file, so nothing is lost if the import is refused
        if is_new and sources[0].is_file() and sources[0].stat().st_size >= _LARGE:
            pool.start(_load_reader)
        from medium_archive.folder.export_reading import Reading  # noqa: PLC0415  # slow to import
        from medium_archive.medium.export import open_before_check  # noqa: PLC0415  # the same

        exports: list[Export] = []
        refused: dict[Path, ExportUnreadable] = {}
        for path in sources:
            try:
                exports.append(stack.enter_context(open_before_check(path)))
            except ExportUnreadable as error:
                refused[path] = error
        if refused:
            _refuse(refused)
        reading = Reading(exports[0], pool) if is_new and exports else None
        for export in exports:
            export.check_sizes()
        if refused and exports and options.author:
            from medium_archive.commands import page_owner  # noqa: PLC0415  # as in `_refuse`

            page_owner.check(layout, options.author, exports)
        started = Started(exports, pool, reading, "" if refused else work())
        from medium_archive.commands import import_run  # noqa: PLC0415  # slow to import

        if not refused:
            return import_run.run(started, layout, options, progress)
        of_exports = import_run.run(started, layout, options, progress) if exports else None
    from medium_archive.commands import import_pages  # noqa: PLC0415  # as in `_refuse`

    return _joined(of_exports, import_pages.run(list(refused), layout, options, progress))


def _refuse(refused: Mapping[Path, ExportUnreadable]) -> None:
    """Raise the error about files that are neither exports nor saved pages."""
    from medium_archive.commands import import_pages  # noqa: PLC0415  # slow to import, and few imports have saved pages

    if (why := import_pages.refusal(refused)) is not None:
        raise why


def _joined(of_exports: Report | None, of_pages: Report) -> Report:
    """The report of an import of both: what is in the archive now, and the sum of what was done."""
    if of_exports is None:
        return of_pages
    done = {key: of_exports.counts.get(key, 0) + of_pages.counts.get(key, 0) for key in _DONE}
    return replace(
        of_pages,
        counts={**of_exports.counts, **of_pages.counts, **done},
        issues=(*of_exports.issues, *of_pages.issues),
    )


def _load_reader() -> None:
    from medium_archive.folder import export_reading  # noqa: PLC0415  # slow to import

    export_reading.load()

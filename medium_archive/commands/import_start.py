"""The start of `archive import`: the exports are opened, and workers begin to read a new archive's posts.

Meanwhile the first process imports the modules for the rest, which takes longer than reading a hundred posts. So that
the workers need not wait for it, they are started first, and import by themselves what they need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from medium_archive import collector
from medium_archive.errors import ArchiveError, ExportUnreadable
from medium_archive.folder.layout import Layout
from medium_archive.processes import Pool
from medium_archive.report import Issue, Progress, Report

if TYPE_CHECKING:
    from medium_archive.commands.import_exports import Options
    from medium_archive.folder.export_reading import Reading
    from medium_archive.medium import export_search
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

        opened = _open(sources, stack)
        exports, refused = opened.exports, opened.refused
        if refused:
            _refuse(refused)
        reading = Reading(exports[0], pool) if is_new and exports else None
        for export in opened.unchecked:
            export.check_sizes()
        if refused and exports and options.author:
            from medium_archive.commands import page_owner  # noqa: PLC0415  # as in `_refuse`

            page_owner.check(layout, options.author, exports)
        started = Started(exports, pool, reading, "" if refused or opened.issues else work())
        from medium_archive.commands import import_run  # noqa: PLC0415  # slow to import

        of_exports = import_run.run(started, layout, options, progress) if exports or not refused else None
    if of_exports is not None and opened.issues:
        of_exports = replace(of_exports, issues=(*opened.issues, *of_exports.issues))
    if of_exports is not None and not refused:
        return of_exports
    from medium_archive.commands import import_pages  # noqa: PLC0415  # as in `_refuse`

    return _joined(of_exports, import_pages.run(list(refused), layout, options, progress))


@dataclass
class _Opened:
    """The open exports, those of them whose sizes were not checked yet, the sources that are no exports, and the issues
    about what was passed over beside exports.
    """

    exports: list[Export] = field(default_factory=list)
    unchecked: list[Export] = field(default_factory=list)
    refused: dict[Path, ExportUnreadable] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def _open(sources: Sequence[Path], stack: ExitStack) -> _Opened:
    """Open what a person named. In a folder that has exports beside other files, each of them is opened."""
    from medium_archive.medium import export_search  # noqa: PLC0415  # slow to import
    from medium_archive.medium.export import open_before_check  # noqa: PLC0415  # the same

    done = _Opened()
    for path in sources:
        found = export_search.find(path) if path.is_dir() else None
        if found is not None:
            _open_found(found, done, stack)
            continue
        try:
            done.unchecked.append(stack.enter_context(open_before_check(path)))
            done.exports.append(done.unchecked[-1])
        except ExportUnreadable as error:
            done.refused[path] = error
    if done.exports and done.refused:
        from medium_archive.commands import import_pages  # noqa: PLC0415  # as in `_refuse`

        for path in list(filter(export_search.is_other_zip, done.refused)):
            if import_pages.refusal({path: done.refused[path]}) is not None:
                del done.refused[path]
                done.issues.append(export_search.other_zip(path))
    return done


def _open_found(found: export_search.Found, done: _Opened, stack: ExitStack) -> None:
    """Open the exports of a folder. An export that can't be read is an issue; if no export can be read, the first error
    is raised.
    """
    from medium_archive.medium import export_search  # noqa: PLC0415  # slow to import
    from medium_archive.medium.export import open_before_check  # noqa: PLC0415  # the same
    from medium_archive.medium.safe_names import shown  # noqa: PLC0415  # the same

    errors: list[ArchiveError] = []
    count = len(done.exports)
    for path in found.exports:
        try:
            export = stack.enter_context(open_before_check(path))
            export.check_sizes()
            done.exports.append(export)
        except ArchiveError as error:
            errors.append(error)
            message = f"{error.message} {error.hint}"
            done.issues.append(Issue(shown(path.name), export_search.NOT_AN_EXPORT, message, "error"))
    if errors and len(done.exports) == count:
        raise errors[0]
    done.issues += found.issues


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

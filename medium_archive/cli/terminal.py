"""What all commands do at the terminal: find the archive, run, show progress, print the Report or the error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from medium_archive.cli import printing, progress_lines
from medium_archive.cli.conclusion import Setting
from medium_archive.cli.wrapping import NO_BREAK
from medium_archive.errors import ArchiveError, NotAnArchive
from medium_archive.folder import layout as archive_layout
from medium_archive.folder.layout import Layout
from medium_archive.report import Report, silent

T = TypeVar("T")

ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive", metavar="FOLDER", help="The archive. Default: the one you are in, else ./medium-archive."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the whole report as JSON.")]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Print everything that was found, not only a summary.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print only errors.")]


def find(archive: Path | None) -> Layout:
    """The archive that the command is for. Raises NotAnArchive."""
    return archive_layout.find(archive, _current_folder())


def find_or_new(archive: Path | None) -> Layout:
    """The same place, even if there is no archive yet."""
    return archive_layout.find_or_new(archive, _current_folder())


def execute(
    command: Callable[[], Report],
    as_json: bool,
    quiet: bool = False,
    *,
    explain: bool = False,
    verbose: bool = True,
    archive: Path | None = None,
    is_dry: bool = False,
    is_last: bool = False,
    again: str = "",
) -> NoReturn:
    """Run a command, print its Report, its error, or both, and exit with its code. `verbose` is false only if the
    command has that option. `archive` is the value of `--archive`, for the command that comes next. `is_dry` says
    that this was a dry run, `is_last` that no command comes next; `again` is the command line without `--dry-run`.
    """
    try:
        report = command()
    except ArchiveError as error:
        _fail(error, as_json)
    except OSError as error:  # of a file whose reader has no better sentence: no permission, a damaged disk
        from medium_archive.folder import files  # slow to import, and few commands end so

        if (known := files.translated(error)) is None:
            raise
        _fail(known, as_json)
    setting = Setting.of(archive, is_dry=is_dry, is_last=is_last, again=again)
    printing.report(report, as_json=as_json, quiet=quiet, explain=explain, verbose=verbose, setting=setting)
    if report.error is not None:
        _say(report.error)
    raise typer.Exit(report.exit_code)


def progress(as_json: bool, quiet: bool) -> Callable[..., Iterator[T]]:
    """A progress bar on standard error if that is a terminal and the output is for a person; lines for a program that
    asks for them.
    """
    if progress_lines.are_wanted():
        return progress_lines.lines
    if as_json or quiet or not printing.is_terminal(sys.stderr):
        return silent
    shown: list[str] = []

    def bar(label: str, items: Iterable[T], total: int | None = None) -> Iterator[T]:
        """A bar; none for what is done while another one is shown. What is one item can't be counted: its bar moves to
        and fro.
        """
        if shown:
            yield from items
            return
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        numbers = (TimeElapsedColumn(),) if total == 1 else (MofNCompleteColumn(), TimeRemainingColumn())
        columns = (TextColumn("{task.description}"), BarColumn(), *numbers)
        shown.append(label)
        try:
            with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
                yield from progress.track(items, total=None if total == 1 else total, description=label)
        finally:
            shown.clear()

    return bar


def _fail(error: ArchiveError, as_json: bool) -> NoReturn:
    if as_json:
        printing.print_json(error.as_json())
    _say(error)
    raise typer.Exit(error.exit_code)


def _say(error: ArchiveError) -> None:
    printing.say("Error:", "bold red", f" {error.message}")
    for line in error.hint.splitlines():
        printing.say(line.replace(" ", NO_BREAK) if line.startswith("  ") else line)  # a command to copy


def _current_folder() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise NotAnArchive(
            "The current folder no longer exists.", "Change to another folder, for example: `cd ~`"
        ) from error

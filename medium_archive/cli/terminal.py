"""What all commands do at the terminal: find the archive, run, show progress, print the Report or the error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, NoReturn, TextIO, TypeVar

import typer

from medium_archive.cli import summary
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
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print only errors.")]


def find(archive: Path | None) -> Layout:
    """The archive that the command is for. Raises NotAnArchive."""
    return archive_layout.find(archive, _current_folder())


def find_or_new(archive: Path | None) -> Layout:
    """The same place, even if there is no archive yet."""
    return archive_layout.find_or_new(archive, _current_folder())


def execute(command: Callable[[], Report], as_json: bool, quiet: bool = False, *, explain: bool = False) -> NoReturn:
    """Run a command, print its Report or its error, and exit with its code."""
    try:
        report = command()
    except ArchiveError as error:
        _fail(error, as_json)
    if as_json:
        print(json.dumps(report.as_json(), indent=2))  # noqa: T201  # the command line prints
    elif not quiet:
        _print(summary.lines(report, explain=explain), sys.stdout)
    raise typer.Exit(report.exit_code)


def say(text: str, style: str = "", more: str = "") -> None:
    """Print a line to standard error: `text` in a style of Rich, followed by plain text."""
    _print([((text, style), (more, ""))], sys.stderr)


def progress(as_json: bool, quiet: bool) -> Callable[..., Iterator[T]]:
    """A progress bar on standard error if that is a terminal and the output is for a person."""
    if as_json or quiet or not _is_terminal(sys.stderr):
        return silent

    def bar(label: str, items: Iterable[T], total: int | None = None) -> Iterator[T]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            yield from progress.track(items, total=total, description=label)

    return bar


def _is_terminal(stream: TextIO) -> bool:
    """Whether the stream is a terminal that shows colours (docs/commands.md)."""
    return stream.isatty() or bool(os.environ.get("FORCE_COLOR"))


def _print(lines: Iterable[summary.Line], stream: TextIO) -> None:
    """Print lines, with their styles to a terminal. Rich is imported for that only: it takes 0.1 s."""
    if not _is_terminal(stream):
        for line in lines:
            print("".join(text for text, _ in line), file=stream)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, soft_wrap=True, highlight=False)
    for line in lines:
        console.print(Text.assemble(*line))


def _fail(error: ArchiveError, as_json: bool) -> NoReturn:
    if as_json:
        print(json.dumps(error.as_json(), indent=2))  # noqa: T201  # the command line prints
    say("Error:", "bold red", f" {error.message}")
    if error.hint:
        say(error.hint)
    raise typer.Exit(error.exit_code)


def _current_folder() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise NotAnArchive(
            "The current folder no longer exists.", "Change to another folder, for example: `cd ~`"
        ) from error

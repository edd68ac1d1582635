"""What the commands share at the terminal: where the archive is, how an error and a Report are shown, progress."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

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
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]


def find(archive: Path | None) -> Layout:
    return archive_layout.find(archive, here())


def place_for_import(archive: Path | None) -> Layout:
    return archive_layout.find_or_new(archive, here())


def here() -> Path:
    """Where to begin to look; somebody may have deleted the folder in which the terminal is."""
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise NotAnArchive("The folder you are in is not there any more.", "Go to one that is: `cd ~`.") from error


def run(command: Callable[[], Report], as_json: bool) -> Report:
    try:
        return command()
    except ArchiveError as error:
        fail(error, as_json)


def fail(error: ArchiveError, as_json: bool) -> NoReturn:
    if as_json:
        print(json.dumps(error.as_json(), indent=2))  # noqa: T201  # the command line prints
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(f"[bold red]Error:[/] {summary.plain(error.message)}")
    if error.hint:
        console.print(summary.plain(error.hint))
    raise typer.Exit(error.exit_code)


def finish(report: Report, as_json: bool, quiet: bool, *, explain: bool = False) -> None:
    if as_json:
        print(json.dumps(report.as_json(), indent=2))  # noqa: T201  # the command line prints
    elif not quiet:
        summary.show(report, Console(soft_wrap=True, highlight=False), explain=explain)
    raise typer.Exit(report.exit_code)


def progress(as_json: bool, quiet: bool) -> Callable[..., Iterator[T]]:
    """A bar on the terminal's error stream, when somebody looks."""
    console = Console(stderr=True)
    if as_json or quiet or not console.is_terminal:
        return silent

    def bar(label: str, items: Iterable[T], total: int | None = None) -> Iterator[T]:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            yield from progress.track(items, total=total, description=label)

    return bar

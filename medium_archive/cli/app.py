"""The command `archive`: parse the command line, call one command, print its Report, set the exit code."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from medium_archive import __version__
from medium_archive.cli import archive, export, publish, themes, watch

app = typer.Typer(
    name="archive",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    help="Turn Medium's export into a folder you own, a site made from it, and a proof that nothing was lost.",
    epilog="Start with: archive import medium-export.zip, then: archive build",
)
app.add_typer(archive.app)
app.add_typer(watch.app)
app.add_typer(publish.app, name="publish")
app.add_typer(export.app, name="export")
app.add_typer(themes.app, name="themes")


def main() -> None:
    """The entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        # The encoding of a Windows console cannot show every title; print "?" instead of failing
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()


@app.callback(invoke_without_command=True)
def version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        print(f"archive {__version__}")  # noqa: T201  # the command line prints
        raise typer.Exit

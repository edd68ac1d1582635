"""The commands about the program itself: help, version."""

from __future__ import annotations

from typing import Annotated

import typer

from medium_archive import __version__
from medium_archive.cli.groups import command_group

NAME = "archive"

app = command_group()


@app.command("help")
def help_(
    command: Annotated[
        list[str] | None,
        typer.Argument(metavar="COMMAND", help="A command, such as: import, export hugo.", show_default=False),
    ] = None,
) -> None:
    """Show the help of the program, or of one command.

    Example: archive help import
    """
    from medium_archive.cli.root import app as program

    program([*(command or ()), "--help"], prog_name=NAME)


@app.command()
def version() -> None:
    """Print the version.

    Example: archive version
    """
    say_version()


def say_version() -> None:
    print(f"{NAME} {__version__}")  # noqa: T201  # the command line prints

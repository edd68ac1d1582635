"""The commands about single posts: new, forget."""

from __future__ import annotations

from typing import Annotated

import typer

from medium_archive.cli import terminal
from medium_archive.cli.groups import command_group
from medium_archive.cli.terminal import ArchiveOption, JsonOption, QuietOption
from medium_archive.report import Report

app = command_group()


@app.command()
def new(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="The title of the post, in quotes.")],
    archive: ArchiveOption = None,
    draft: Annotated[bool, typer.Option("--draft", help="Make a draft: it is not published.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make a post of your own, and print the path of its text. Never overwrites anything.

    Example: archive new "A Walk to the Mole"
    """
    from medium_archive.commands.create_post import create_post

    terminal.execute(lambda: create_post(terminal.find(archive), title, draft=draft), as_json)


@app.command()
def forget(
    post: Annotated[str, typer.Argument(metavar="POST", help="The folder, slug, id or address of the post.")],
    archive: ArchiveOption = None,
    undo: Annotated[bool, typer.Option("--undo", help="Let a forgotten post come back, as it was.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say which post it is, and change nothing.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Forget a post: it is hidden, and later imports keep it away. Nothing is deleted.

    Example: archive forget 2019-06-16-a-clock-that-ticks-in-tides
    """
    from medium_archive.commands import forget

    def command() -> Report:
        act = forget.undo if undo else forget.forget
        return act(terminal.find(archive), post, dry_run=dry_run)

    terminal.execute(command, as_json, quiet)

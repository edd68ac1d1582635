"""The commands about single posts: new."""

from __future__ import annotations

from typing import Annotated

import typer

from medium_archive.cli import terminal
from medium_archive.cli.groups import command_group
from medium_archive.cli.terminal import ArchiveOption, JsonOption

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

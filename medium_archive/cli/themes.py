"""`archive themes`: list, new, eject."""

from __future__ import annotations

from typing import Annotated

import typer

from medium_archive.cli import terminal
from medium_archive.cli.groups import command_group
from medium_archive.cli.terminal import ArchiveOption, JsonOption

app = command_group(
    name="themes", no_args_is_help=True, help="List themes and create your own.\n\nExample: archive themes list"
)


@app.command("list")
def themes_list(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """List the themes, and the options of the theme that the archive uses.

    Example: archive themes list
    """
    from medium_archive.commands.list_themes import list_themes

    terminal.execute(lambda: list_themes(terminal.find(archive)), as_json)


@app.command("new")
def themes_new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of the theme, and of its folder in themes/.")],
    parent: Annotated[
        str, typer.Option("--from", metavar="THEME", help="The theme to start from. Default: the one in use.")
    ] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Create your own theme. Files that you do not write come from the theme that you start from.

    Example: archive themes new harbour --from journal
    """
    from medium_archive.commands.create_theme import create_theme

    terminal.execute(lambda: create_theme(terminal.find(archive), name, parent), as_json)


@app.command("eject")
def themes_eject(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file of the theme: post.html, css/text.css.")],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy one file of the theme to theme/ in your archive, so that you can change it.

    Example: archive themes eject post.html
    """
    from medium_archive.commands.eject_theme_file import eject_theme_file

    terminal.execute(lambda: eject_theme_file(terminal.find(archive), file), as_json)

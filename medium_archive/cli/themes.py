"""`archive themes`: parse, call one command, print its Report."""

from __future__ import annotations

from typing import Annotated

import typer

from medium_archive.cli.terminal import ArchiveOption, JsonOption
from medium_archive.cli.terminal import find as _find
from medium_archive.cli.terminal import finish as _finish
from medium_archive.cli.terminal import run as _run

app = typer.Typer(no_args_is_help=True, help="See the themes, and make one your own.")


@app.command("list")
def themes_list(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Say which themes there are, and which options the chosen one has.

    Example: archive themes list
    """
    from medium_archive.commands import themes

    _finish(_run(lambda: themes.list_themes(_find(archive)), as_json), as_json, quiet=False)


@app.command("new")
def themes_new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called; a folder in themes/.")],
    parent: Annotated[
        str, typer.Option("--from", metavar="THEME", help="The theme it stands on. Default: the chosen one.")
    ] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Begin a theme of your own: what you don't write comes from the one it stands on.

    Example: archive themes new harbour --from journal
    """
    from medium_archive.commands import themes

    _finish(_run(lambda: themes.new(_find(archive), name, parent), as_json), as_json, quiet=False)


@app.command("eject")
def themes_eject(
    file: Annotated[str, typer.Argument(metavar="FILE", help="As the theme calls it: post.html, css/text.css.")],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy one file of the theme to theme/ in your archive, to change it there.

    Example: archive themes eject post.html
    """
    from medium_archive.commands import themes

    _finish(_run(lambda: themes.eject(_find(archive), file), as_json), as_json, quiet=False)

"""The command that gets posts back from web archives: rescue."""

from __future__ import annotations

from typing import Annotated

import typer

from medium_archive.cli import printing, terminal
from medium_archive.cli.groups import command_group
from medium_archive.cli.terminal import ArchiveOption, JsonOption, QuietOption, VerboseOption
from medium_archive.report import Report

app = command_group()


@app.command()
def rescue(  # each is an option of the command
    author: Annotated[
        str,
        typer.Argument(
            metavar="AUTHOR",
            help="The author, as @you or by the address of the profile. Default: the author of the archive.",
            show_default=False,
        ),
    ] = "",
    archive: ArchiveOption = None,
    domain: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="A domain of the author's own, where posts were published.")
    ] = None,
    publication: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="A publication with posts of the author: its name in addresses, or its host."
        ),
    ] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Only tell what web archives have, and how long it takes.")
    ] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Download no pictures and no gists.")] = False,
    max_minutes: Annotated[float | None, typer.Option(metavar="N", help="Stop after this many minutes.")] = None,
    verbose: VerboseOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Get posts back from web archives, without an export. Continues where the last run stopped.

    Example: archive rescue @you --plan
    """
    from medium_archive.commands import rescue

    options = rescue.Options(
        author=author,
        domains=tuple(domain or ()),
        publications=tuple(publication or ()),
        plan=plan,
        offline=offline,
        max_seconds=max_minutes * 60 if max_minutes is not None else None,
    )

    def say(text: str) -> None:
        if not (quiet or as_json):
            printing.say(text)

    def command() -> Report:
        layout = terminal.find_or_new(archive)
        return rescue.rescue(layout, options, terminal.progress(as_json, quiet), say)

    terminal.execute(command, as_json, quiet, verbose=verbose, archive=archive)

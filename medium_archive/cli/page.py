"""`archive app`: the page on this computer for people who do not type commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from medium_archive.cli import browser, labels, printing, terminal
from medium_archive.cli.groups import command_group
from medium_archive.cli.terminal import ArchiveOption
from medium_archive.report import Report

app = command_group()


@app.command("app")
def app_(
    archive: ArchiveOption = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="The port on this machine. Default: any free one.")
    ] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only print the file that opens the page, for another browser.")
    ] = False,
) -> None:
    """Do all of it in your browser: import, proof, site, publishing. Only you can open the page. Press Ctrl-C to stop.

    Example: archive app
    """
    from medium_archive.app import server
    from medium_archive.app.words import Labels

    def ready(door: Path) -> None:
        opens = not no_browser and browser.show(door.as_uri())
        printing.say(
            f"{'Your browser opens the page' if opens else 'The page is ready'}. Press Ctrl-C to stop; it ends by "
            "itself after an idle hour."
        )
        printing.say(f"{'If it does not open: open' if opens else 'Open'} this file in your browser: {door}")

    def command() -> Report:
        layout = terminal.find_or_new(archive)
        words = Labels(labels.count, labels.fact)
        return server.serve(layout, words, browser.show, browser.edit, port=port, ready=ready)

    terminal.execute(command, as_json=False, quiet=True)

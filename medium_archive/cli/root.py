"""All commands in one group, as Typer runs them: parse the command line, call one command, print its Report, set the
exit code.
"""

from __future__ import annotations

from typing import Annotated

import typer

from medium_archive.cli.groups import GroupOfGroups, command_group
from medium_archive.cli.program import say_version


class _Commands(GroupOfGroups):
    modules = ("archive", "posts", "rescue", "watch", "publish", "export", "themes", "page", "program")


app = command_group(
    cls=_Commands,
    name="archive",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},  # of all commands
    help="Turn Medium's export into a folder you own, a site made from it, and a proof that nothing was lost.",
    epilog="Start with: archive import medium-export.zip, then: archive build",
)


@app.callback(invoke_without_command=True)
def version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        say_version()
        raise typer.Exit

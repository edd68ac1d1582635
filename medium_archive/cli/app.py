"""The command `archive`: parse the command line, call one command, print its Report, set the exit code."""

from __future__ import annotations

import atexit
import os
import sys
import warnings
from typing import Annotated

import typer

from medium_archive import __version__, collector
from medium_archive.cli.groups import GroupOfGroups, command_group


class _Commands(GroupOfGroups):
    modules = ("archive", "watch", "publish", "export", "themes")


app = command_group(
    cls=_Commands,
    name="archive",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    help="Turn Medium's export into a folder you own, a site made from it, and a proof that nothing was lost.",
    epilog="Start with: archive import medium-export.zip, then: archive build",
)


def main() -> None:
    """The entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        # The encoding of a Windows console cannot show every title; print "?" instead of failing
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    # BeautifulSoup imports these libraries if they are installed, but the program does not use them. Importing them
    # would take a fifth of the time in which `archive import` starts
    warnings.filterwarnings("ignore", "The soupsieve package is not installed")
    for name in ("soupsieve", "html5lib", "charset_normalizer"):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # what importlib takes for a missing module
    try:
        collector.raise_threshold()  # until the end: with Python's own it would scan all objects once more
        app()
    except SystemExit as end:
        if isinstance(end.code, int):
            atexit.register(_end, end.code)
        raise


def _end(code: int) -> None:
    """End the process after all that is registered for its end. Python would also scan and free all objects, which
    takes 15 ms after an import and up to 0.3 s after a build.
    """
    atexit.unregister(_end)
    atexit._run_exitfuncs()  # those that were registered before this one
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        return  # Python tries it again, and ends with the code for that
    os._exit(code)


@app.callback(invoke_without_command=True)
def version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        print(f"archive {__version__}")  # noqa: T201  # the command line prints
        raise typer.Exit

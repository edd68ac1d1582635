"""The command `archive`: answer at once if there is nothing to do, otherwise let Typer run the command."""

from __future__ import annotations

import atexit
import os
import sys

from medium_archive import collector
from medium_archive.cli import unchanged_build


def main() -> None:
    """The entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        # The encoding of a Windows console cannot show every title; print "?" instead of failing
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        collector.raise_threshold()  # until the end: with Python's own it would scan all objects once more
        if (code := unchanged_build.answer(sys.argv[1:])) is not None:
            sys.exit(code)
        _run()
    except SystemExit as end:
        if isinstance(end.code, int):
            atexit.register(_end, end.code)
        raise


def _run() -> None:
    """Run the command that the command line names."""
    import warnings

    # BeautifulSoup imports these libraries if they are installed, but the program does not use them. Importing them
    # would take a fifth of the time in which `archive import` starts
    warnings.filterwarnings("ignore", "The soupsieve package is not installed")
    for name in ("soupsieve", "html5lib", "charset_normalizer"):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # what importlib takes for a missing module
    from medium_archive.cli.program import NAME
    from medium_archive.cli.root import app

    app(prog_name=NAME)


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

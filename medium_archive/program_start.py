"""How this program starts itself again, in a process of its own: for a job of the app, or by a scheduler."""

from __future__ import annotations

import sys
import zipimport
from pathlib import Path


def command() -> tuple[str, ...]:
    """The words that start this program, before the arguments of a command.

    Where the program runs from shiv's archive.pyz, they name that file, because Python alone does not find the modules
    in it; elsewhere they name the module. On Windows, pip's archive.exe is also a zip file, but it needs the installed
    package. With `-P`, Python takes no module from the current folder, which may be a folder of downloads.
    """
    loader = getattr(sys.modules["__main__"], "__loader__", None)
    if isinstance(loader, zipimport.zipimporter) and not loader.archive.lower().endswith(".exe"):
        return (sys.executable, str(Path(loader.archive).absolute()))
    return (sys.executable, "-P", "-m", "medium_archive.cli")

"""How this program starts itself again, in a process of its own: for a job of the app, or by a scheduler."""

from __future__ import annotations

import sys
import zipimport
from pathlib import Path


def command() -> tuple[str, ...]:
    """The program that runs a command of `archive`, without the arguments of that: the one file that has all of it
    (shiv's archive.pyz), if it runs from that, because Python alone does not find its modules; else the module. On
    Windows, pip's archive.exe is such a file, too, but needs the package. No
    module is taken from the current folder (`-P`), which may be one of downloads.
    """
    loader = getattr(sys.modules["__main__"], "__loader__", None)
    if isinstance(loader, zipimport.zipimporter) and not loader.archive.lower().endswith(".exe"):
        return (sys.executable, str(Path(loader.archive).absolute()))
    return (sys.executable, "-P", "-m", "medium_archive.cli")

"""Command lines of this program: how it starts itself again, for a job of the app or by a scheduler, and how a person
types a word of one.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
import zipimport
from pathlib import Path

_PLAIN = re.compile(r"[\w@+=:,./-]+")
_HAS_POSIX_SHELL = os.name != "nt"


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


def typed(word: str) -> str:
    """A path or another argument as a person types it in the shell of this system."""
    if _PLAIN.fullmatch(word):  # shlex would quote each letter beyond ASCII
        return word
    return shlex.quote(word) if _HAS_POSIX_SHELL else f'"{word}"'

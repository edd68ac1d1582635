"""A folder for inputs that a door takes as files."""

from __future__ import annotations

import atexit
import tempfile
from functools import cache
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108  # Linux keeps it in the memory; a new folder is made in it


@cache
def folder() -> Path:
    """A new folder, which is deleted when the process ends."""
    made = tempfile.TemporaryDirectory(prefix="medium-archive-fuzz-", dir=_MEMORY if _MEMORY.is_dir() else None)
    atexit.register(made.cleanup)
    return Path(made.name)

"""Where an archive is, and the records of its last build. This module imports nothing that is slow to load, such as
pathlib.
"""

from __future__ import annotations

import os

DEFAULT_NAME = "medium-archive"
SETTINGS_NAME = "archive.toml"
BUILD_RECORD = "private/.cache/build.json"  # below private/, because it names drafts
BUILD_STATE = "private/.cache/build.state"  # the same


def find_or_new(explicit: str | None, start: str) -> str:
    """The absolute path of the archive that a command works on: `explicit` or `medium-archive` in it, else the nearest
    folder from `start` upward that holds an archive.toml, else `start/medium-archive`, whether it holds an archive yet
    or not.
    """
    if explicit is not None:
        inner = os.path.join(explicit, DEFAULT_NAME)  # noqa: PTH118  # no pathlib here
        return os.path.realpath(inner if is_archive(inner) and not is_archive(explicit) else explicit)
    start = folder = os.path.realpath(start)
    while not is_archive(folder):
        above = os.path.dirname(folder)  # noqa: PTH120  # no pathlib here
        if above == folder:
            return os.path.realpath(os.path.join(start, DEFAULT_NAME))  # noqa: PTH118  # as above
        folder = above
    return folder


def is_archive(folder: str) -> bool:
    """Whether a folder has an archive.toml that may be looked at."""
    return os.path.isfile(os.path.join(folder, SETTINGS_NAME))  # noqa: PTH113, PTH118  # as above

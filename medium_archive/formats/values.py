"""The frozen values that formats give: `Target`, `File`, `Written`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from medium_archive.report import Issue


@dataclass(frozen=True)
class Target:
    """Where an export goes. `help` is one line for the command line; `default` is a path inside the archive, "" where
    the user must name a place.

    With `outside`, a place inside the archive is refused. With `manifest`, the folder may contain other files: a list
    in it names the files of the export, so the next export replaces only these, and removes those that it no longer
    makes. Without `manifest`, files of the same names are replaced. With `empty`, a folder with other files is refused,
    unless it has the list of an earlier export; and a file that the user has edited there stays.

    A `Format` whose target is a FILE makes one file, or with `zip` a zip file of its files. `mark` begins or ends it: a
    file without it is not replaced. It is also the comment of the zip file. `beginning` is the pattern of the beginning
    of a file that has no mark.

    An export has the copy of a drawing that a site has (articles/own_files.py), unless it is `as_it_is`.
    """

    metavar: Literal["FOLDER", "FILE"]
    help: str
    default: str = ""
    outside: bool = False
    manifest: bool = False
    empty: bool = False
    zip: bool = False
    mark: bytes = b""
    beginning: re.Pattern[bytes] | None = None
    as_it_is: bool = False


NEW_FOLDER = Target("FOLDER", "Where to write: a new or an empty folder.", outside=True, manifest=True, empty=True)


@dataclass(frozen=True)
class File:
    """One file of an export. `path` is relative to the export's folder or zip file, with `/`, in names that Windows
    takes; it is "" if the export is this file alone.

    The bytes are `content`, or those of the file `source`. `counts` are added to those of the report. `issues` are
    about the file; one without `where` gets the file's own path there. `post` is the path in the archive of the post
    that the file is made from, if it is one post: while that post can't be read, the file stays.
    """

    path: str
    content: bytes = b""
    source: Path | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    post: str = ""


@dataclass(frozen=True)
class Written:
    """What an export wrote, for its report."""

    counts: Mapping[str, int]
    facts: Mapping[str, str]
    issues: tuple[Issue, ...] = ()

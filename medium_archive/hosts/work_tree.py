"""The git repository that contains an archive, read only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from medium_archive.hosts import program

PRIVATE = ("exports", "private", "drafts")
# An export under Medium's name for it, and private pages of one that was unpacked
_EXPORT = re.compile(
    r"(?:.*/)?(?:medium-export[^/]*\.zip|profile/profile\.html|ips(?:-\d+)?\.html|sessions/[^/]+\.html)"
)


@dataclass(frozen=True)
class WorkTree:
    """A repository with its root folder and its current branch. `tracked` are the private files that git has or would
    add: those of the archive, and exports anywhere in the repository. `past` are those that only earlier commits have.
    """

    root: Path
    branch: str
    tracked: tuple[str, ...]
    past: tuple[str, ...] = ()


def of(archive: Path) -> WorkTree | None:
    """The work tree that contains the archive, None outside a work tree. Raises ProgramMissing without git."""
    top = _git(archive, "rev-parse", "--show-toplevel")
    if top.status:
        return None
    branch = _git(archive, "symbolic-ref", "--short", "HEAD").output.strip() or "main"
    root = Path(top.output.rstrip("\n"))
    inside = archive.resolve().relative_to(root.resolve())
    folders = tuple(f"{(inside / name).as_posix()}/" for name in PRIVATE)
    listed = _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    tracked = _private(listed.output, folders)
    past = _private(_git(root, "log", "--format=", "--name-only", "-z", "HEAD").output, folders) - tracked
    return WorkTree(root, branch, tuple(sorted(tracked)), tuple(sorted(past)))


def _private(listed: str, folders: tuple[str, ...]) -> set[str]:
    names = (name.lstrip("\n") for name in listed.split("\0"))
    return {name for name in names if name.startswith(folders) or _EXPORT.fullmatch(name)}


def _git(archive: Path, *arguments: str) -> program.Result:
    return program.run(["git", "-C", str(archive), *arguments], program.environment())

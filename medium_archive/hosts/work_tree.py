"""The git repository in which an archive lies, if it lies in one: only looked at, never changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from medium_archive.hosts import program

PRIVATE = ("exports", "private", "drafts")
# An export as Medium names it, and the pages of one that was unpacked
_EXPORT = re.compile(
    r"(?:.*/)?(?:medium-export[^/]*\.zip|profile/profile\.html|ips(?:-\d+)?\.html|sessions/[^/]+\.html)"
)


@dataclass(frozen=True)
class WorkTree:
    """`root` is its folder, `branch` the one that is checked out. `taken` is what git has, or would take, of what is
    private in the archive, and of exports that lie beside it; `past` what only earlier commits have of that.
    """

    root: Path
    branch: str
    taken: tuple[str, ...]
    past: tuple[str, ...] = ()


def of(archive: Path) -> WorkTree | None:
    """None where the archive is in no repository. Raises ProgramMissing where there is no git."""
    top = _git(archive, "rev-parse", "--show-toplevel")
    if top.status:
        return None
    branch = _git(archive, "symbolic-ref", "--short", "HEAD").out.strip() or "main"
    root = Path(top.out.rstrip("\n"))
    inside = archive.resolve().relative_to(root.resolve())
    private = tuple(f"{(inside / name).as_posix()}/" for name in PRIVATE)
    listed = _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    taken = _private(listed.out, private)
    past = _private(_git(root, "log", "--format=", "--name-only", "-z", "HEAD").out, private) - taken
    return WorkTree(root, branch, tuple(sorted(taken)), tuple(sorted(past)))


def _private(listed: str, folders: tuple[str, ...]) -> set[str]:
    names = (name.lstrip("\n") for name in listed.split("\0"))
    return {name for name in names if name.startswith(folders) or _EXPORT.fullmatch(name)}


def _git(archive: Path, *arguments: str) -> program.Said:
    return program.run(["git", "-C", str(archive), *arguments], program.environment())

"""The git repository in which an archive lies, if it lies in one: only looked at, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from medium_archive.platforms import program

PRIVATE = ("exports", "private", "drafts")


@dataclass(frozen=True)
class WorkTree:
    """`root` is its folder, `branch` the one that is checked out, `taken` what git has, or would take, of what is
    private in the archive.
    """

    root: Path
    branch: str
    taken: tuple[str, ...]


def of(archive: Path) -> WorkTree | None:
    """None where the archive is in no repository. Raises ProgramMissing where there is no git."""
    top = _git(archive, "rev-parse", "--show-toplevel")
    if top.status:
        return None
    branch = _git(archive, "symbolic-ref", "--short", "HEAD").out.strip() or "main"
    listed = _git(archive, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *PRIVATE)
    taken = tuple(sorted(name for name in listed.out.split("\0") if name))
    return WorkTree(Path(top.out.rstrip("\n")), branch, taken)


def _git(archive: Path, *arguments: str) -> program.Said:
    return program.run(["git", "-C", str(archive), *arguments], program.environment())

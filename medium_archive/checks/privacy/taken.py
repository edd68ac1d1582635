"""The files that git takes: by git itself if the archive is in a repository, else by .gitignore."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Collection
from fnmatch import fnmatchcase
from pathlib import Path


def by_git(root: Path, files: Collection[str]) -> list[str]:
    """The files that git tracks or that `git add .` would add."""
    listed = _listed_by_git(root)
    if listed is not None:
        return [file for file in files if file in listed]
    gitignore = root / ".gitignore"
    text = gitignore.read_text("utf-8", errors="replace") if gitignore.is_file() else ""
    return [file for file in files if not is_ignored(file, text)]


def _listed_by_git(root: Path) -> set[str] | None:
    """None without git, or outside of a repository."""
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # no argument comes from a file
    return set(done.stdout.decode("utf-8", "surrogateescape").split("\0")) if done.returncode == 0 else None


def is_ignored(file: str, gitignore: str) -> bool:
    """Whether git ignores a path, by the rules of gitignore(5) for names, folders, `*`, `/` at the beginning and `!`.
    The last line that matches counts.
    """
    ignored = False
    for line in gitignore.splitlines():
        pattern = line.rstrip()
        if pattern and not pattern.startswith("#") and _matches(file, pattern.removeprefix("!")):
            ignored = not pattern.startswith("!")
    return ignored


def _matches(file: str, pattern: str) -> bool:
    parts = file.split("/")
    is_anchored = "/" in pattern.rstrip("/")
    wanted = re.sub(r"^/", "", pattern)
    # All files in an ignored folder are ignored
    for length in range(1, len(parts) + 1):
        if wanted.endswith("/") and length == len(parts):
            break
        path = "/".join(parts[:length]) if is_anchored else parts[length - 1]
        if fnmatchcase(path, wanted.rstrip("/")):
            return True
    return False

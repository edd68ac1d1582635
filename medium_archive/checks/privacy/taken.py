"""The files that git takes: by git itself if the archive is in a repository, else by .gitignore."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from pathlib import Path

from medium_archive.folder import regular_files

_LONGEST_PATTERN = 1024  # characters


def by_git(root: Path, files: Collection[str]) -> list[str]:
    """The files that git tracks or that `git add .` would add."""
    listed = _listed_by_git(root)
    if listed is not None:
        return [file for file in files if file in listed]
    gitignore = root / ".gitignore"
    text = ""
    with suppress(OSError):  # without it, or if it can't be read, nothing is known to be ignored
        text = regular_files.read(gitignore, root).decode("utf-8", errors="replace")
    return [file for file in files if not is_ignored(file, text)]


def _listed_by_git(root: Path) -> set[str] | None:
    """None without git, outside of a repository, or if .gitignore is a pipe, for which git would wait for ever."""
    git = shutil.which("git")
    if git is None or regular_files.problem(root / ".gitignore", root):
        return None
    command = [git, "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # no argument comes from a file
    return set(done.stdout.decode("utf-8", "surrogateescape").split("\0")) if done.returncode == 0 else None


def is_ignored(file: str, gitignore: str) -> bool:
    """Whether git ignores a path, by the rules of gitignore(5) for names, folders, `*`, `/` at the beginning and `!`.
    The last line that matches counts.
    """
    return next((rule.ignores for rule in _rules(gitignore) if rule.matches(file)), False)


@dataclass(frozen=True)
class _Rule:
    """A line of .gitignore. Without a `pattern` it matches every file."""

    ignores: bool
    is_anchored: bool = False
    only_folders: bool = False
    pattern: re.Pattern[str] | None = None

    def matches(self, file: str) -> bool:
        if self.pattern is None:
            return True
        parts = file.split("/")
        # All files in an ignored folder are ignored
        for length in range(1, len(parts) + (not self.only_folders)):
            if self.pattern.match("/".join(parts[:length]) if self.is_anchored else parts[length - 1]):
                return True
        return False


@cache
def _rules(gitignore: str) -> list[_Rule]:
    """The rules, the last line first. A line that is longer than the path of a file is taken to let git take files:
    `fnmatch` needs a quadratic time for it.
    """
    lines = [pattern for line in gitignore.splitlines() if (pattern := line.rstrip()) and not pattern.startswith("#")]
    rules = []
    for line in dict.fromkeys(reversed(lines)):
        ignores, wanted = not line.startswith("!"), line.removeprefix("!")
        if len(wanted) > _LONGEST_PATTERN:
            rules += [] if ignores else [_Rule(ignores)]
            continue
        compiled = re.compile(translate(re.sub(r"^/", "", wanted).rstrip("/")))
        rules.append(_Rule(ignores, "/" in wanted.rstrip("/"), wanted.endswith("/"), compiled))
    return rules

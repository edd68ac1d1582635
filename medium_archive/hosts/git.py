"""A branch of a git repository that holds a site and nothing else, made by the program `git` in a repository of our
own: no work tree, index or configuration of the person's is touched.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medium_archive.errors import ArchiveError, NoCredentials, NoIdentity, PublishRefused, Unreachable
from medium_archive.folder import files
from medium_archive.hosts import program
from medium_archive.hosts.program import Said

MARK = "Published-with: medium-archive"
_TARGET = "refs/medium-archive/target"
# Nobody's hooks have a say, and no name is guessed
_OPTIONS = (
    "core.quotePath=false", "core.longPaths=true", f"core.hooksPath={os.devnull}", "user.useConfigOnly=true",
    "init.defaultBranch=site",
)  # fmt: skip
# What of a person's environment would lead to another repository
_ELSEWHERE = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX",
)  # fmt: skip
_NO_ACCESS = re.compile(
    r"Authentication failed|could not read (Username|Password)|Permission denied|terminal prompts disabled"
    r"|error: 40[13]|Permission to \S+ denied|Host key verification failed",
)
_NO_HOST = re.compile(
    r"Could not resolve host|Connection (refused|timed out|reset)|Network is unreachable|Failed to connect"
    r"|Operation timed out|Name or service not known|error: 5\d\d|SSL certificate|Couldn't connect",
)
_NO_REPOSITORY = re.compile(r"not found|does not appear to be a git repository|does not exist|No such file")
_IN_THE_WAY = re.compile(r"'refs/heads/([^']+)' exists; cannot create")
_CHECKED_OUT = "(branch is currently checked out)"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})
_OVERTAKEN = re.compile(
    r"\((fetch first|non-fast-forward|stale info)\)|cannot lock ref|failed to update ref|reference already exists"
)


@dataclass(frozen=True)
class Change:
    """What a commit would change: "A" new, "M" changed, "D" removed."""

    kind: str
    file: str


@dataclass(frozen=True)
class Tip:
    """The newest commit of the branch; `is_ours` says that it was made by this program."""

    commit: str
    tree: str
    is_ours: bool


class Branch:
    """One branch of one remote repository, with a repository of our own in `cache` to prepare it; `place` is the
    remote's address as it may be shown. Raises ProgramMissing where there is no git, NoCredentials, Unreachable,
    PublishRefused.
    """

    def __init__(self, remote: str, name: str, cache: Path) -> None:
        self._remote, self.name = remote, name
        self.place = program.without_password(remote)
        self._cache = cache
        with files.disk_errors(cache):
            cache.mkdir(parents=True, exist_ok=True)
            # Left by a run that was killed; two at once are kept apart by the archive's lock
            for left in ("index.lock", "shallow.lock"):
                (cache / left).unlink(missing_ok=True)
        self._need(self._git("init", "--bare", "--quiet", str(cache), bare=False))
        meant = self._git("check-ref-format", "--branch", name)
        if meant.out.strip() != name or name == "HEAD" or name.startswith("refs/"):
            raise PublishRefused(f"“{name}” is no name for a branch.", "Name another with --branch.")

    def tip(self) -> Tip | None:
        """The newest commit there, None where the branch isn't there yet."""
        reference = f"refs/heads/{self.name}"
        said = self._need(self._git("ls-remote", "--", self._remote, reference))
        commit = next((line.split("\t")[0] for line in said.out.splitlines() if line.endswith(f"\t{reference}")), "")
        if not commit:
            return None
        if self._git("cat-file", "-e", f"{commit}^{{tree}}").status:
            self._need(
                self._git("fetch", "--quiet", "--depth=1", "--no-tags", "--", self._remote, f"+{commit}:{_TARGET}")
            )
        message = self._need(self._git("show", "--no-patch", "--format=%B", commit)).out
        tree = self._need(self._git("rev-parse", f"{commit}^{{tree}}")).out.strip()
        return Tip(commit, tree, MARK in message)

    def tree(self, site: Path, listed: Sequence[str], more: Mapping[str, str]) -> str:
        """The tree of these files of a folder, byte for byte, and of the texts in `more`, by their names."""
        paths = "".join(f'"{str(site / name).translate(_ESCAPES)}"\n' for name in listed)
        said = self._need(self._git("hash-object", "-w", "--no-filters", "--stdin-paths", told=paths))
        blobs = dict(zip(listed, said.out.split(), strict=True))
        for name, text in more.items():
            blobs[name] = self._need(self._git("hash-object", "-w", "--stdin", told=text)).out.strip()
        self._need(self._git("read-tree", "--empty"))
        index = "".join(f"100644 {blob}\t{name}\0" for name, blob in blobs.items())
        self._need(self._git("update-index", "-z", "--index-info", told=index))
        return self._need(self._git("write-tree")).out.strip()

    def changes(self, tree: str, tip: Tip | None) -> list[Change]:
        """What is different in a tree from the branch as it is."""
        if tip is None:
            listed = self._need(self._git("ls-tree", "-r", "-z", "--name-only", tree)).out
            return [Change("A", name) for name in listed.split("\0") if name]
        said = self._need(self._git("diff-tree", "-r", "-z", "--no-renames", "--name-status", tip.tree, tree)).out
        words = said.split("\0")
        return [Change(kind, name) for kind, name in zip(words[::2], words[1::2], strict=False)]

    def commit(self, tree: str, parent: Tip | None, message: str) -> str:
        """A commit of the person that git knows here. Raises NoIdentity where it knows none."""
        onto = ("-p", parent.commit) if parent else ()
        said = self._git("commit-tree", tree, *onto, "-m", message, "-m", MARK)
        if said.status and re.search(r"[Ii]dent|tell me who you are|auto-detect", said.complaint):
            raise NoIdentity(
                "git doesn't know who you are. A commit has a name and an e-mail address, public like the site.",
                'Say it once: git config --global user.name "Your Name" && '
                "git config --global user.email you@example.com",
            )
        return self._need(said).out.strip()

    def push(self, commit: str, expected: Tip | None, *, replace: bool) -> None:
        """Make the branch there this commit, if it is still what was expected."""
        lease = f"--force-with-lease=refs/heads/{self.name}:{expected.commit if expected else ''}"
        force = (lease,) if replace or expected is None else ()
        said = self._git("push", "--quiet", *force, "--", self._remote, f"{commit}:refs/heads/{self.name}")
        if said.status and (found := _IN_THE_WAY.search(said.complaint)):
            raise PublishRefused(
                f"{self.place} has a branch {found[1]}, so git can't make {self.name} there.",
                "Name another with --branch.",
            )
        if said.status and _CHECKED_OUT in said.complaint:
            raise PublishRefused(
                f"The branch {self.name} is checked out in {self.place}, where somebody works with it.",
                "Name another with --branch, or a bare repository (`git init --bare`).",
            )
        if said.status and _OVERTAKEN.search(said.complaint):
            raise PublishRefused(
                f"Somebody else has changed the branch {self.name} meanwhile; nothing was sent.",
                "Run this again: it looks at what is there now.",
            )
        self._need(said)

    def _git(self, *arguments: str, told: str = "", bare: bool = True) -> Said:
        values = {name: value for name, value in program.environment().items() if name not in _ELSEWHERE}
        if bare:
            values["GIT_DIR"] = str(self._cache)
        options = [part for option in _OPTIONS for part in ("-c", option)]
        return program.run(["git", *options, *arguments], values, os.fsencode(told))

    def _need(self, said: Said) -> Said:
        if said.status:
            raise self._problem(said)
        return said

    def _problem(self, said: Said) -> ArchiveError:
        """What git complained, as a situation."""
        told = [line.removeprefix("remote:").strip() for line in said.complaint.splitlines() if "remote:" in line]
        words = " ".join(line for line in told if line) or said.first_words(r"fatal:|error:")
        if _NO_ACCESS.search(said.complaint):
            return NoCredentials(
                f"{self.place} doesn't let you in: {said.first_words(_NO_ACCESS)}",
                "Set up access once: `gh auth login`, or an SSH key (https://docs.github.com/authentication).",
            )
        if _NO_HOST.search(said.complaint):
            why = said.first_words(_NO_HOST)
            return Unreachable(f"{self.place} can't be reached: {why}", "Look at the network, then run this again.")
        if _NO_REPOSITORY.search(said.complaint):
            return PublishRefused(
                f"There is no repository at {self.place}, or you may not see it.",
                "Make it first, empty and public; at GitHub: https://github.com/new",
            )
        return PublishRefused(f"git could not publish to {self.place}: {words}", "Nothing was changed there.")

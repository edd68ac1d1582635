"""A branch of a git repository that contains only a site. The program `git` prepares it in a bare repository in the
archive's cache, so the author's work trees, indexes and settings stay as they are.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medium_archive.errors import (
    AccessDenied,
    ArchiveError,
    GitIdentityMissing,
    ProgramMissing,
    PublishRefused,
    Unreachable,
)
from medium_archive.folder import files
from medium_archive.hosts import program
from medium_archive.hosts.program import Result

MARK = "Published-with: medium-archive"
_TARGET = "refs/medium-archive/target"
# No hooks run, and git does not guess the name of the author
_OPTIONS = (
    "core.quotePath=false", "core.longPaths=true", f"core.hooksPath={os.devnull}", "user.useConfigOnly=true",
    "init.defaultBranch=site",
)  # fmt: skip
# Variables of the environment that would make git use another repository
_REPOSITORY_VARIABLES = (
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
_NO_IDENTITY = re.compile(r"[Ii]dent|tell me who you are|auto-detect")
_NAME_CONFLICT = re.compile(r"'refs/heads/([^']+)' exists; cannot create")
_CHECKED_OUT = "(branch is currently checked out)"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})
_CHANGED_MEANWHILE = re.compile(
    r"\((fetch first|non-fast-forward|stale info)\)|cannot lock ref|failed to update ref|reference already exists"
)


def _identity_missing() -> GitIdentityMissing:
    return GitIdentityMissing(
        "git does not know your name and e-mail address. They are part of each commit, public like the site.",
        "Name them for this site with --git-name and --git-email, which are remembered with it, or set them once for "
        "all your repositories. GitHub has an address for you that shows yours to nobody, under "
        "https://github.com/settings/emails (12345678+ada@users.noreply.github.com); write it into the second line:\n"
        '  git config --global user.name "Your Name"\n'
        "  git config --global user.email 12345678+ada@users.noreply.github.com",
    )


def _environment() -> dict[str, str]:
    return {name: value for name, value in program.environment().items() if name not in _REPOSITORY_VARIABLES}


def _run(arguments: Sequence[str], environment: Mapping[str, str], stdin: bytes = b"") -> Result:
    options = [part for option in _OPTIONS for part in ("-c", option)]
    return program.run(["git", *options, *arguments], environment, stdin)


def knows_author() -> bool:
    """Whether git has a name and an address for the commits of this person. True without git, which the next run of it
    says.
    """
    try:
        # In no repository: one around this folder may have a name of its own, which commits here do not get
        return not _run(["var", "GIT_AUTHOR_IDENT"], {**_environment(), "GIT_DIR": os.devnull}).status
    except ProgramMissing:
        return True


@dataclass(frozen=True)
class Identity:
    """Who a commit is from, as everybody sees it. What is "" is what git knows."""

    name: str = ""
    email: str = ""

    @property
    def variables(self) -> dict[str, str]:
        """The variables with which git takes it for one run, and writes it into no settings."""
        values = {"NAME": self.name, "EMAIL": self.email}
        return {f"GIT_{who}_{key}": text for who in ("AUTHOR", "COMMITTER") for key, text in values.items() if text}


@dataclass(frozen=True)
class Change:
    """One change of a commit: `kind` is "A" for a new file, "M" for a changed one, "D" for a removed one."""

    kind: str
    file: str


@dataclass(frozen=True)
class Tip:
    """The newest commit of the branch. `is_ours` is true when this program made it, `has_history` when the branch has
    earlier commits.
    """

    commit: str
    tree: str
    is_ours: bool
    has_history: bool


class Branch:
    """One branch of a remote repository. `cache` is the bare repository that prepares its commits; `place` is the
    remote's address without a password; `identity` is who makes them.

    Every method raises ProgramMissing without git, AccessDenied, Unreachable and PublishRefused.
    """

    def __init__(self, remote: str, name: str, cache: Path, identity: Identity = Identity()) -> None:
        self._remote, self.name = remote, name
        self.place = program.without_password(remote)
        self._cache, self._identity = cache, identity
        with files.disk_errors(cache):
            cache.mkdir(parents=True, exist_ok=True)
            # A killed run leaves these; the archive's lock keeps two runs apart
            for lock in ("index.lock", "shallow.lock"):
                (cache / lock).unlink(missing_ok=True)
        self._checked(self._git("init", "--bare", "--quiet", str(cache), bare=False))
        branch = self._git("check-ref-format", "--branch", name).output.strip()
        if branch != name or name == "HEAD" or name.startswith("refs/"):
            raise PublishRefused(f"“{name}” is not a valid name for a branch.", "Name another branch with --branch.")

    def tip(self) -> Tip | None:
        """The newest commit, None if the remote has no such branch yet."""
        reference = f"refs/heads/{self.name}"
        listed = self._checked(self._git("ls-remote", "--", self._remote, reference)).splitlines()
        commit = next((line.split("\t")[0] for line in listed if line.endswith(f"\t{reference}")), "")
        if not commit:
            return None
        if self._git("cat-file", "-e", f"{commit}^{{tree}}").status:
            self._checked(
                self._git("fetch", "--quiet", "--depth=1", "--no-tags", "--", self._remote, f"+{commit}:{_TARGET}")
            )
        message = self._checked(self._git("show", "--no-patch", "--format=%B", commit))
        tree = self._checked(self._git("rev-parse", f"{commit}^{{tree}}")).strip()
        # As the commit names them: `git log` knows no parent of a commit that was fetched alone
        head, _, _ = self._checked(self._git("cat-file", "commit", commit)).partition("\n\n")
        return Tip(commit, tree, MARK in message, "\nparent " in head)

    def tree(self, folder: Path, names: Sequence[str], texts: Mapping[str, str]) -> str:
        """Store the named files of a folder, byte for byte, and more files from texts by their names. Gives the id of
        the tree.
        """
        paths = "".join(f'"{str(folder / name).translate(_ESCAPES)}"\n' for name in names)
        hashes = self._checked(self._git("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=paths)).split()
        blobs = dict(zip(names, hashes, strict=True))
        for name, text in texts.items():
            blobs[name] = self._checked(self._git("hash-object", "-w", "--stdin", stdin=text)).strip()
        self._checked(self._git("read-tree", "--empty"))
        index = "".join(f"100644 {blob}\t{name}\0" for name, blob in blobs.items())
        self._checked(self._git("update-index", "-z", "--index-info", stdin=index))
        return self._checked(self._git("write-tree")).strip()

    def changes(self, tree: str, tip: Tip | None) -> list[Change]:
        """The differences between the branch and a tree."""
        if tip is None:
            names = self._checked(self._git("ls-tree", "-r", "-z", "--name-only", tree))
            return [Change("A", name) for name in names.split("\0") if name]
        words = self._checked(
            self._git("diff-tree", "-r", "-z", "--no-renames", "--name-status", tip.tree, tree)
        ).split("\0")
        return [Change(kind, name) for kind, name in zip(words[::2], words[1::2], strict=False)]

    def files(self, tip: Tip) -> list[str]:
        """The files of a commit."""
        return [change.file for change in self.changes(tip.tree, None)]

    def read(self, tip: Tip, name: str) -> bytes:
        """A text of a commit, b"" if it has no such file."""
        result = self._git("cat-file", "blob", f"{tip.tree}:{name}")
        return b"" if result.status else result.output.encode()

    def check_identity(self) -> None:
        """Raise what `commit` raises when git knows no author."""
        for who in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
            result = self._git("var", who)
            if result.status and _NO_IDENTITY.search(result.errors):
                raise _identity_missing()
            self._checked(result)

    def commit(self, tree: str, parent: Tip | None, message: str) -> str:
        """Make a commit and give its id. Raises GitIdentityMissing when git knows no author."""
        onto = ("-p", parent.commit) if parent else ()
        result = self._git("commit-tree", tree, *onto, "-m", message, "-m", MARK)
        if result.status and _NO_IDENTITY.search(result.errors):
            raise _identity_missing()
        return self._checked(result).strip()

    def push(self, commit: str, expected: Tip | None, *, replace: bool) -> None:
        """Set the remote branch to a commit, if its newest commit is still the expected one."""
        lease = f"--force-with-lease=refs/heads/{self.name}:{expected.commit if expected else ''}"
        force = (lease,) if replace or expected is None else ()
        result = self._git("push", "--quiet", *force, "--", self._remote, f"{commit}:refs/heads/{self.name}")
        if result.status and (found := _NAME_CONFLICT.search(result.errors)):
            raise PublishRefused(
                f"{self.place} has a branch {found[1]}, so git cannot create {self.name} there.",
                "Name another branch with --branch.",
            )
        if result.status and _CHECKED_OUT in result.errors:
            raise PublishRefused(
                f"The branch {self.name} is checked out in {self.place}, so git does not change it.",
                "Name another branch with --branch, or a bare repository (`git init --bare`).",
            )
        if result.status and _CHANGED_MEANWHILE.search(result.errors):
            raise PublishRefused(
                f"Someone else changed the branch {self.name} in the meantime. Nothing was sent.",
                "Run this again. It then starts from the new state of the branch.",
            )
        self._checked(result)

    def _git(self, *arguments: str, stdin: str = "", bare: bool = True) -> Result:
        environment = {**_environment(), **self._identity.variables}
        if bare:
            environment["GIT_DIR"] = str(self._cache)
        return _run(arguments, environment, os.fsencode(stdin))

    def _checked(self, result: Result) -> str:
        """The output of a run that succeeded."""
        if result.status:
            raise self._error(result)
        return result.output

    def _error(self, result: Result) -> ArchiveError:
        """The error for a run of git that failed."""
        remote = [line.removeprefix("remote:").strip() for line in result.errors.splitlines() if "remote:" in line]
        if _NO_ACCESS.search(result.errors):
            return AccessDenied(
                f"{self.place} refused access: {result.error_line(_NO_ACCESS)}",
                "Set up access once: `gh auth login`, or an SSH key (https://docs.github.com/authentication). Look for "
                "a typing mistake in the name, too: for a repository that is not there, GitHub asks for a password.",
            )
        if _NO_HOST.search(result.errors):
            reason = result.error_line(_NO_HOST).removeprefix("fatal: ")
            return Unreachable(
                f"Could not reach {self.place}. git says: {reason}",
                "Check that this computer is on the internet, then run this again.",
            )
        if _NO_REPOSITORY.search(result.errors):
            return PublishRefused(
                f"There is no repository at {self.place}, or you have no access to it.",
                "Create it first, empty and public. On GitHub: https://github.com/new",
            )
        reason = " ".join(line for line in remote if line) or result.error_line(r"fatal:|error:")
        return PublishRefused(
            f"git could not publish to {self.place}: {reason}",
            "Nothing was changed there. Solve that problem, then run this again.",
        )

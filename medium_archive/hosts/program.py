"""Other people's programs, started without a shell: the one door for what they say and how they fail."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from medium_archive.errors import ProgramMissing

_INSTALL = {
    "git": "Install it from https://git-scm.com/downloads, or publish with `archive publish folder`.",
    "rsync": "Install it with your system's packages (`apt install rsync`, `brew install rsync`).",
}
# An address may hold a user's password, or a token alone
_PASSWORD = re.compile(r"(https?://)[^/\s]*@|(\w+://)[^/\s:]*:[^/\s]*@")


@dataclass(frozen=True)
class Said:
    """What a program left: its exit status, what it printed, what it complained, without passwords."""

    status: int
    out: str
    complaint: str

    @property
    def last_words(self) -> str:
        """The last line that it complained."""
        lines = [line.strip() for line in self.complaint.splitlines() if line.strip()]
        return lines[-1] if lines else f"it ended with {self.status} and said nothing"

    def first_words(self, pattern: str | re.Pattern[str]) -> str:
        """The first line of its complaint that has this in it, else the last one."""
        lines = (line.strip() for line in self.complaint.splitlines() if re.search(pattern, line))
        return next(lines, self.last_words)


def run(command: Sequence[str], environment: Mapping[str, str], told: bytes = b"") -> Said:
    """Run a program to its end; it reads `told` and nothing else from us. Raises ProgramMissing."""
    try:
        done = subprocess.run(  # noqa: S603  # a list, so no shell reads it
            list(command), env=dict(environment), input=told, capture_output=True, check=False
        )
    except (FileNotFoundError, NotADirectoryError, PermissionError) as error:
        raise ProgramMissing(f"The program {command[0]} is not installed.", _INSTALL.get(command[0], "")) from error
    complaint = without_password(done.stderr.decode("utf-8", "replace"))
    return Said(done.returncode, done.stdout.decode("utf-8", "replace"), complaint)


def without_password(text: str) -> str:
    """A text in which addresses have no user and password any more."""
    return _PASSWORD.sub(lambda found: found[1] or found[2], text)


def environment() -> dict[str, str]:
    """That of this run, with messages in English, and with no question that nobody sees."""
    values = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
    if not sys.stdin.isatty():
        values.setdefault("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
        values["GIT_TERMINAL_PROMPT"] = "0"
    return values

"""Runs other programs (git, rsync) without a shell. Their errors and output enter the program here."""

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
    "rsync": "Install it with your system's package manager (`apt install rsync`, `brew install rsync`).",
}
# An address may contain a user name with a password, or only a token
_PASSWORD = re.compile(r"(https?://)[^/\s]*@|(\w+://)[^/\s:]*:[^/\s]*@")


@dataclass(frozen=True)
class Result:
    """The exit status of a program, its standard output, and its standard error without passwords."""

    status: int
    output: str
    errors: str

    def error_line(self, pattern: str | re.Pattern[str]) -> str:
        """The first line of the errors in which the pattern is found, else the last line."""
        lines = [line.strip() for line in self.errors.splitlines() if line.strip()]
        last = lines[-1] if lines else f"it exited with {self.status} and printed no error"
        return next((line for line in lines if re.search(pattern, line)), last)


def run(command: Sequence[str], environment: Mapping[str, str], stdin: bytes = b"") -> Result:
    """Run a program until it ends. Raises ProgramMissing."""
    try:
        done = subprocess.run(  # noqa: S603  # a list, so no shell reads it
            list(command), env=dict(environment), input=stdin, capture_output=True, check=False
        )
    except (FileNotFoundError, NotADirectoryError, PermissionError) as error:
        raise ProgramMissing(f"The program {command[0]} is not installed.", _INSTALL.get(command[0], "")) from error
    errors = without_password(done.stderr.decode("utf-8", "replace"))
    return Result(done.returncode, done.stdout.decode("utf-8", "replace"), errors)


def without_password(text: str) -> str:
    """The text with user names and passwords removed from its addresses."""
    return _PASSWORD.sub(lambda found: found[1] or found[2], text)


def environment() -> dict[str, str]:
    """The environment of this process, changed so that messages are in English and, without a terminal, no program
    waits for an answer.
    """
    values = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
    if not sys.stdin.isatty():
        values.setdefault("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
        values["GIT_TERMINAL_PROMPT"] = "0"
    return values

"""What a clock is to run, and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

# Called with a program and a text for its input, gives what it says
Run = Callable[..., str]


@dataclass(frozen=True)
class Job:
    """A command of the program with its options, and as a program with all its arguments. `key` tells the jobs of
    several archives apart.
    """

    command: str
    archive: Path
    program: tuple[str, ...]
    hour: int
    minute: int
    key: str
    options: tuple[str, ...] = ()
    home: Path = field(default_factory=Path.home)

    @property
    def name(self) -> str:
        return f"medium-archive-{self.command}-{self.key}"

    @property
    def purpose(self) -> str:
        return {
            "check": "Look once a day whether others still see what is published on Medium",
            "sync": "Take new posts from Medium's feed once a day",
        }.get(self.command, self.command)

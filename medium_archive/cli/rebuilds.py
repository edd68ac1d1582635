"""What `archive serve` prints of each build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medium_archive.cli import printing

if TYPE_CHECKING:
    from medium_archive.commands.serve import Rebuilt


def say(build: Rebuilt) -> None:
    """Print a build in a line, and its problems below, each in a line with its place."""
    if build.changed:
        first, *others = build.changed
        what = f"{first} and {len(others):,} more" if others else first
        printing.say(f"{what}: built in {build.seconds:.1f} s" if not build.problems else f"{what}:")
    for problem in build.problems:
        printing.say("  " * bool(build.changed) + problem, "bold red")

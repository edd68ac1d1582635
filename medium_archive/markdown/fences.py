"""Fenced code: written so that nothing in it can end it, and told from the text around it, line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import StringIO

_FRONT = "---"
_OPENING = re.compile(r" {0,3}(`{3,}(?=[^`]*\Z)|~{3,})")


def write(content: str, language: str) -> str:
    """A block of code between backticks, more of them than stand together anywhere inside."""
    longest = max((len(run) for run in re.findall("`+", content)), default=0)
    fence = "`" * max(3, 1 + longest)
    return f"{fence}{language}\n{content}\n{fence}"


def lines_of(text: str) -> list[str]:
    """The lines of a text, each with its own end: that of Unix, of Windows or of an old Mac."""
    return list(StringIO(text, newline=""))


def outside(lines: Sequence[str]) -> list[bool]:
    """For each line of an index.md whether it is text: neither front matter nor fenced code with its fences."""
    told: list[bool] = []
    fence = ""
    for number, line in enumerate(lines):
        if fence:
            end = line.strip()
            told.append(False)
            if end == fence or (fence != _FRONT and len(end) > len(fence) and set(end) == {fence[0]}):
                fence = ""
            continue
        if number == 0 and line.removeprefix("\ufeff").rstrip() == _FRONT:
            fence = _FRONT
        elif opening := _OPENING.match(line):
            fence = opening[1]
        told.append(not fence)
    return told

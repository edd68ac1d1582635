"""Fenced code: writes a block that nothing in it can end, and finds the lines of a file that are in no such block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import StringIO

_FRONT = "---"
# After up to three spaces, maybe as the first block of an item
_OPENING = re.compile(r" {0,3}(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*\Z)|~{3,})")
_INDENTED = re.compile(r"[ \t]*(`{3,}(?=[^`]*\Z)|~{3,})")
_ITEM = re.compile(r" {0,3}(?:[-+*]|\d{1,9}[.)])[ \t]")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)*")


def write(content: str, language: str) -> str:
    """A block of code between fences of backticks, longer than any run of backticks inside."""
    longest = max((len(run) for run in re.findall("`+", content)), default=0)
    fence = "`" * max(3, 1 + longest)
    return f"{fence}{language}\n{content}\n{fence}"


def lines_of(text: str) -> list[str]:
    """The lines of a text, each with its line end: `\\n`, `\\r\\n` or `\\r`."""
    return list(StringIO(text, newline=""))


def outside(lines: Sequence[str]) -> list[bool]:
    """For each line of an index.md whether it is text: neither front matter nor fenced code with its fences."""
    is_text: list[bool] = []
    fence, quotes = "", 0  # the fence that is open, and the quotes around it
    in_list = False  # where four spaces are no code
    for number, line in enumerate(lines):
        marks = _QUOTE.match(line)
        depth = marks[0].count(">") if marks else 0
        if fence and depth >= quotes:
            end = (_QUOTE.sub("", line, count=1) if quotes else line).strip()
            is_text.append(False)
            if end == fence or (fence != _FRONT and len(end) > len(fence) and set(end) == {fence[0]}):
                fence = ""
            continue
        fence = ""  # a quote ends the code in it
        inner = line[marks.end() :] if marks else line
        if number == 0 and line.removeprefix("\ufeff").rstrip() == _FRONT:
            fence, quotes = _FRONT, 0
        elif opening := (_INDENTED if in_list and inner[:1] in " \t" else _OPENING).match(inner):
            fence, quotes = opening[1], depth
        if inner.strip() and inner[:1] not in " \t":
            in_list = bool(_ITEM.match(inner))
        is_text.append(not fence)
    return is_text

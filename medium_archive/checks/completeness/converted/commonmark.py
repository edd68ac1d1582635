"""Markdown to HTML by markdown-it: CommonMark 0.31 with GitHub's tables, strikethrough, task lists and footnotes.

The builder uses another engine (pyromark), so that a mistake of one engine shows in the comparison.
"""

from __future__ import annotations

import re

from medium_archive.checks.completeness import hints

# The attribute of a paragraph that is an address alone, or an address with a caption under it
EMBED = "data-embed"
# The first line of a box
BOX = re.compile(rf"\[!({'|'.join(hints.BOXES)})\][ \t]*(?:\n|\Z)", re.IGNORECASE)
_ADDRESS_ALONE = re.compile(r"<?(https?://[^\s<>]*[^\s<>\\])>?[ \t]*(?:\n_[^\n].*)?", re.DOTALL | re.IGNORECASE)

# markdown-it is written in Python: it takes 50 microseconds and 3 kB for a line, and its time grows with the square of
# the marks that a paragraph leaves open
_MOST_CHARACTERS = 2_000_000
_MOST_LINES = 20_000
_MOST_PAIRS = 10_000**2  # of marks in a paragraph
_MOST_TASKS = 2_000  # in a text: the plugin looks for the list of each among all items before it
_TASKS = ("[ ] ", "[x] ", "[X] ")
_MARKS = ("[", "![", "*", "_", "~", "<", "www.")  # a picture takes as long as two links


def is_slow(text: str) -> bool:
    """Whether `render` could take many seconds for a text."""
    if len(text) > _MOST_CHARACTERS or text.count("\n") > _MOST_LINES or sum(map(text.count, _TASKS)) > _MOST_TASKS:
        return True
    if sum(map(text.count, _MARKS)) ** 2 <= _MOST_PAIRS:  # quick: nearly every text
        return False
    return sum(sum(map(part.count, _MARKS)) ** 2 for part in text.split("\n\n")) > _MOST_PAIRS


def embedded(paragraph: str) -> str:
    """The address of an embed by the Markdown of its paragraph; "" for any other paragraph."""
    match = _ADDRESS_ALONE.fullmatch(paragraph)
    return match[1] if match else ""


def render(text: str) -> str:
    """The HTML of a Markdown text without front matter."""
    from medium_archive.checks.completeness.converted import engine  # noqa: PLC0415  # slow to import

    return engine.render(text)

"""Words and addresses that a fault changes."""

from __future__ import annotations

import re
from random import Random

_WORD = re.compile(r"(?<![\w\\/.:@<&%#-])[^\W\d_]{3,}(?![\w/:@>;%-]|\.\w)")
_ADDRESS = re.compile(r"https?://[^\s<>)\"]*[^\s<>)\"\\.,]")


def words(text: str) -> list[re.Match[str]]:
    """The words of a Markdown text that are not a part of an address, a tag or a comment."""
    outside = re.sub(r"<[^>]*>|\]\([^)]*\)|`[^`]*`", lambda match: "/" * len(match[0]), text)
    return [match for match in _WORD.finditer(outside) if text[match.start() : match.end()] == match[0]]


def altered(text: str, random: Random) -> str | None:
    """The text with one letter of one word changed; None if it has no word."""
    found = words(text)
    if not found:
        return None
    match = random.choice(found)
    at = random.randrange(match.start(), match.end())
    other = "x" if text[at] not in "xX" else "y"
    return f"{text[:at]}{other}{text[at + 1 :]}"


def another_address(text: str) -> str | None:
    """The text with another path in its first web address."""
    match = _ADDRESS.search(text)
    return f"{text[: match.end()]}q{text[match.end() :]}" if match else None

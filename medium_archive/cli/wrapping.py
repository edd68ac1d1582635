"""Lines that fit into a terminal: they break between words, not in a command, and addresses in them can be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

# Pieces of text with their style, as Rich names it; "" is plain
Line = tuple[tuple[str, str], ...]

NO_BREAK = "\N{NO-BREAK SPACE}"  # printed as a space
_HANG = 2  # columns by which the rest of a line is moved to the right
_WORD = re.compile("(?:`[^`]+`|[^ ])+")  # a command in backticks is one, so that it can be copied
_ENCODED = re.compile(r"(?:%[89A-F][0-9A-F])+", re.IGNORECASE)  # bytes of letters that are not ASCII
# Chinese and Japanese text breaks between characters, but not before or after these
_NOT_FIRST = frozenset("，。、；：！？）」』》】〉”’…")
_NOT_LAST = frozenset("（「『《【〈“‘")


def wrapped(line: Line, width: int) -> Iterator[Line]:
    """The lines of at most `width` columns that a line makes. A word, a path, an address or a command in backticks is
    never broken; one that is wider stands in a line of its own.
    """
    text = "".join(piece for piece, _ in line)
    indent = " " * (len(text) - len(text.lstrip(" ")) + _HANG)
    for number, (start, end) in enumerate(_breaks(text, width, len(indent))):
        yield (*(((indent, ""),) if number else ()), *_cut(line, start, end))


def reflowed(text: str, width: int) -> Iterator[str]:
    """The lines of a text whose paragraphs were broken by hand: an indented line continues the one above."""
    paragraphs: list[str] = []
    for line in text.split("\n"):
        if line.startswith("  ") and paragraphs and paragraphs[-1]:
            paragraphs[-1] += f" {line.strip()}"
        else:
            paragraphs.append(line)
    for paragraph in paragraphs:
        is_item = re.match(r"\d+\. ", paragraph)
        indent = " " * (is_item.end() if is_item else 0)
        for number, (start, end) in enumerate(_breaks(paragraph, width, len(indent))):
            yield f"{indent if number else ''}{paragraph[start:end]}"


def readable(text: str) -> str:
    """A text in which addresses have letters in place of percent signs. Signs that do not show stay encoded."""
    return _ENCODED.sub(lambda found: _decoded(found[0]), text) if "%" in text else text


def _decoded(encoded: str) -> str:
    try:
        letters = unquote(encoded, errors="strict")
    except UnicodeDecodeError:
        return encoded
    return letters if all(unicodedata.category(one)[0] in "LMNPS" for one in letters) else encoded


def _cut(line: Line, start: int, end: int) -> Iterator[tuple[str, str]]:
    """The pieces of a line from one position of its text to another."""
    before = 0
    for piece, style in line:
        if part := piece[max(0, start - before) : max(0, end - before)]:
            yield part, style
        before += len(piece)


def _breaks(text: str, width: int, indent: int) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends in a text without line breaks. All but the first are indented."""
    if text.isascii() and len(text) <= width:
        yield 0, len(text)
        return
    start = end = 0
    column = 0
    for unit_start, unit_end in _units(text):
        columns, gap = _columns(text[unit_start:unit_end]), _columns(text[end:unit_start])
        if text[start:end].strip(" ") and column + gap + columns > width:
            yield start, end
            start, column, gap = unit_start, indent, 0
        column += gap + columns
        end = unit_end
    yield start, end


def _units(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text that must not be broken: words, commands, and single characters of Chinese and Japanese."""
    for word in _WORD.finditer(text):
        start = word.start()
        if not word[0].isascii() and "/" not in word[0] and "`" not in word[0]:
            for place in range(start + 1, word.end()):
                if _is_wide(text[place - 1]) and _is_wide(text[place]) and _may_break(text[place - 1], text[place]):
                    yield start, place
                    start = place
        yield start, word.end()


def _may_break(before: str, after: str) -> bool:
    return before not in _NOT_LAST and after not in _NOT_FIRST


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _columns(text: str) -> int:
    """The columns of a text in a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.category(one) in ("Mn", "Me", "Cf") else 1 + _is_wide(one) for one in text)

"""Emphasis that CommonMark recognises, and GitHub's strikethrough: `**`, `*`, `_`, `~~` where they work, else tags.

While a block is written, noncharacters stand for its marks. When all neighbours are known, each pair gets its form by
the rules for delimiter runs (CommonMark 0.31, section 6.2), so strictly that older versions read the same.
"""

from __future__ import annotations

import re
import unicodedata

from medium_archive.markdown.escapes import SHELTERED

STRONG = ("\ufdd1", "\ufdd2")
EM = ("\ufdd3", "\ufdd4")
CAPTION = ("\ufdd5", "\ufdd6")
DEL = ("\ufdd7", "\ufdd8")
_OPENERS = {STRONG[0]: STRONG[1], EM[0]: EM[1], CAPTION[0]: CAPTION[1], DEL[0]: DEL[1]}
_CLOSERS = {closer: opener for opener, closer in _OPENERS.items()}
_STRONG_MARKS = set(STRONG)
_MARKS = re.compile(f"[{''.join((*_OPENERS, *_CLOSERS))}]")
_TAGS = {STRONG[0]: "strong", EM[0]: "em", CAPTION[0]: "em", DEL[0]: "del"}


def resolve(text: str, *, as_tags: bool) -> str:
    """Replace the noncharacters of each pair of marks by delimiters, or by tags where delimiters would not work."""
    if not any(opener in text for opener in _OPENERS):  # quick: most blocks
        return text
    forms: dict[int, str] = {}
    stack: list[int] = []
    for mark in _MARKS.finditer(text):
        position = mark.start()
        if mark[0] in _OPENERS:
            stack.append(position)
        else:
            start = stack.pop()
            in_caption = any(text[outer] == CAPTION[0] for outer in stack)
            forms[start], forms[position] = _pair(text, start, position, in_caption=in_caption, as_tags=as_tags)
    return _MARKS.sub(lambda mark: forms.get(mark.start(), mark[0]), text) if forms else text


def _pair(text: str, start: int, end: int, *, in_caption: bool, as_tags: bool) -> tuple[str, str]:
    kind = text[start]
    before, after = text[start - 1 : start], text[end + 1 : end + 2]
    first, last = text[start + 1], text[end - 1]
    neighbours = {before, after, first, last}
    if kind == CAPTION[0]:
        symbol = "_"
    elif kind == STRONG[0]:
        symbol = "**"
    elif kind == DEL[0]:
        # Three tildes would be a fence, or no strikethrough
        symbol = "" if "~" in neighbours else "~~"
    elif neighbours & _STRONG_MARKS:
        # Next to ** an asterisk would be a part of it, and in a caption, which is between _, so would _
        symbol = "" if in_caption else "_"
    else:
        symbol = "*"
    as_tags = as_tags and kind != CAPTION[0]
    if symbol and not as_tags and opens(before, first, symbol) and opens(after, last, symbol):
        return symbol, symbol
    return f"<{_TAGS[kind]}>", f"</{_TAGS[kind]}>"


def opens(outer: str, inner: str, symbol: str) -> bool:
    """Whether a delimiter works between these neighbours. The rule for closing is the mirror image."""
    if _is_space(inner):
        return False
    free = not outer or _is_space(outer) or _is_punctuation(outer)
    if symbol == "_" and not free:
        return False
    # Only since 0.31 a symbol (Unicode S) counts as punctuation, so it counts only where that makes the rule stricter
    return free or not (_is_punctuation(inner) or unicodedata.category(inner)[0] == "S")


def _is_mark(character: str) -> bool:
    return character in _OPENERS or character in _CLOSERS


def _is_space(character: str) -> bool:
    return character.isspace() or character in SHELTERED


def _is_punctuation(character: str) -> bool:
    return _is_mark(character) or character in "$+<=>^`|~" or unicodedata.category(character)[0] == "P"

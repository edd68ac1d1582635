"""Searches many texts for many words at once: for each word by a part of it that few texts contain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape
from itertools import chain, pairwise

_WORD = re.compile(r"[0-9A-Za-z]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]{3,}")
_Part = str | tuple[str, str]
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


class Words:
    """The words to search for, by their rarest parts. Parts are runs of letters and digits, pairs of runs that follow
    each other (every text has the numbers of a time, but not next to each other), and three other characters.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._parts = {word: frozenset(_parts(word)) for word in words}
        spread = Counter(part for of_word in self._parts.values() for part in of_word)
        self._by_part: dict[_Part, list[str]] = {}
        for word, of_word in self._parts.items():
            rarest = min(of_word, key=lambda part: (spread[part], -len("".join(part)), *part), default="")
            self._by_part.setdefault(rarest, []).append(word)

    def found_in(self, text: str) -> list[str]:
        """The words that occur in a text from `plain`, and not only as parts of other words."""
        parts = set(_parts(text))
        near = (word for part in self._by_part.keys() & parts for word in self._by_part[part])
        # A text with a word has all of its parts, so few texts are searched for it
        return [word for word in near if self._parts[word] <= parts and _occurs(word, text)]


def plain(text: str) -> str:
    """A text without escapes of HTML and JSON, and with one space for each run of white space."""
    if "\\u" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return " ".join((unescape(text) if "&" in text else text).split())


def _parts(text: str) -> Iterable[_Part]:
    runs = _WORD.findall(text)
    foreign = (run[at : at + 3] for run in _FOREIGN.findall(text) for at in range(len(run) - 2))
    return chain(runs, pairwise(runs), foreign)


def _occurs(word: str, text: str) -> bool:
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        cut_before = at and _is_word(text[at - 1]) and _is_word(word[0])
        cut_after = end < len(text) and _is_word(text[end]) and _is_word(word[-1])
        if not (cut_before or cut_after):
            return True
        at = text.find(word, at + 1)
    return False


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()

"""Phrases and passages: words in their order, whatever is between them (punctuation, tags, line breaks).

A passage is a part of a private text that is too long to occur elsewhere by chance: 8 words, 16 letters of a script
that is written without spaces, or 40 letters of another one. Each has an anchor, three words or letters that follow
each other, so that few passages are compared with a text that has none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count
from typing import NamedTuple

from medium_archive.checks.privacy.folding import FOREIGN, RUN, Text, signs, squeeze
from medium_archive.checks.privacy.value import Value

WORDS, SIGNS, LETTERS = 8, 16, 40
_MIN_DIFFERENT = 5  # words of a passage: "0 0 0 0 0 0 0 0" says nothing
_MIN_WORDS, _MIN_LETTERS = 3, 16  # of a phrase
_MIN_SIGNS = 12
# Thai, Lao, Burmese, Khmer, kana, Chinese characters
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_Triple = tuple[str, str, str]


class _Source(NamedTuple):
    """A text as runs of ASCII, or as letters beyond ASCII. Each part of `size` of them is a passage of `value`. If it
    is the whole of a phrase, it is `value` itself; `mixed` is one with letters of both kinds, without spaces.
    """

    units: Sequence[str]
    size: int
    value: Value
    is_whole: bool = False
    mixed: str = ""


class Passages:
    """The phrases and the passages of private texts to search for, each folded, with its value."""

    def __init__(self, phrases: Iterable[tuple[str, Value]], texts: Iterable[tuple[str, Value]] = ()) -> None:
        self._by_words: dict[_Triple, list[tuple[_Source, int]]] = {}
        self._by_letters: dict[str, list[tuple[_Source, int]]] = {}
        self.reach = 0  # characters that are enough for a passage, if little is between its words
        foreign: list[_Source] = []
        for text, value in phrases:
            letters, runs = signs(text), RUN.findall(text)
            if letters:
                foreign.append(
                    _Source(letters, len(letters), value, is_whole=True, mixed=squeeze(text) if runs else "")
                )
            else:
                self._add_words(_Source(runs, len(runs), value, is_whole=True))
        for text, value in texts:
            # A number of words in a Chinese sentence are not a passage
            for part in FOREIGN.split(text):
                self._add_words(_Source(RUN.findall(part), WORDS, value))
            letters = signs(text)
            foreign += [_Source(match[0], SIGNS, value) for match in _UNSPACED.finditer(letters)]
            foreign += [_Source(part, LETTERS, value) for part in _UNSPACED.split(letters) if len(part) >= LETTERS]
        spread = Counter(three for source in foreign for three in _threes(source.units))
        for source in foreign:
            for at in _anchors(source, [-spread[three] for three in _threes(source.units)]):
                self._by_letters.setdefault(str(source.units[at : at + 3]), []).append((source, at))

    def found_in(self, text: Text) -> set[Value]:
        """The phrases in a text, and the passages, each with the kind of its text."""
        found: set[Value] = set()
        by_words, by_letters, runs = self._by_words, self._by_letters, text.runs
        if by_words:
            is_there = map(by_words.__contains__, zip(runs, runs[1:], runs[2:], strict=False))
            for place in compress(count(), is_there):
                for source, at in by_words[runs[place], runs[place + 1], runs[place + 2]]:
                    found.update(_around(source, at, runs, place))
        if by_letters and not text.text.isascii():
            letters = text.signs
            for three in by_letters.keys() & text.parts:
                near = by_letters[three]
                place = letters.find(three)
                while place >= 0:
                    for source, at in near:
                        for value in _around(source, at, letters, place):
                            if not source.mixed or source.mixed in text.squeezed:
                                found.add(value)
                    place = letters.find(three, place + 1)
        return found

    def _add_words(self, source: _Source) -> None:
        units = source.units
        lengths = [*map(len, units)]
        self.reach = max(self.reach, 2 * source.size * max(lengths, default=0))
        # Long words are rare
        for at in _anchors(source, list(map(sum, zip(lengths, lengths[1:], lengths[2:], strict=False)))):
            self._by_words.setdefault((units[at], units[at + 1], units[at + 2]), []).append((source, at))


def _threes(letters: Sequence[str]) -> list[str]:
    return list(map("".join, zip(letters, letters[1:], letters[2:], strict=False)))


def _anchors(source: _Source, ranks: Sequence[int]) -> Iterator[int]:
    """Where the anchors of a source begin: every passage has one, of the highest rank where possible."""
    start, last = 0, len(source.units) - source.size if source.size > 2 else -1
    while start <= last:
        at = max(range(start, start + source.size - 2), key=ranks.__getitem__)
        yield at
        start = at + 1


def _around(source: _Source, at: int, text: Sequence[str], place: int) -> Iterator[Value]:
    """What a text has of a source, whose anchor at `at` is at a place of the text."""
    units, size = source.units, source.size
    first, last = at, at + 3
    while (
        first > 0
        and first > at + 3 - size
        and place + first - at > 0
        and units[first - 1] == text[place + first - at - 1]
    ):
        first -= 1
    while (
        last < min(len(units), at + size) and place + last - at < len(text) and units[last] == text[place + last - at]
    ):
        last += 1
    for start in range(first, last - size + 1):
        part = units[start : start + size]
        if source.is_whole:
            yield source.value
        elif isinstance(part, str):
            yield Value(part, source.value.kind)
        elif _is_telling(part):
            yield Value(" ".join(part), source.value.kind)


def is_phrase(text: str) -> bool:
    """Whether a folded text is recognised by its words alone, unlike a name, an address, an amount or a number."""
    if " " not in text and text.isascii():
        return False
    runs = RUN.findall(text)
    if not all(map(str.isalpha, runs)):
        return False
    if not text.isascii() and (letters := signs(text)):
        return len(letters) >= _MIN_SIGNS
    return len(runs) >= WORDS or (len(runs) >= _MIN_WORDS and sum(map(len, runs)) >= _MIN_LETTERS)


def has_passages(text: str) -> bool:
    """Whether a folded text is found wherever the whole of it is, because it has a passage."""
    if any(_is_telling(RUN.findall(part)[:WORDS]) for part in FOREIGN.split(text)):
        return True
    letters = signs(text)
    return any(len(part) >= SIGNS for part in _UNSPACED.findall(letters)) or any(
        len(part) >= LETTERS for part in _UNSPACED.split(letters)
    )


def _is_telling(words: Sequence[str]) -> bool:
    return len(words) == WORDS and len({*filter(str.isalpha, words)}) >= _MIN_DIFFERENT

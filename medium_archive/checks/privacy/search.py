"""Searches many texts for many words at once: for each word by a part of it that few texts contain."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from html import unescape
from itertools import chain, pairwise
from typing import Any

_WORD = re.compile(r"[0-9A-Za-z]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]{3,}")
_Part = str | tuple[str, str]
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_FEW = 100  # foreign parts; up to this number, a search for each of them is faster
_FEW_WORDS = 40  # up to this number, a search for each word is faster than one for their parts
_RARE = 20  # words; a word is looked up by a run that at most so many words have
LONG = 100_000  # characters; in a longer text `_occurs_at` is faster than `_occurs`


class Words:
    """The words to search for, by their rarest parts. Parts are runs of letters and digits, pairs of runs that follow
    each other (every text contains the numbers of a time, but not next to each other), and three characters beyond
    ASCII.
    """

    def __init__(self, words: Iterable[str]) -> None:
        runs = {word: _WORD.findall(word) for word in words}
        spread = Counter(chain.from_iterable(runs.values()))
        self._by_run: dict[str, list[str]] = {}
        self._by_pair: dict[tuple[str, str], list[str]] = {}
        self._by_foreign: dict[str, list[str]] = {}
        common: dict[str, list[_Part]] = {}
        for word, of_word in runs.items():
            rarest = min(of_word, key=spread.__getitem__, default="")
            if rarest and spread[rarest] <= _RARE:  # most words; their other parts need not be counted
                self._by_run.setdefault(rarest, []).append(word)
            else:
                common[word] = [*of_word, *pairwise(of_word), *_foreign_parts(word)]
        self._add_by_parts(common)
        self._runs = runs
        tables: tuple[Mapping[Any, list[str]], ...] = (self._by_run, self._by_pair, self._by_foreign)
        self._few = [*chain.from_iterable(chain.from_iterable(one.values() for one in tables))]
        self._firsts = {first for first, _ in self._by_pair}

    def _add_by_parts(self, parts: Mapping[str, list[_Part]]) -> None:
        """Add words to the look-up tables, each under its rarest part."""
        spread = Counter[_Part](chain.from_iterable(parts.values()))
        for word, of_word in parts.items():
            rarest = min(of_word, key=spread.__getitem__, default="")
            if isinstance(rarest, tuple):
                self._by_pair.setdefault(rarest, []).append(word)
            elif rarest:
                (self._by_run if rarest.isascii() else self._by_foreign).setdefault(rarest, []).append(word)

    def __len__(self) -> int:
        return len(self._runs)

    def found_in(self, text: str) -> list[str]:
        """The words that occur in a text from `plain`, and not only as parts of other words."""
        if len(self._few) <= _FEW_WORDS:
            return [word for word in self._few if _occurs(word, text)]
        in_order = _WORD.findall(text)
        runs = set(in_order)
        near = [word for run in self._by_run.keys() & runs for word in self._by_run[run]]
        firsts, by_pair, by_foreign = self._firsts, self._by_pair, self._by_foreign
        # A set of all pairs would take longer: few pairs of a text begin with the first run of a searched pair
        pairs = {pair for pair in pairwise(in_order) if pair[0] in firsts and pair in by_pair}
        near += [word for pair in pairs for word in by_pair[pair]]
        if by_foreign and not text.isascii():
            few = len(by_foreign) <= _FEW
            foreign = {part for part in by_foreign if part in text} if few else by_foreign.keys() & _foreign_parts(text)
            near += [word for part in foreign for word in by_foreign[part]]
        # A text that contains a word contains all its runs, and all its characters. These quick tests leave few words
        # for the full search
        if not all(map(str.isascii, near)):
            characters = set() if text.isascii() else set(text)
            near = [word for word in near if word.isascii() or characters.issuperset(word)]
        runs_of = self._runs
        near = [word for word in near if runs.issuperset(runs_of[word])]
        if len(text) < LONG:
            return [word for word in near if _occurs(word, text)]
        places = _places(text, set(chain.from_iterable(runs_of[word] for word in near)))
        return [word for word in near if (_occurs_at(word, text, places) if runs_of[word] else _occurs(word, text))]


def plain(text: str) -> str:
    """A text without escapes of HTML and JSON, and with one space for each run of white space."""
    if "\\u" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return " ".join((unescape(text) if "&" in text else text).split())


def _foreign_parts(text: str) -> set[str]:
    found: set[str] = set()
    for run in _FOREIGN.findall(text) if not text.isascii() else ():
        found.update(map("".join, zip(run, run[1:], run[2:], strict=False)))
    return found


def _occurs(word: str, text: str) -> bool:
    at = text.find(word)
    while at >= 0:
        if not _is_cut(word, text, at):
            return True
        at = text.find(word, at + 1)
    return False


def _places(text: str, runs: set[str]) -> Mapping[str, list[int]]:
    """The positions of each of these runs in a text."""
    places: dict[str, list[int]] = defaultdict(list)
    for match in _WORD.finditer(text):
        if match[0] in runs:
            places[match[0]].append(match.start())
    return places


def _occurs_at(word: str, text: str, places: Mapping[str, list[int]]) -> bool:
    """The same as `_occurs`, for a word with a run. It tries the positions of the run that is rarest in the text. If a
    word is not part of a longer word, all its runs are runs of the text, so no position is missed.
    """
    rarest = min(_WORD.finditer(word), key=lambda match: len(places[match[0]]))
    starts = (place - rarest.start() for place in places[rarest[0]])
    return any(start >= 0 and text.startswith(word, start) and not _is_cut(word, text, start) for start in starts)


def _is_cut(word: str, text: str, start: int) -> bool:
    """Whether a word that occurs in a text at `start` is only part of a longer word."""
    end = start + len(word)
    cut_before = start > 0 and is_word(text[start - 1]) and is_word(word[0])
    return cut_before or (end < len(text) and is_word(text[end]) and is_word(word[-1]))


def is_word(character: str) -> bool:
    """Whether a character is a letter or a digit of ASCII. Other scripts write words without spaces."""
    return character.isascii() and character.isalnum()

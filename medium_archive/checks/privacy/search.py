"""Searches many texts for many words at once: for each word by a part of it that few texts contain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain, pairwise

from medium_archive.checks.privacy.folding import RUN, Text, parts, signs

_FEW = 100  # foreign parts; up to this number, a search for each of them is faster
_FEW_WORDS = 40  # up to this number, a search for each word is faster than one for their parts
_Part = str | tuple[str, str]


class Words:
    """The words to search for, folded, by a part of each: its only run of letters and digits, two runs that follow each
    other, or three letters beyond ASCII.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._by_run: dict[str, list[str]] = {}
        self._by_pair: dict[tuple[str, str], list[str]] = {}
        self._by_foreign: dict[str, list[str]] = {}
        self._parts: dict[str, set[str]] = {}  # the foreign parts of each word that has some
        several: dict[str, list[_Part]] = {}
        for word in words:
            runs, letters = RUN.findall(word), signs(word)
            if len(runs) == 1 and len(letters) < 3:
                self._by_run.setdefault(runs[0], []).append(word)
            else:
                self._parts[word] = parts(letters)
                several[word] = [*pairwise(runs), *sorted(self._parts[word])]
        spread = Counter(chain.from_iterable(several.values()))
        for word, of_word in several.items():
            rarest = min(of_word, key=spread.__getitem__, default="")
            if isinstance(rarest, tuple):
                self._by_pair.setdefault(rarest, []).append(word)
            elif rarest:
                self._by_foreign.setdefault(rarest, []).append(word)
        tables = (self._by_run.values(), self._by_pair.values(), self._by_foreign.values())
        self._few = [*chain.from_iterable(chain.from_iterable(tables))]

    def found_in(self, text: Text) -> list[str]:
        """The words that occur in a text, and not only as parts of other words."""
        near = self._few
        if len(near) > _FEW_WORDS:
            by_run, by_pair, by_foreign = self._by_run, self._by_pair, self._by_foreign
            near = [word for run in by_run.keys() & text.runs for word in by_run[run]]
            near += [word for pair in by_pair.keys() & pairwise(text.runs) for word in by_pair[pair]]
            if by_foreign and not text.text.isascii():
                if len(by_foreign) <= _FEW:
                    near += [word for part in by_foreign if part in text.signs for word in by_foreign[part]]
                else:  # a text that contains a word contains all its parts: this quick test leaves few words
                    near += [word for part in by_foreign.keys() & text.parts for word in by_foreign[part]]
                    there, parts_of = text.parts, self._parts
                    near = [word for word in near if word.isascii() or there.issuperset(parts_of.get(word, ()))]
        return [word for word in near if _occurs(word, text.text)]


def _occurs(word: str, text: str) -> bool:
    at = text.find(word)
    while at >= 0:
        if not _is_cut(word, text, at):
            return True
        at = text.find(word, at + 1)
    return False


def _is_cut(word: str, text: str, start: int) -> bool:
    """Whether a word that occurs in a text at `start` is only part of a longer word."""
    end = start + len(word)
    cut_before = start > 0 and is_word(text[start - 1]) and is_word(word[0])
    return cut_before or (end < len(text) and is_word(text[end]) and is_word(word[-1]))


def is_word(character: str) -> bool:
    """Whether a character is a letter or a digit of ASCII. Other scripts write words without spaces."""
    return character.isascii() and character.isalnum()

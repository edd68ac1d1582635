"""Searches many texts for many words at once: for each word by a part of it that few texts contain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from medium_archive.checks.privacy.folding import RUN, Text, parts, signs

_FEW_WORDS = 40  # up to this number, a search for each word is faster than one for their parts
_Part = str | tuple[str, str]


class Words:
    """The words to search for, folded, by a part of each that few of them have: its only run of letters and digits,
    two runs that follow each other, or three letters beyond ASCII.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._alone: set[str] = set()  # words that are a run themselves
        self._by_run: dict[str, list[str]] = {}
        self._by_pair: dict[tuple[str, str], list[str]] = {}
        self._by_foreign: dict[str, list[str]] = {}
        self._runs: dict[str, Sequence[str]] = {}  # all runs of each other word
        self._signs: dict[str, set[str]] = {}  # the foreign letters and parts of each word that has some
        several: dict[str, list[_Part]] = {}
        for word in words:
            if word.isascii() and word.isalnum():
                self._alone.add(word)
                continue
            runs, letters = RUN.findall(word), signs(word)
            of_letters = parts(letters)
            self._runs[word] = runs
            if letters:
                self._signs[word] = of_letters.union(letters)
            if len(runs) == 1 and not of_letters:
                self._by_run.setdefault(runs[0], []).append(word)
            else:
                several[word] = [*pairwise(runs), *sorted(of_letters)]
        spread = Counter(chain.from_iterable(several.values()))
        for word, of_word in several.items():
            rarest = min(of_word, key=spread.__getitem__, default="")
            if isinstance(rarest, tuple):
                self._by_pair.setdefault(rarest, []).append(word)
            elif rarest:
                self._by_foreign.setdefault(rarest, []).append(word)
        tables = (self._by_run.values(), self._by_pair.values(), self._by_foreign.values())
        self._few = [*self._alone, *chain.from_iterable(chain.from_iterable(tables))]

    def found_in(self, text: Text) -> list[str]:
        """The words that occur in a text, and not only as parts of other words."""
        if len(self._few) <= _FEW_WORDS:
            return [word for word in self._few if occurs(word, text.text)]
        runs, letters = text.different, text.parts
        near = [word for run in self._by_run.keys() & runs for word in self._by_run[run]]
        near += [word for pair in self._by_pair.keys() & pairwise(text.runs) for word in self._by_pair[pair]]
        near += [word for part in self._by_foreign.keys() & letters for word in self._by_foreign[part]]
        # A text that contains a word contains all its runs and letters: this quick test leaves few words
        has_runs, has_letters, runs_of, letters_of = runs.issuperset, letters.issuperset, self._runs, self._signs
        near = [word for word in near if has_runs(runs_of[word]) and has_letters(letters_of.get(word, ()))]
        return [*self._alone & runs, *(word for word in near if occurs(word, text.text))]


def occurs(word: str, text: str) -> bool:
    """Whether a word occurs in a text, and not only as a part of a longer word."""
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

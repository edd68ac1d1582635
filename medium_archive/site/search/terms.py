"""The terms of a text, for searching and comparing: its words, and the signs of scripts without spaces."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from sys import intern

# Scripts that put no spaces between words: Han, kana, bopomofo, Thai, Lao, Burmese, Khmer. search.js has the same.
SIGNS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{SIGNS}]+")
_WORD = re.compile(f"[^\\W_{SIGNS}]+")
IS_SIGN = re.compile(f"[{SIGNS}]").match
_VOICING = "\u3099\u309a"  # the marks that make が of か: another letter, not an accent


@dataclass(frozen=True)
class Counts:
    """How often a text has each word and each pair of neighbouring signs, and its signs."""

    words: Mapping[str, int]
    pairs: Mapping[str, int]
    signs: frozenset[str]


def fold(text: str) -> str:
    """The text without case, accents and compatibility forms, for comparing. search.js does the same."""
    folded = unicodedata.normalize("NFKD", text).lower()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded)
        folded = unicodedata.normalize("NFKC", folded.translate(_marks()))
    return folded


@cache
def _marks() -> dict[int, None]:
    """What `fold` removes: every combining mark but the voicing of kana."""
    return {
        code: None
        for code in (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0))  # the planes between have no combining mark
        if unicodedata.category(chr(code)).startswith("M") and chr(code) not in _VOICING
    }


def counts(text: str) -> Counts:
    """The words, pairs and signs of a text, with repetitions."""
    folded = fold(text)
    runs = _RUN.findall(folded) if not folded.isascii() else []
    pairs = Counter(run[at : at + 2] for run in runs for at in range(len(run) - 1))
    # Equal words of many posts are one string: each post would hold a copy of each of its words
    words = {intern(word): times for word, times in Counter(_WORD.findall(folded)).items()}
    return Counts(words, {intern(pair): times for pair, times in pairs.items()}, frozenset("".join(runs)))

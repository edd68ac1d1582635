"""The terms of a text, for searching and comparing: its words, and the signs of scripts without spaces."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

# Scripts that put no spaces between words: Han, kana, bopomofo, Thai, Lao, Burmese, Khmer. search.js has the same.
SIGNS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_ASCII_WORD = re.compile("[a-z0-9]+")  # of a folded text
_RUN = re.compile(f"[{SIGNS}]+")
_WORD = re.compile(f"[^\\W_{SIGNS}]+")
IS_SIGN = re.compile(f"[{SIGNS}]").match
_TIMES = "I"  # four bytes for a number
_VOICING = "\u3099\u309a"  # the marks that make が of か: another letter, not an accent
# Characters that Chinese texts write in two ways with one meaning: each is followed by the one that it is compared as.
# words.js has the same
_VARIANTS = (
    "臺台裏裡羣群綫線峯峰啓啟衆眾牀床爲為説說鷄雞脚腳却卻祕秘麪麵溼濕汙污麽麼册冊温溫録錄産產内內税稅强強户戶着著"
)


@dataclass(frozen=True)
class Counts:
    """How often a text has each word and each pair of neighbouring signs, and its signs."""

    words: Mapping[str, int]
    pairs: Mapping[str, int]
    signs: frozenset[str]


def fold(text: str) -> str:
    """The text without case, accents, compatibility forms and variants of Chinese characters, for comparing. words.js
    does the same.
    """
    folded = unicodedata.normalize("NFKD", text).lower()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded)
        folded = unicodedata.normalize("NFKC", folded.translate(_WITHOUT_MARKS))
    return folded


class _WithoutMarks(dict[int, int | None]):
    """What `fold` makes of a character: nothing of a combining mark, but for the voicing of kana."""

    def __missing__(self, code: int) -> int | None:
        is_mark = unicodedata.category(chr(code)).startswith("M") and chr(code) not in _VOICING
        found = self[code] = None if is_mark else code
        return found


_WITHOUT_MARKS = _WithoutMarks(zip(map(ord, _VARIANTS[::2]), map(ord, _VARIANTS[1::2]), strict=True))


def counts(text: str) -> Counts:
    """The words, pairs and signs of a text, with repetitions."""
    folded = fold(text)
    if folded.isascii():
        return Counts(Counter(_ASCII_WORD.findall(folded)), {}, frozenset())
    runs = _RUN.findall(folded)
    pairs: Counter[str] = Counter()
    for run in runs:
        pairs.update(map(str.__add__, run, run[1:]))
    return Counts(Counter(_WORD.findall(folded)), pairs, frozenset("".join(runs)))


@dataclass(frozen=True, slots=True)
class Packed:
    """Counts in little space: the words with spaces between them, all pairs, and how often each comes."""

    words: str = ""
    word_times: bytes = b""
    pairs: str = ""
    pair_times: bytes = b""
    signs: str = ""

    @classmethod
    def of(cls, counted: Counts) -> Packed:
        words, pairs = counted.words, counted.pairs
        return cls(
            " ".join(words),
            array(_TIMES, words.values()).tobytes(),
            "".join(pairs),
            array(_TIMES, pairs.values()).tobytes(),
            "".join(counted.signs),
        )

    def counts(self) -> Counts:
        """The counts that were packed."""
        pairs = map(str.__add__, self.pairs[::2], self.pairs[1::2])
        return Counts(
            dict(zip(self.words.split(" ") if self.words else (), _numbers(self.word_times), strict=True)),
            dict(zip(pairs, _numbers(self.pair_times), strict=True)),
            frozenset(self.signs),
        )


def _numbers(packed: bytes) -> array[int]:
    found = array(_TIMES)
    found.frombytes(packed)
    return found

"""The terms of a text, for searching and comparing: its words, and the signs of scripts without spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

# Scripts that put no spaces between words: Han, kana, bopomofo, Thai, Lao, Burmese, Khmer. search.js has the same.
SIGNS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_TOKEN = re.compile(f"([{SIGNS}]+)|[^\\W_{SIGNS}]+")
_VOICING = "\u3099\u309a"  # the marks that make が of か: another letter, not an accent


@dataclass(frozen=True)
class Terms:
    """The terms of a text, each once: words, signs, and pairs of neighbouring signs."""

    words: frozenset[str]
    signs: frozenset[str]
    pairs: frozenset[str]


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


@lru_cache(maxsize=8192)  # a server needs the terms of all posts again when one has changed
def terms(text: str) -> Terms:
    """The words, signs and pairs of a text."""
    words: set[str] = set()
    pairs: set[str] = set()
    signs: set[str] = set()
    for word, run in _parts(text):
        if run:
            signs.update(run)
            pairs.update(_pairs(run))
        else:
            words.add(word)
    return Terms(frozenset(words), frozenset(signs), frozenset(pairs))


def sequence(text: str) -> Iterator[str]:
    """The words and pairs of a text, in order, with repetitions."""
    for word, run in _parts(text):
        if run:
            yield from _pairs(run)
        else:
            yield word


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Each word as (word, ""), each run of signs as (run, run)."""
    return ((match[0], match[1] or "") for match in _TOKEN.finditer(fold(text)))


def _pairs(run: str) -> Iterator[str]:
    return (run[at : at + 2] for at in range(len(run) - 1))

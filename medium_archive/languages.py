"""What the program knows of languages: their direction, their scripts, what counts as a word."""

from __future__ import annotations

import re

# Han, kana and Hangul: counted by the character
CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_TRADITIONAL_CHINESE = ("hant", "tw", "hk", "mo")  # scripts and regions
# Languages that are usually written from right to left, and scripts that are.
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo", "adlm"})


def is_traditional(language: str) -> bool:
    """Whether a BCP 47 tag means Chinese in traditional characters."""
    parts = subtags(language)
    return parts[0] == "zh" and any(part in _TRADITIONAL_CHINESE for part in parts[1:])


def direction(language: str) -> str:
    """The value of HTML's `dir` for a BCP 47 tag, "rtl" or "ltr"."""
    parts = subtags(language)
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RIGHT_TO_LEFT else "ltr"


def counts(text: str) -> tuple[int, int]:
    """The number of characters of Han, kana and Hangul, and the number of words in other scripts."""
    if text.isascii():
        return 0, len(_WORD.findall(text))
    spaced, characters = CJK.subn(" ", text)
    return characters, len(_WORD.findall(spaced))


def subtags(language: str) -> list[str]:
    """The parts of a BCP 47 tag in lower case."""
    return language.lower().replace("_", "-").split("-")

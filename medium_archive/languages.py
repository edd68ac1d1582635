"""What the program knows of languages: their direction, their scripts, what counts as a word."""

from __future__ import annotations

import re

# Han, kana and Hangul: counted by the character
CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
# In UTF-8: marks that are no part of a word, in the order in which texts have them. A search that begins with bytes is
# much faster than one for a class of characters
_MARKS = (
    re.compile(rb"\xe2\x80."),  # U+2000 to U+203F: quotation marks, dashes, spaces
    re.compile(rb"\xef\xbc[\x81-\x8f\x9a-\xa0]"),  # U+FF01 to U+FF0F, U+FF1A to U+FF20: wide marks
    re.compile(rb"\xe3\x80[\x80-\x82\x88-\x91]"),  # U+3000 to U+3002, U+3008 to U+3011: marks of Chinese
    re.compile(rb"\xc2\xa0"),
)
# Each byte of ASCII as w in a word, - between two words that are one, or a space
_KINDS = (
    bytes(
        ord("w" if chr(byte).isalnum() or byte == ord("_") else "-" if chr(byte) in "'-" else " ")
        for byte in range(128)
    )
    + b" " * 128
)
_JOINED = re.compile(b"-(?<=w-)w")
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
        return 0, _count_words(text)
    spaced, characters = CJK.subn(" ", text)
    return characters, _count_words(spaced)


def _count_words(text: str) -> int:
    """The number of matches of `_WORD`, of which no list is made: that takes several times as long."""
    encoded = text.encode("utf-8", "surrogatepass")
    if not encoded.isascii():
        encoded = encoded.replace("’".encode(), b"'")
        for marks in _MARKS:
            encoded = marks.sub(b" ", encoded)
        if not encoded.isascii():
            return len(_WORD.findall(text))
    kinds = encoded.translate(_KINDS)
    return len(kinds.replace(b"-", b" ").split()) - len(_JOINED.findall(kinds))


def subtags(language: str) -> list[str]:
    """The parts of a BCP 47 tag in lower case."""
    return language.lower().replace("_", "-").split("-")

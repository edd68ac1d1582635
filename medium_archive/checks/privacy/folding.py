"""Texts as they are searched: without the differences that a copy may have. A private value in capitals, in full-width
letters, with entities or percent signs, or with marks inside, is still private.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from html import unescape
from unicodedata import combining, normalize
from urllib.parse import unquote

RUN = re.compile(r"[0-9a-z]+")
FOREIGN = re.compile(r"[^\W\x00-\x7f]+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_BETWEEN = "\0"
_ASCII = re.compile(r"[\x00-\x7f]+")
_NO_WORD = re.compile(r"[\W_]+")
_FULL_WIDTH = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F) if chr(code) not in "!(),:;?"}
# Signs that nobody sees, and accents that follow their letter
_UNSEEN = dict.fromkeys([*"\xad\u200b\u200c\u200d\u2060\ufeff", *map(chr, range(0x300, 0x370))], "")


def _bare(letter: str) -> str:
    """A letter without its accents."""
    return "".join(one for one in normalize("NFKD", letter) if not combining(one))


_INSTEAD = _FULL_WIDTH | _UNSEEN | {chr(code): _bare(chr(code)) for code in range(0xC0, 0x250)} | {"ß": "ss"}
_SPECIAL = re.compile("[" + "".join(map(re.escape, _INSTEAD)) + "]")


def fold(text: str) -> str:
    """A text in small letters, without escapes of JSON, HTML and addresses, accents, full-width letters and signs that
    nobody sees, and with one space for each run of white space.
    """
    if "\\u" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if "&" in text:
        text = unescape(text)
    if "%" in text:
        text = _PERCENT.sub(_decoded, text)
    if not text.isascii():
        text = _SPECIAL.sub(lambda match: _INSTEAD[match[0]], text)
    return " ".join(text.split()).lower()


def fold_each(texts: Sequence[str]) -> list[str]:
    """The same for each of many texts, in a fraction of the time."""
    folded = fold(_BETWEEN.join(texts)).split(_BETWEEN)
    # An escape may stand for the sign that is between them
    return [one.strip() for one in folded] if len(folded) == len(texts) else [fold(text) for text in texts]


def _decoded(match: re.Match[str]) -> str:
    return _unquoted(match[0])


_unquoted = lru_cache(1 << 14)(unquote)  # the addresses in a menu are on every page


def without_marks(page: str) -> str:
    """The text of a page in HTML or XML without its tags, and then each tag once: so a sentence with a word in bold
    type is one passage, and attributes are searched too.
    """
    first, *parts = page.split("<")
    halves = [part.partition(">") for part in parts]
    return " ".join([first, *(text for _, _, text in halves), *dict.fromkeys(tag for tag, _, _ in halves)])


class Text:
    """A folded text, and what a search looks up in it, made once when it is needed."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def runs(self) -> list[str]:
        """The runs of letters and digits of ASCII, in their order."""
        return RUN.findall(self.text)

    @cached_property
    def different(self) -> set[str]:
        """The same runs, each once."""
        return {*self.runs}

    @cached_property
    def signs(self) -> str:
        """The letters beyond ASCII, whatever is between them."""
        return signs(self.text)

    @cached_property
    def squeezed(self) -> str:
        """All letters and digits, without anything between them."""
        return squeeze(self.text)

    @cached_property
    def parts(self) -> set[str]:
        """The letters beyond ASCII, and all three of them that follow each other."""
        return parts(self.signs).union(self.signs)


def signs(text: str) -> str:
    """The letters of a text beyond ASCII, whatever is between them."""
    return "" if text.isascii() else _NO_WORD.sub("", _ASCII.sub(" ", text))


def squeeze(text: str) -> str:
    """All letters and digits of a text, without anything between them."""
    return _NO_WORD.sub("", text)


def parts(signs: str) -> set[str]:
    """All three letters that follow each other."""
    return set(map("".join, zip(signs, signs[1:], signs[2:], strict=False)))

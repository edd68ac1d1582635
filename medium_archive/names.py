"""Names of files and folders: readable in every script, valid on every system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Windows refuses these names, with any extension: learn.microsoft.com, "Naming Files, Paths, and Namespaces".
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")})
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_NO_ASCII_WORD = re.compile("[^0-9a-z]")  # of a text in lower case
FOLDER_BYTES = 100
_NAME_BYTES = 200  # every file system allows 255; the rest is for a suffix or a temporary name


def near(name: str, others: Iterable[str]) -> str:
    """The one of the other names that a person may have meant by this one, "" if none is like it."""
    from difflib import get_close_matches  # noqa: PLC0415  # only a mistake needs it

    return next(iter(get_close_matches(name, sorted(others), n=1)), "")


def slug(title: str, max_bytes: int) -> str:
    """The letters, marks and digits of a title, in lower case and NFC, words joined by "-"; "" for a title without any.

    It has at most `max_bytes` in UTF-8, and is cut between words where that keeps enough of it.
    """
    text = unicodedata.normalize("NFC", _lower(unicodedata.normalize("NFKC", title)))
    text = text.replace("'", "").replace("’", "")
    if text.isascii():
        kept = _NO_ASCII_WORD.sub(" ", text)
    else:
        kept = "".join(c if unicodedata.category(c)[0] in "LMN" and not _is_modifier(c) else " " for c in text)
    whole = "-".join(word for word in map(_without_leading_marks, kept.split()) if word)
    cut = _cut_bytes(whole, max_bytes)
    if len(cut) < len(whole) and whole[len(cut)] != "-":
        head = cut.rpartition("-")[0]
        # Chinese has no spaces: a word that is most of the title is cut between characters
        cut = head if len(head) > len(cut) // 2 else cut
    return cut.strip("-")


@lru_cache(maxsize=4096)  # a run asks several times for the name of each state of a post
def folder_name(title: str, date: str, post_id: str) -> str:
    """The name of a post's folder: `DATE-SLUG`, `SLUG` for a draft. With "-ID" added it has at most 100 bytes."""
    prefix = f"{date}-" if date else ""
    room = FOLDER_BYTES - len(prefix) - len(post_id) - 1
    name = prefix + (slug(title, room) or post_id)
    return f"{name}-{post_id}" if name.split(".")[0] in _RESERVED else name


def same_name(name: str) -> str:
    """A key that is equal for names that some file systems take for the same: they ignore case or composition."""
    return unicodedata.normalize("NFC", name).casefold()


def file_name(name: str) -> str:
    """The closest name that every system accepts: `1-3Afg.png` for `1*3Afg.png`."""
    safe = _FORBIDDEN.sub("-", name.encode("utf-8", "replace").decode()).rstrip(". ") or "-"
    if len(safe.encode()) > _NAME_BYTES:
        stem, dot, extension = safe.rpartition(".")
        safe = _cut_bytes(stem or extension, _NAME_BYTES - 16) + (dot + extension[:15] if stem else "")
    return f"-{safe}" if safe.split(".")[0].lower() in _RESERVED else safe


def _lower(text: str) -> str:
    """The text in lower case. Unicode's `İ` becomes an i with a second dot, the only letter that gets a mark by it
    (SpecialCasing.txt): a Turkish i has one dot.
    """
    return text.lower().replace("i\N{COMBINING DOT ABOVE}", "i")


def _is_modifier(character: str) -> bool:
    """Variation selectors and enclosing marks: they change an emoji, and emoji are left out."""
    return "\ufe00" <= character <= "\ufe0f" or unicodedata.category(character) == "Me"


def _without_leading_marks(word: str) -> str:
    """A word without the marks before its first letter."""
    while word and unicodedata.category(word[0])[0] == "M":
        word = word[1:]
    return word


def _cut_bytes(text: str, max_bytes: int) -> str:
    cut = text.encode()[:max_bytes].decode(errors="ignore")
    # A mark belongs to the letter before it: a letter that lost its marks would be another letter
    while cut and len(cut) < len(text) and unicodedata.category(text[len(cut)])[0] == "M":
        cut = cut[:-1]
    return cut

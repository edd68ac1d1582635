"""Names of files and folders: readable in every script, the same on every system."""

from __future__ import annotations

import re
import unicodedata

# Windows takes no file of these names, with any extension: learn.microsoft.com, "Naming Files, Paths, and Namespaces".
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")})
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
FOLDER_BYTES = 100
_NAME_BYTES = 200  # every disk takes 255; room for a suffix and a temporary name


def slug(title: str, most_bytes: int) -> str:
    """Letters, marks and digits of every script, lower case, NFC, the words joined by "-"; at most `most_bytes` in
    UTF-8, cut between words where it can be. "" for a title that has none.
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", title).lower())
    text = text.replace("'", "").replace("’", "")
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" and not _is_unseen(c) else " " for c in text)
    whole = "-".join(word for word in map(_without_loose_marks, kept.split()) if word)
    cut = _cut_bytes(whole, most_bytes)
    if len(cut) < len(whole) and whole[len(cut)] != "-":
        head = cut.rpartition("-")[0]
        # Chinese has no spaces: where a word is most of the title, it is cut between characters
        cut = head if len(head) > len(cut) // 2 else cut
    return cut.strip("-")


def folder_name(title: str, date: str, post_id: str) -> str:
    """The name of a post's folder: `DATE-SLUG`, at most 100 bytes with room for "-ID"; a draft has no date."""
    prefix = f"{date}-" if date else ""
    room = FOLDER_BYTES - len(prefix) - len(post_id) - 1
    name = prefix + (slug(title, room) or post_id)
    return f"{name}-{post_id}" if name.split(".")[0] in _RESERVED else name


def same_name(name: str) -> str:
    """Two names with the same value here are one name to a file system that ignores case or composition."""
    return unicodedata.normalize("NFC", name).casefold()


def file_name(name: str) -> str:
    """A name that every system takes, as near to `name` as can be: `1*3Afg.png` is `1-3Afg.png`."""
    safe = _FORBIDDEN.sub("-", name.encode("utf-8", "replace").decode()).rstrip(". ") or "-"
    if len(safe.encode()) > _NAME_BYTES:
        stem, dot, extension = safe.rpartition(".")
        safe = _cut_bytes(stem or extension, _NAME_BYTES - 16) + (dot + extension[:15] if stem else "")
    return f"-{safe}" if safe.split(".")[0].lower() in _RESERVED else safe


def _is_unseen(character: str) -> bool:
    """Variation selectors and enclosing marks: they change an emoji, which is not in a name."""
    return "\ufe00" <= character <= "\ufe0f" or unicodedata.category(character) == "Me"


def _without_loose_marks(word: str) -> str:
    """A word without marks that stand before its first letter."""
    while word and unicodedata.category(word[0])[0] == "M":
        word = word[1:]
    return word


def _cut_bytes(text: str, most: int) -> str:
    cut = text.encode()[:most].decode(errors="ignore")
    # A mark belongs to the letter before it: never leave a letter without the marks it had
    while cut and len(cut) < len(text) and unicodedata.category(text[len(cut)])[0] == "M":
        cut = cut[:-1]
    return cut

"""The slugs of posts in WordPress, in the form to which it would change them itself (`sanitize_title`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote, unquote

_MOST = 200  # encoded characters: WordPress cuts a longer slug
_ACCENTED = re.compile("[ªº\u00c0-\u017fƠơƯưǍ-ǜȘ-țɑẠ-ỹ€]")  # it leaves other letters as they are
_LETTERS = {
    **dict(zip("ªºÐØßðøĐđĦħıĸĿŀŁłŉŊŋŦŧſɑ€", "aoDOsdoDdHhikLlLlnNnTtsaE", strict=True)),
    "Æ": "AE",
    "æ": "ae",
    "Þ": "TH",
    "þ": "th",
    "Ĳ": "IJ",
    "ĳ": "ij",
    "Œ": "OE",
    "œ": "oe",
}
_RESERVED = frozenset(("atom", "embed", "feed", "rdf", "rss", "rss2"))  # WordPress adds a number to these


def of(text: str) -> str:
    """The slug of a text: percent-encoded, in lower case, without accents and punctuation; "" if nothing is left."""
    latin = _ACCENTED.sub(_latin, unicodedata.normalize("NFC", unquote(text)))
    kept = "".join(_kept(sign) for sign in latin.lower())
    return _cut("-".join(kept.split()), _MOST)


def unique(wanted: Iterable[tuple[str, str]], *, of_posts: bool = True) -> dict[str, str]:
    """A slug for each key. If two keys want the same slug, the later one gets a number, as in WordPress. A slug of a
    post that could be another page, or a year, gets a number too.
    """
    taken = set(_RESERVED) if of_posts else set()
    slugs: dict[str, str] = {}
    for key, slug in wanted:
        free, number = slug, 2
        while free in taken or (of_posts and free.isdecimal()):
            end = f"-{number}"
            free, number = _cut(unquote(slug), _MOST - len(end)) + end, number + 1
        taken.add(free)
        slugs[key] = free
    return slugs


def _latin(sign: re.Match[str]) -> str:
    """A letter without its accent (`remove_accents`)."""
    return _LETTERS.get(sign[0]) or unicodedata.normalize("NFD", sign[0])[0]


def _kept(sign: str) -> str:
    """A letter, a mark or a digit as it is; a space for a space or a hyphen, nothing for another sign."""
    if sign == "_" or unicodedata.category(sign)[0] in "LMN":
        return sign
    return " " if sign.isspace() or unicodedata.category(sign) == "Pd" else ""


def _cut(text: str, most: int) -> str:
    while len(quote(text)) > most:
        text = text[:-1]
    return quote(text.strip("-")).lower()

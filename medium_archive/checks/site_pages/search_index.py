"""The facts of the search index: the posts that it lists, and its shards of terms. The builder's code is not used."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from medium_archive.checks.site_pages.facts import Facts, Post

FILE = "search/index.js"
_CALL = re.compile(r'searchIndex\("([^"]*)",(\d+)\)\n')
_SHARD = re.compile(r'searchShard\((\d+),"([^"]*)","([^"]*)",(\d+)\)\n')
_SHARD_FILE = re.compile(r"search/(\d+)\.js", re.ASCII)
_DAMAGED = (ValueError, KeyError, TypeError, IndexError, RecursionError, zlib.error)
_FIRST_LETTER = re.compile("A(.)")  # each word follows the number of letters that it shares with the one before
_ALPHABET = {chr(code): value for value, code in enumerate(code for code in range(33, 127) if chr(code) not in '"\\<')}
_BETWEEN = re.compile("[\\s,،，\u2068\u2069]")
_WORD = re.compile(r"[^\W_]+")


def wanted(facts: Facts) -> list[str]:
    """The facts that the index must have: its posts and responses, the long ones first."""
    return [
        f"post {one.page} “{one.title}” {_day(one)} {one.language}{_names(one) if facts.authors else ''}"
        for one in sorted(facts.published, key=lambda one: (-_rounded(one.words), one.path))
    ]


def read(content: bytes, language: str) -> list[str]:
    """The facts of an index: its posts."""
    try:
        match = _CALL.fullmatch(content.decode())
        if match is None:
            return ["text that is not a search index"]
        table = _table(match[1], match[2])
        return list(_posts(table, language))
    except _DAMAGED:
        return ["text that is not a search index"]


def shards(content: bytes) -> int:
    """The number of shards that an index counts."""
    try:
        match = _CALL.fullmatch(content.decode())
        return int(_table(match[1], match[2])["shards"]) if match else 0
    except _DAMAGED:
        return 0


def likely_shards(there: Sequence[int], first: bytes) -> int:
    """The number of shards of an index that can't be read, by the numbers of its shards and the first of them: a power
    of two. A term is in the shard that the code of its first letter gives.
    """
    count: int = 1 << max(there, default=0).bit_length()
    return 2 if count == 1 and first and not any(ord(letter) % 2 for letter in _first_letters(first)) else count


def _first_letters(shard: bytes) -> str:
    """The first letters of the words in a shard, and its signs; an odd letter for a shard that can't be read."""
    match = _SHARD.fullmatch(shard.decode("utf-8", "replace"))
    try:
        table = _table(match[2], match[4]) if match else {}
        return "".join(_FIRST_LETTER.findall(table["words"])) + str(table["signs"])
    except _DAMAGED:
        return "a"


def shards_in(files: Iterable[str]) -> Iterator[int]:
    """The numbers of the shards among the files of a site."""
    return (int(match[1]) for file in files if (match := _SHARD_FILE.fullmatch(file)))


def shard_file(number: int) -> str:
    return f"search/{number}.js"


def read_shard(content: bytes) -> list[str]:
    """The fact of a shard: its number if it can be read."""
    try:
        match = _SHARD.fullmatch(content.decode())
        if match is None:
            return ["text that is not a shard of the search index"]
        table = _table(match[2], match[4])
        _bytes(match[3], len(match[3]) * 13 // 16)
        return [f"terms {match[1]}"] if isinstance(table, dict) else ["text that is not a shard of the search index"]
    except _DAMAGED:
        return ["text that is not a shard of the search index"]


def _table(packed: str, length: str) -> Any:
    return json.loads(zlib.decompress(_bytes(packed, int(length)), -15))


def _rounded(length: int) -> int:
    """A number of words, rounded down by at most a quarter. The index sorts posts by it."""
    step = max(0, length.bit_length() - 3)
    return length >> step << step


def _posts(table: dict[str, Any], language: str) -> Iterator[str]:
    authors: Sequence[str] = table.get("authors", ())
    for title, number, place, *others in table["posts"]:
        text = f"{number:08}"
        day = f"{text[:4]}-{text[4:6]}-{text[6:]}" if number else ""
        page = place
        if isinstance(place, int):
            page = f"posts/{'-'.join((day, *_WORD.findall(title.lower())))[:place]}/index.html"
        author = f" {_plain(authors[others[1]])}" if authors else ""
        yield f"post {page} “{title}” {day} {(others[0] if others else '') or language}{author}"


def _bytes(text: str, length: int) -> bytes:
    """The bytes behind characters: each pair holds 13 bits."""
    pairs = zip(text[::2], text[1::2], strict=True)
    bits = "".join(map(_bits().__getitem__, pairs))[: 8 * length]
    return int(bits or "0", 2).to_bytes(length)


@cache
def _bits() -> dict[tuple[str, str], str]:
    """The bits of each pair of characters."""
    return {
        (high, low): f"{value * len(_ALPHABET) + _ALPHABET[low]:013b}"
        for high, value in _ALPHABET.items()
        for low in _ALPHABET
    }


def _names(one: Post) -> str:
    return f" {_plain(''.join(person.name for person in one.people))}"


def _plain(names: str) -> str:
    """Names without spaces, commas and marks of direction, which depend on the language of the site."""
    return _BETWEEN.sub("", names)


def _day(one: Post) -> str:
    return one.date.date().isoformat() if one.date else ""

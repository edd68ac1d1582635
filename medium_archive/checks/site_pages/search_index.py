"""The index of the search, read with code of its own: the posts in it."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from medium_archive.checks.site_pages.facts import Facts, Post

FILE = "search/index.js"
_CALL = re.compile(r'searchIndex\("([^"]*)",(\d+)\)\n')
_SHARD = re.compile(r'searchShard\((\d+),"([^"]*)","([^"]*)",(\d+)\)\n')
_SHARD_FILE = re.compile(r"search/(\d+)\.js", re.ASCII)
_DAMAGED = (ValueError, KeyError, TypeError, IndexError, zlib.error)
_ALPHABET = {chr(code): value for value, code in enumerate(code for code in range(33, 127) if chr(code) not in '"\\<')}
_BETWEEN = re.compile("[\\s,،，\u2068\u2069]")
_WORD = re.compile(r"[^\W_]+")


def wanted(facts: Facts) -> list[str]:
    """The posts and responses that the index must have, in its order: long ones first."""
    return [
        f"post {one.page} “{one.title}” {_day(one)} {one.language}{_names(one) if facts.authors else ''}"
        for one in sorted(facts.published, key=lambda one: (-_rounded(one.words), one.path))
    ]


def read(content: bytes, language: str) -> list[str]:
    """The posts of an index."""
    try:
        match = _CALL.fullmatch(content.decode())
        if match is None:
            return ["no index"]
        table = _table(match[1], match[2])
        return list(_posts(table, language))
    except _DAMAGED:
        return ["no index"]


def shards(content: bytes) -> int:
    """The number of files that the terms of the posts are in."""
    try:
        match = _CALL.fullmatch(content.decode())
        return int(_table(match[1], match[2])["shards"]) if match else 0
    except _DAMAGED:
        return 0


def shards_in(files: Iterable[str]) -> Iterator[int]:
    """The numbers of the files with terms among the files of a site."""
    return (int(match[1]) for file in files if (match := _SHARD_FILE.fullmatch(file)))


def shard_file(number: int) -> str:
    return f"search/{number}.js"


def read_shard(content: bytes) -> list[str]:
    """What a file of terms is: its number, and whether it can be read."""
    try:
        match = _SHARD.fullmatch(content.decode())
        if match is None:
            return ["no terms"]
        table = _table(match[2], match[4])
        _bytes(match[3], len(match[3]) * 13 // 16)
        return [f"terms {match[1]}"] if isinstance(table, dict) else ["no terms"]
    except _DAMAGED:
        return ["no terms"]


def _table(packed: str, length: str) -> Any:
    return json.loads(zlib.decompress(_bytes(packed, int(length)), -15))


def _rounded(length: int) -> int:
    """A number of words in steps of a quarter of it or less, by which the index sorts posts."""
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
    bits = "".join(
        f"{_ALPHABET[text[at]] * len(_ALPHABET) + _ALPHABET[text[at + 1]]:013b}" for at in range(0, len(text), 2)
    )[: 8 * length]
    return int(bits or "0", 2).to_bytes(length)


def _names(one: Post) -> str:
    return f" {_plain(''.join(person.name for person in one.people))}"


def _plain(names: str) -> str:
    """Names without what the language of the site puts around and between them."""
    return _BETWEEN.sub("", names)


def _day(one: Post) -> str:
    return one.date.date().isoformat() if one.date else ""

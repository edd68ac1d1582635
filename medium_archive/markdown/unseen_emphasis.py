"""Emphasis that a person wrote and CommonMark does not see: `我**「自己」**改` keeps its stars on every page."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from medium_archive.markdown.emphasis import opens

# A pair of delimiters in one line, which no backslash escapes
_PAIR = re.compile(r"(\*\*(?<![\\*~]\*\*)|\*(?<![\\*~]\*)|~~(?<![\\*~]~~))(?![\s*~])([^*~\n]*[^\s*~\n\\])\1(?![*~])")
_TAGS = {"**": "strong", "*": "em", "~~": "del"}


@dataclass(frozen=True)
class Unseen:
    """A pair that is no emphasis, as written, with its line, counted from 1, and with the tags that work there."""

    written: str
    line: int
    tagged: str


def find(text: str) -> Iterator[Unseen]:
    """Each pair of delimiters in a Markdown text that stays as it is because of the Chinese, Japanese or Korean
    character beside it. Delimiters in code and HTML do not count.
    """
    pairs = [pair for pair in _PAIR.finditer(text) if _is_unseen(text, pair)]
    if not pairs:  # nearly every text
        return
    shown = _shown(text)
    at, place, line = 0, 0, 1
    for pair in pairs:
        passed = text[at : pair.start()]
        at, place, line = pair.start(), place + len(passed.encode("utf-8", "surrogatepass")), line + passed.count("\n")
        end = place + len(pair[0].encode("utf-8", "surrogatepass"))
        if _is_in(shown, place) or _is_in(shown, end - 1):  # the other may belong to a pair that nobody meant
            tag = _TAGS[pair[1]]
            yield Unseen(pair[0], line, f"<{tag}>{pair[2]}</{tag}>")


def _is_unseen(text: str, pair: re.Match[str]) -> bool:
    before, after = text[max(pair.start() - 1, 0) : pair.start()], text[pair.end() : pair.end() + 1]
    sides = ((before, pair[2][0]), (after, pair[2][-1]))
    return any(
        not opens(outer, inner, pair[1]) and (_is_wide(outer) or _is_wide(inner)) for outer, inner in sides if outer
    )


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _is_in(parts: list[tuple[int, int]], place: int) -> bool:
    near = bisect_right(parts, place, key=lambda part: part[0]) - 1
    return near >= 0 and place < parts[near][1]


def _shown(text: str) -> list[tuple[int, int]]:
    """The places, in bytes and in their order, of what a page shows as it is written: not of code, HTML and
    addresses.
    """
    import pyromark  # noqa: PLC0415  # few texts need it

    from medium_archive.markdown.reader import OPTIONS  # noqa: PLC0415  # as above

    found, in_code = [], False
    for event, place in pyromark.events_with_range(text, options=OPTIONS):
        if isinstance(event, dict):
            starts, ends = event.get("Start"), event.get("End")
            if isinstance(starts, dict) and "CodeBlock" in starts:
                in_code = True
            elif ends == "CodeBlock" or (isinstance(ends, dict) and "CodeBlock" in ends):
                in_code = False
            elif "Text" in event and not in_code:
                found.append((place["start"], place["end"]))
    return found

"""The title of a post: the heading in its body, or the name in the page's header (`h1`), which Medium shows in lists.

The two differ in 3 % of the posts: Medium glues lines and drops spaces in the name, cuts it with "…", puts the subtitle
after it, and some authors give another name for search engines. docs/markdown.md, "The title", has the rule as a table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from medium_archive.medium.text import count_words, same_words

_CUT = "…"
# These end a word before any character
_SEPARATORS = frozenset('—–―|·•()[]{}<>"“”„«»‹›「」『』《》〈〉【】（）、。，：；！？・：｜…')
# These end a word only before white space: "Go" is no word of "Go.mod", "Chapter 1" none of "Chapter 1.5"
_ENDS = frozenset(".,:;!?")
_ZWJ = "\u200d"


def choose(heading: str, name: str, following: Sequence[str]) -> tuple[str, str]:
    """The title of a post with a heading, and the name that Medium shows in lists, "" if its words are in the title.

    `following` are the texts of the blocks next to the heading. A name that repeats one of them is not a title.
    """
    if not heading:
        return name, ""
    if same_words(heading, name):
        return heading, ""
    if name.endswith(_CUT):
        return heading, "" if begins(name, heading) else name
    found = _find(heading, name)
    if found is None or any(
        _repeats(part, text) for part in (name[: found[0]], name[found[1] :]) for text in following
    ):
        return heading, name
    # The body's own words and spaces, and what the name has before and after them
    return name[: found[0]] + heading + name[found[1] :], ""


def begins(name: str, text: str) -> bool:
    """Whether a text begins with the words of a name, which Medium may have cut."""
    start = "".join(name.removesuffix(_CUT).split())
    return bool(start) and "".join(text.split()).startswith(start)


def spaced_as(name: str, text: str) -> str:
    """A name with the white space of the text that begins with it; another name stays as it is."""
    start = name.removesuffix(_CUT).rstrip()
    end = _end_of("".join(start.split()), text, 0) if begins(name, text) else None
    return name if end is None else text[:end] + name[len(start) :]


def _find(heading: str, name: str) -> tuple[int, int] | None:
    """The start and end of the heading in a name, as whole words; its white space does not count. None if not found."""
    words, place = "".join(heading.split()), 0
    while (start := name.find(words[:1], place)) >= 0:
        end = _end_of(words, name, start)
        if end is not None and _is_boundary(name, start) and _is_boundary(name, end):
            return start, end
        place = start + 1 if end is None else max(end, start + 1)
    return None


def _end_of(words: str, text: str, start: int) -> int | None:
    """The end of these characters in a text that may have white space between them; None if they do not begin at
    `start`. `words` has no white space.
    """
    place = start
    for character in words:
        while place > start and text[place : place + 1].isspace():
            place += 1
        if text[place : place + 1] != character:
            return None
        place += 1
    return place


def _is_boundary(text: str, place: int) -> bool:
    """Whether a word or a sign ends at a place of a text. In doubt False, as Chinese has no spaces between words."""
    if place in (0, len(text)):
        return True
    before, after = text[place - 1], text[place]
    if _joins(before, after):
        return False
    if before.isspace() or after.isspace() or before in _SEPARATORS or after in _SEPARATORS:
        return True
    if after in _ENDS:
        return text[place + 1 : place + 2].strip() == ""
    return unicodedata.category(before) == "So" or unicodedata.category(after) == "So"


def _joins(before: str, after: str) -> bool:
    """Whether two characters are parts of one sign: a letter and its accent, an emoji with its skin or its family."""
    category = unicodedata.category(after)
    is_flag = _is_half_of_flag(before) and _is_half_of_flag(after)
    return _ZWJ in (before, after) or category == "Sk" or category.startswith("M") or is_flag


def _is_half_of_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _repeats(part: str, text: str) -> bool:
    """Whether a part of a name repeats a block: all its words, its first two words or more, or its words and more."""
    one, other = _letters(part), _letters(text)
    if not one or not other:
        return False
    return one == other or one.startswith(other) or (count_words(part.strip(" —–-:|")) > 1 and other.startswith(one))


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if unicodedata.category(character)[0] in "LMNS")

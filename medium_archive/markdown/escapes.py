"""Backslashes in text, only where it would be read as Markdown, HTML or a form of the dialect."""

from __future__ import annotations

import re
from collections.abc import Mapping

# White space that programs strip from the edge of a block. While markdownify reads the tree a noncharacter stands for
# each; at an edge it is written as a character reference.
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u1680"
# Editors and Python take these for line ends, so they are always written as references.
_LINE_ENDS = {"\u2028": "&#8232;", "\u2029": "&#8233;"}
_SHELTERS = {space: chr(0xFDE0 + n) for n, space in enumerate(_SPACES)}

_UNSHELTERED = {shelter: space for space, shelter in _SHELTERS.items()}
# GitHub makes a link of a bare address, up to the next white space or "<", and reads no Markdown in it
_BARE_ADDRESS = re.compile(r"(?P<head>https?|www)(?P<rest>(?:(?<=www)\.|://)[^\s<]*)")
_BROKEN = "\ufddb"  # stands for the backslash that breaks a bare address, until all else is escaped
SHELTERED = frozenset(_SHELTERS.values())

_REFERENCES = {_SHELTERS[c]: "&nbsp;" if c == "\u00a0" else f"&#{ord(c)};" for c in _SPACES if c not in "\u3000\u1680"}
_EDGE = "".join(_REFERENCES) + " "

# Each alternative begins with another character, so the pattern skips other text quickly
_SPECIAL = re.compile(
    r"""
      `|\[|\]                                   # code, links
    | \\(?=[!-/:-@\[-`{-~]|\n?\Z)               # a backslash that would escape what follows
    | <(?=[A-Za-z/!?]|\Z)                       # a tag, a comment, an autolink
    | &(?=\#?\w+;|\#?\w*\Z)                     # a character reference
    | \*(?:(?<!\s\*)|(?!\s))                    # emphasis, unless it has space on both sides as in 2 * 3
    | _(?:(?<![^\W_]_)|(?![^\W_]))              # the same, and not inside_a_word
    | ~(?:(?<!\s~)|(?![\w\s]))                 # strikethrough, unless it has space around it or as in ~5
    """,
    re.VERBOSE,
)
# No reader of Markdown takes text in brackets like these for a link, task, footnote, alert or citation
_IN_BRACKETS = re.compile(r"(?<![!\]\\])\[(?![xX]?\]|[\s^!@#%])[^\[\]`\\<>&*_~\n]*\](?=[^\[({:])")
_OPEN, _CLOSE = "\ufddc", "\ufddd"  # stand for such brackets, until all else is escaped
_LINE_START = re.compile(
    r"""(?:
      (?P<mark>[#>]|[-+*](?=[ \t]|$)|[-=|:](?=[-=|:\ \t]*$))   # headings, quotes, items, rules, tables
    | (?P<number>\d{1,9})(?P<dot>[.)])(?=[ \t]|$)              # numbered items
    | (?P<fence>~~~)
    )""",
    re.VERBOSE,
)
_HASHES_AT_END = re.compile(r"(?:(?<=\s)|\A)(#+)\Z")


def shelter(text: str) -> str:
    """The text with noncharacters for odd white space, so that no program strips it."""
    return _replaced(text, _SHELTERS)


def unshelter(text: str) -> str:
    """The text with its own white space again."""
    return _replaced(text, _UNSHELTERED)


def _replaced(text: str, characters: Mapping[str, str]) -> str:
    # A search for each character is much faster than one pattern for all of them; most texts have one of them or none
    if not text.isascii():
        for character, other in characters.items():
            if character in text:
                text = text.replace(character, other)
    return text


def escape(text: str, *, before_link: bool = False, is_last: bool = False, in_link: bool = True) -> str:
    """Text as Markdown. Characters at its edges are escaped if a neighbour could give them a meaning. `is_last` says
    that nothing follows in the block, `in_link` that it is the text of a link or a picture.
    """

    has_stand_ins = False
    if not in_link:
        if "://" in text or "www." in text:
            text, has_stand_ins = _broken_addresses(text, is_last=is_last), True
        if "[" in text:
            has_stand_ins = True
            text = _IN_BRACKETS.sub(lambda match: f"{_OPEN}{match[0][1:-1]}{_CLOSE}", f"{text}\n" if is_last else text)
            text = text.removesuffix("\n")
    # The end of a block counts as a line end
    text = _SPECIAL.sub(_with_backslash, f"{text}\n" if is_last else text).removesuffix("\n")
    if has_stand_ins:
        text = text.replace(_BROKEN, "\\").replace(_OPEN, "[").replace(_CLOSE, "]")
    for line_end, reference in _LINE_ENDS.items():
        text = text.replace(line_end, reference)
    return text[:-1] + "\\!" if before_link and text.endswith("!") else text


def _broken_addresses(text: str, *, is_last: bool) -> str:
    """The text with a stand-in for a backslash in each bare address that Markdown would not keep as it is."""

    def broken(match: re.Match[str]) -> str:
        is_safe = not _SPECIAL.search(match["rest"]) and (match.end() < len(text) or is_last)
        return match[0] if is_safe else f"{match['head']}{_BROKEN}{match['rest']}"

    return _BARE_ADDRESS.sub(broken, text)


def _with_backslash(match: re.Match[str]) -> str:
    # Not a template: Python would look it up for each text, and most texts have nothing to escape
    return f"\\{match[0]}"


def title(text: str) -> str:
    """Text between the quotes of a link's title."""
    special = r'\\(?=[!-/:-@\[-`{-~])|\\\Z|"|&(?=#?\w+;)'

    # References, because GitHub's renderer does not find the end of a title after an escaped backslash, and takes an
    # escaped "&" for the start of one. Elsewhere not: it reads two references to a backslash as one escaped backslash
    def written(match: re.Match[str]) -> str:
        if match[0] == "&":
            return "&amp;"
        return "&#92;" if match.end() == len(text) and match[0] == "\\" else f"\\{match[0]}"

    return re.sub(special, written, text)


def destination(address: str) -> str:
    """An address between the parentheses of a link. What looks like a character reference in it is escaped."""
    # A reference, because GitHub's renderer takes an escaped "&" for the start of one
    return (re.sub(r"&(?=#?\w+;)", "&amp;", address) if "&" in address else address) or "<>"


def guard_lines(text: str) -> str:
    """Escape what would begin another kind of block at the start of a line."""

    return "\n".join(map(_guard_line, text.split("\n"))) if "\n" in text else _guard_line(text)


def _guard_line(line: str) -> str:
    match = _LINE_START.match(line)
    if match is None:
        return line
    place = match.start("dot") if match["number"] else 0
    return f"{line[:place]}\\{line[place:]}"


def guard_heading(text: str) -> str:
    """Escape hashes at the end of a heading, which CommonMark would remove."""
    return _HASHES_AT_END.sub(lambda match: "\\" + match[1], text)


def guard_edges(text: str) -> str:
    """Write white space at the edges of a block and of its lines as character references."""

    return "\\\n".join(map(_guard_line_edges, text.split("\\\n"))) if "\n" in text else _guard_line_edges(text)


def _guard_line_edges(line: str) -> str:
    inner = line.strip(_EDGE)
    if len(inner) == len(line):
        return line
    start, end = line.split(inner, 1) if inner else (line, "")
    return f"{_referenced(start)}{inner}{_referenced(end)}"


def _referenced(spaces: str) -> str:
    return "".join(_REFERENCES.get(c, c) for c in spaces)

"""Faults inside the lines of an index.md: marks, links, breaks, white space, words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from tests.faults.kind import Kind, Operation, Target
from tests.faults.markdown_blocks import join, split
from tests.faults.words import words

# A link of prose, not a picture and not a card
_LINK = re.compile(r"(?<![!\\\]])\[((?:[^\[\]\\`]|\\.)+)\]\(([^()\s]+)\)")
_OWN = re.compile(r"(?<![!\\])\[(?:[^\[\]\\]|\\.)+\]\((\.\./[^()\s]+index\.md)\)")
_SPACES = {"no-break space": ("\u00a0", "&nbsp;"), "hair space": ("\u200a", "&#8202;")}


def _is_prose(block: str) -> bool:
    return not block.startswith(("```", "<!--", "![", "[![", "<", "    ", "|")) and "](" not in block[-2:]


def _inline(part: str, operation: Operation, pattern: str, change: Callable[[re.Match[str], Random], str]) -> Kind:
    compiled = re.compile(pattern)

    def planted(target: Target, random: Random) -> str | None:
        head, blocks = split(target.text)
        found = [(n, m) for n, block in enumerate(blocks) if _is_prose(block) for m in compiled.finditer(block)]
        if not found:
            return None
        at, match = random.choice(found)
        block = blocks[at]
        blocks[at] = f"{block[: match.start()]}{change(match, random)}{block[match.end() :]}"
        return join(head, blocks)

    return Kind("text", part, operation, planted)


def _hidden(match: re.Match[str], random: Random) -> str:
    form = random.choice(("<span hidden>{}</span>", '<span style="display:none">{}</span>', "<!-- {} -->"))
    return form.format(match[0])


def _mark_kinds(part: str, pattern: str, other: str) -> Iterator[Kind]:
    """A mark: without it, its words twice, as another mark, hidden. `other` is a format for the altered one."""
    yield _inline(part, "delete", pattern, lambda match, random: match["inner"])
    yield _inline(part, "duplicate", pattern, lambda match, random: f"{match[0]} {match[0]}")
    yield _inline(part, "alter", pattern, lambda match, random: other.format(match["inner"]))
    yield _inline(part, "hide", pattern, _hidden)


_STRONG = r"(?<![*\w\\])\*\*(?P<inner>[^\W_][^*\n`\[\]]*[^\W_])\*\*(?![*\w])"
_EM = r"(?<![*\w\\])\*(?P<inner>[^\W_][^*\n`\[\]]*[^\W_])\*(?![*\w])"
_CODE = r"(?<![`\\])`(?P<inner>[^`\n]*\w[^`\n]*)`(?!`)"
_DEL = r"(?<![~\\])~~(?P<inner>[^~\n]+)~~(?!~)"
_TAGGED = r"<{0}>(?P<inner>[^<\n]+)</{0}>"
_WORD = r"(?<![\w*_\[\]()/<>.:@`~&;=\"-])(?P<inner>[^\W\d_]{4,})(?= [^\W\d_])"


def _added(target: Target, random: Random, form: str) -> str | None:
    """A word of a paragraph in another form."""
    head, blocks = split(target.text)
    found = [
        (n, match)
        for n, block in enumerate(blocks)
        if re.match(r"[^\W\d_]", block) and not set("`[<*_") & set(block)
        for match in words(block)
    ]
    if not found:
        return None
    at, match = random.choice(found)
    block = blocks[at]
    blocks[at] = f"{block[: match.start()]}{form.format(match[0])}{block[match.end() :]}"
    return join(head, blocks)


def _add(part: str, form: str, operation: Operation = "alter") -> Kind:
    return Kind("text", part, operation, lambda target, random: _added(target, random, form))


def _white_space(target: Target, random: Random) -> str | None:
    """Any odd white space becomes a plain space."""
    head, blocks = split(target.text)
    found = [
        (n, match)
        for n, block in enumerate(blocks)
        if not block.startswith("```")
        for match in re.finditer(r"(?<=\w)(?:\u00a0|&nbsp;|\u200a|\u2009|\u202f|\u3000)(?=\w|[—–-])", block)
    ]
    if not found:
        return None
    at, match = random.choice(found)
    blocks[at] = f"{blocks[at][: match.start()]} {blocks[at][match.end() :]}"
    return join(head, blocks)


def _zero_width(target: Target, random: Random) -> str | None:
    head, blocks = split(target.text)
    found = [
        (n, match.start())
        for n, block in enumerate(blocks)
        if not block.startswith("```")
        for match in re.finditer("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f]", block)
    ]
    if not found:
        return None
    at, place = random.choice(found)
    blocks[at] = blocks[at][:place] + blocks[at][place + 1 :]
    return join(head, blocks)


def _own_link(target: Target, random: Random) -> str | None:
    """A link to an own post leads to another own post."""
    found = list(_OWN.finditer(target.text))
    others = sorted({match[1] for text in target.others for match in _OWN.finditer(text)})
    if not found or not others:
        return None
    match = random.choice(found)
    address = next((one for one in random.sample(others, len(others)) if one != match[1]), None)
    return f"{target.text[: match.start(1)]}{address}{target.text[match.end(1) :]}" if address else None


def _swapped_words(match: re.Match[str], random: Random) -> str:
    return f"{match[2]} {match[1]}"


_LINK_PATTERN = _LINK.pattern.replace("((?:", "(?P<inner>(?:", 1)

KINDS: tuple[Kind, ...] = (
    *_mark_kinds("strong", _STRONG, "*{}*"),
    *_mark_kinds("emphasis", _EM, "**{}**"),
    *_mark_kinds("inline code", _CODE, "**{}**"),
    *_mark_kinds("deleted text", _DEL, "**{}**"),
    *(
        kind
        for tag in ("ins", "sub", "sup", "u", "mark", "kbd", "small")
        for kind in _mark_kinds(f"mark {tag}", _TAGGED.format(tag), "**{}**")
    ),
    _inline("ruby", "delete", r"<rt>[^<\n]+</rt>", lambda match, random: ""),
    _inline("ruby", "alter", r"<rt>(?P<inner>[^<\n]+)</rt>", lambda match, random: f"<rt>{match['inner']}x</rt>"),
    _inline("link", "delete", _LINK_PATTERN, lambda match, random: match["inner"]),
    _inline("link", "duplicate", _LINK_PATTERN, lambda match, random: f"{match[0]} {match[0]}"),
    _inline("link", "alter", _LINK_PATTERN, lambda match, random: f"[{match['inner']}]({match[2]}q)"),
    _inline("link", "hide", _LINK_PATTERN, _hidden),
    _inline("link", "move", rf"{_WORD} [^\n]*?{_LINK.pattern}", lambda match, random: _moved_link(match)),
    Kind("text", "link to an own post", "alter", _own_link),
    _inline("line break", "delete", r"\\\n", lambda match, random: " "),
    _inline("line break", "duplicate", r"\\\n", lambda match, random: "\\\n\\\n"),
    _inline("word", "delete", rf"{_WORD} ", lambda match, random: ""),
    _inline("word", "duplicate", _WORD, lambda match, random: f"{match[0]} {match[0]}"),
    _inline("word", "move", r"(?<![\w*_\[\]()/<>.:@`~&;=\"-])([^\W\d_]{4,}) ([^\W\d_]{5,})(?=[ .,])", _swapped_words),
    _inline("word", "hide", _WORD, _hidden),
    _inline("space between words", "delete", r"(?<=[a-z]{3}) (?=[a-z]{3})", lambda match, random: ""),
    _inline("space in a word", "alter", r"(?<=[a-z]{3})(?=[a-z]{3})", lambda match, random: " "),
    _inline("zero-width space", "duplicate", r"(?<=[a-z]{3})(?=[a-z]{3})", lambda match, random: "\u200b"),
    _inline("no-break space", "duplicate", r"(?<=[a-z]{3}) (?=[a-z]{3})", lambda match, random: "\u00a0"),
    Kind("text", "odd white space", "alter", _white_space),
    Kind("text", "zero-width character", "delete", _zero_width),
    _add("added strong", "**{}**"),
    _add("added emphasis", "*{}*"),
    _add("added inline code", "`{}`"),
    _add("added strike-through", "~~{}~~"),
    _add("added mark", "<mark>{}</mark>"),
    _add("added small text", "<small>{}</small>"),
    _add("added link", "[{}](https://example.org/planted)"),
)


def _moved_link(match: re.Match[str]) -> str:
    """The link goes to another word."""
    link = _LINK.search(match[0], len(match["inner"]))
    assert link is not None  # the pattern ends with it
    word = match["inner"]
    between = match[0][len(word) : link.start()]
    return f"[{word}]({link[2]}){between}{link[1]}"

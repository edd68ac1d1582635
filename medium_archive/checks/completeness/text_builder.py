"""The text of one block while it is read: pieces with marks and links, then runs without ordinary white space.

Ordinary white space (space, tab, line end) only separates words: any amount of it is one space. Every other white space
(no-break, hair, ideographic …) is a character like any letter, and so are characters without width.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from medium_archive.checks.completeness.blocks import LINE_BREAK, Block, Kind, Run
from medium_archive.checks.completeness.characters import ODD_SPACE, ORDINARY_SPACE, has_layout

# docs/markdown.md, "Inline": these are removed at the beginning of a line, with ordinary white space
_NARROW = re.compile("[ \u2009\u200a\u202f]+")
_EDGES = ("", " ")  # the first character of an empty text, or of one with a space before its words
_ODD_APART = re.compile(r"([^\S ]+)")


@dataclass(slots=True)
class TextBuilder:
    """Collects the text of a block. `is_original` says that it is Medium's text: the white space that the program
    removes at the edges of a line is then left out (docs/markdown.md, "Inline").
    """

    is_original: bool = False
    pieces: list[Run] = field(default_factory=list)
    values: list[str] = field(default_factory=list)

    def add(self, text: str, marks: int = 0, address: str = "") -> None:
        if has_layout(text):
            text = ORDINARY_SPACE.sub(" ", text)
        if text:  # an address without text would be an empty link
            self.pieces.append((text, marks, address))

    def add_empty_link(self, address: str) -> None:
        """Add a link without text: it is invisible, but its address must be kept."""
        self.pieces.append(("", 0, address))

    def add_line_break(self) -> None:
        self.pieces.append(LINE_BREAK)

    def add_value(self, words: str) -> None:
        """Add an attribute that holds words (`marks.value`)."""
        self.values.append(words)

    @property
    def spaced(self) -> str:
        """The text on one line with single spaces."""
        return " ".join("".join(text for text, _, _ in self.pieces).replace("\n", " ").split(" ")).strip(" ")

    def block(self, kind: Kind, form: str = "") -> Block | None:
        """The block; None if it has no text and no link."""
        pieces = self.pieces
        if not pieces:
            return None
        if len(pieces) == 1 and (block := plain_block(*pieces[0], kind, form)):
            return block._replace(values=tuple(self.values)) if self.values else block
        whole = "".join([text for text, _, _ in pieces]) if len(pieces) > 1 else pieces[0][0]
        # As in `plain_block`; nearly every text with marks or links
        if whole.isprintable() and "  " not in whole and whole[:1] not in _EDGES and whole[-1] != " ":
            return Block(kind, _runs(pieces), whole, form, values=tuple(self.values))
        words = whole.split()
        text = "".join(words)
        has_odd_spaces = len(whole) - len(text) != whole.count(" ") + whole.count("\n")
        if has_odd_spaces:
            if not whole.isascii():
                pieces = _with_odd_spaces(_trimmed(pieces) if self.is_original else pieces)
                whole = "".join([text for text, _, _ in pieces])
            words = [word for word in whole.replace("\n", " ").split(" ") if word]
        if text and len(pieces) == 1 and not has_odd_spaces:  # nearly every text
            _, marks, address = pieces[0]
            runs: tuple[Run, ...] = ((text, marks, address),)
        else:
            runs = _runs(pieces)
        return Block(kind, runs, " ".join(words), form, values=tuple(self.values)) if runs else None


def plain_block(text: str | None, marks: int, address: str, kind: Kind, form: str) -> Block | None:
    """The block of a text without white space at its edges and with no ordinary white space but single spaces, which
    nearly every text is; None for any other.
    """
    # Odd white space between two characters is text like any other
    if text and not (text[0].isspace() or text[-1].isspace() or "  " in text or has_layout(text)):
        return Block(kind, ((text.replace(" ", ""), marks, address),), text, form)
    return None


def _runs(pieces: list[Run]) -> tuple[Run, ...]:
    """The pieces without ordinary white space, those joined that have the same marks and link."""
    runs: list[Run] = []
    last_text, last_marks, last_address = "\n", 0, ""
    for piece in pieces:
        text, marks, address = piece
        if text == "\n":
            if runs:  # before the first visible character it breaks no line
                runs.append(LINE_BREAK)
                last_text = "\n"
            continue
        visible = text.replace(" ", "")
        if not visible and (text or not address):
            continue
        if last_text != "\n" and marks == last_marks and address == last_address and visible and last_text:
            last_text += visible
            runs[-1] = (last_text, marks, address)
        else:
            runs.append((visible, marks, address))
            last_text, last_marks, last_address = visible, marks, address
    while runs and runs[-1] == LINE_BREAK:
        runs.pop()
    return tuple(runs)


def _trimmed(pieces: list[Run]) -> list[Run]:
    """Medium's text without the white space that is removed at the edges of its lines: narrow spaces at the beginning,
    all white space at the end.
    """
    kept: list[Run] = []
    at_start = True
    for text, marks, address in pieces:
        if text == "\n":
            _strip_end(kept)
            kept.append(LINE_BREAK)
            at_start = True
            continue
        rest = text
        if at_start:
            words = text.lstrip()
            rest = _NARROW.sub("", text[: len(text) - len(words)]) + words
            at_start = not words and (bool(text) or not address)
        kept.append((rest, marks, address))
    _strip_end(kept)
    return kept


def _strip_end(kept: list[Run]) -> None:
    for at in range(len(kept) - 1, -1, -1):
        text, marks, address = kept[at]
        if text == "\n" or (not text and address):
            return
        kept[at] = (text.rstrip(), marks, address)
        if kept[at][0]:
            return


def _with_odd_spaces(pieces: list[Run]) -> list[Run]:
    """The pieces with each odd white space as a piece that has the marks and the link that both its neighbours have: no
    mark begins or ends with white space.
    """
    if not any(bits or address for _, bits, address in pieces):
        return pieces
    parts: list[Run] = []
    for text, bits, address in pieces:
        if text == "\n" or not ODD_SPACE.search(text):
            parts.append((text, bits, address))
        else:
            parts += [(part, bits, address) for part in _ODD_APART.split(text) if part]
    result: list[Run] = []
    for at, (text, bits, address) in enumerate(parts):
        if text != "\n" and text and text.isspace() and text.strip(" "):
            _, bits_before, link_before = _neighbour(parts, at, -1)
            _, bits_after, link_after = _neighbour(parts, at, 1)
            result.append((text, bits_before & bits_after, link_before if link_before == link_after else ""))
        else:
            result.append((text, bits, address))
    return result


def _neighbour(parts: list[Run], at: int, step: int) -> Run:
    """The nearest piece with visible text on one side; nothing at the edge of the block."""
    at += step
    while 0 <= at < len(parts):
        if parts[at][0] != "\n" and parts[at][0].strip():
            return parts[at]
        at += step
    return ("", 0, "")

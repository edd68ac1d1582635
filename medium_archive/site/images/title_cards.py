"""A card with a post's title, 1200 by 630 pixels: what other sites show beside a link to a post without a picture.

The same title gives the same bytes on the same machine. Where no font can write it, the card has the colours alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

from medium_archive.site.images import fonts
from medium_archive.site.images.fonts import Face
from medium_archive.site.text.plain_text import CJK
from medium_archive.site.translations import direction

RECIPE = 1
SIZE = (1200, 630)
_EDGE = 90
_ROOM = SIZE[0] - 2 * _EDGE
_SIZES = (84, 76, 68, 60, 54)  # of the title, in pixels: the first in which it has room
_MOST_LINES = 4
_LEADING = 1.3
_SMALL = 36
_FAINT = 150  # of 255: how dark the site's title is
_STEPS = 16  # shades from the paper to the ink; the colour of the bar comes behind them
_FALLBACK = "#9c3a1f"


@dataclass(frozen=True)
class Card:
    """What stands on a card."""

    title: str
    below: str
    language: str


@dataclass(frozen=True)
class Colours:
    """As CSS has them."""

    accent: str = _FALLBACK
    paper: str = "#fcfbf8"
    ink: str = "#22201c"


@dataclass(frozen=True)
class Lettering:
    """How a card can be written: the words without what no font has, and the fonts."""

    title: str
    face: Face
    below: str
    face_below: Face

    @property
    def mark(self) -> str:
        """What is another when the letters are."""
        return f"{self.face.mark} {self.face_below.mark}"


def lettering(card: Card) -> Lettering | None:
    """How this machine can write a card, None if it can't."""
    title, below = _written(card.title), _written(card.below)
    face = fonts.choose(title, card.language)
    face_below = fonts.choose(below, card.language)
    if not title or face is None or (_runs_back(title) and not fonts.can_join()):
        return None
    return Lettering(title, face, below if face_below else "", face_below or face)


def draw(card: Card, colours: Colours, how: Lettering | None) -> bytes:
    """The card as a PNG."""
    mask = Image.new("L", SIZE, 0)
    if how:
        _write(ImageDraw.Draw(mask), how, from_right=direction(card.language) == "rtl")
    picture = mask.point(lambda value: value * (_STEPS - 1) // 255).convert("L")
    picture.putpalette(_palette(colours))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, SIZE[0], 23), fill=_STEPS)
    into = BytesIO()
    picture.save(into, "PNG", compress_level=9)
    return into.getvalue()


def _write(pen: ImageDraw.ImageDraw, how: Lettering, *, from_right: bool) -> None:
    size, lines = _laid_out(how)
    font = how.face.at(size)
    side, anchor = (SIZE[0] - _EDGE, "rs") if from_right else (_EDGE, "ls")
    high = size * _LEADING
    top = (SIZE[1] - high * len(lines)) / 2 + size * 0.95 - (24 if how.below else 0)
    for number, line in enumerate(lines):
        pen.text((side, round(top + number * high)), line, fill=255, font=font, anchor=anchor)
    if how.below:
        font = how.face_below.at(_SMALL)
        below = _fitting(how.below, lambda words: font.getlength(words) <= _ROOM)
        pen.text((side, SIZE[1] - 70), below, fill=_FAINT, font=font, anchor=anchor)


def _laid_out(how: Lettering) -> tuple[int, list[str]]:
    """The largest size in which the title has room, and its lines; in the smallest it is cut."""
    for size in _SIZES:
        lines = _lines(how.title, how.face, size)
        if len(lines) <= _MOST_LINES:
            return size, lines
    font = how.face.at(_SIZES[-1])
    dots = "…" if fonts.choose("…", "") == how.face else "..."
    last = _fitting(lines[_MOST_LINES - 1], lambda words: font.getlength(words + dots) <= _ROOM)
    return _SIZES[-1], [*lines[: _MOST_LINES - 1], last.rstrip() + dots]


def _lines(text: str, face: Face, size: int) -> list[str]:
    font = face.at(size)
    lines = [""]
    for piece in _pieces(text):
        if font.getlength((lines[-1] + piece).rstrip()) <= _ROOM:
            lines[-1] += piece
            continue
        rest = piece.lstrip()
        if lines[-1]:
            lines.append("")
        while rest and font.getlength(rest.rstrip()) > _ROOM:  # a word that is longer than a line
            head = _fitting(rest, lambda words: font.getlength(words) <= _ROOM)
            lines[-1:] = [head, ""]
            rest = rest[len(head) :]
        lines[-1] = rest
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str) -> list[str]:
    """Where a line may end: behind a space, and around each Chinese character, but before no punctuation."""
    pieces: list[str] = []
    for letter in text:
        wide = CJK.match(letter) is not None
        closes = unicodedata.category(letter) in ("Pe", "Pf", "Po")
        after = pieces[-1] if pieces else ""
        ended = after.endswith(" ") or (CJK.match(after[-1]) is not None if after else True)
        if not pieces or (not closes and (ended or wide) and unicodedata.category(after[-1]) not in ("Ps", "Pi")):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces


def _fitting(text: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of a text that fits, of one letter at least."""
    end = len(text)
    while end > 1 and not fits(text[:end]):
        end -= 1
    return text[:end]


def _written(text: str) -> str:
    """The text without signs that are pictures: their fonts are no outlines."""
    kept = (" " if unicodedata.category(letter) in ("So", "Cc", "Cf", "Cs", "Co", "Cn") else letter for letter in text)
    return " ".join("".join(letter for letter in kept if letter not in "\ufe0e\ufe0f").split())


def _runs_back(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def _palette(colours: Colours) -> list[int]:
    paper, ink, accent = (_rgb(colour) for colour in (colours.paper, colours.ink, colours.accent))
    shades = [
        round(start + (end - start) * step / (_STEPS - 1))
        for step in range(_STEPS)
        for start, end in zip(paper, ink, strict=True)
    ]
    return [*shades, *accent]


def _rgb(colour: str) -> tuple[int, int, int]:
    try:
        return ImageColor.getrgb(colour)[:3]
    except ValueError:  # CSS knows more than Pillow
        return ImageColor.getrgb(_FALLBACK)[:3]

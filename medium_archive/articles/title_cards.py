"""Title cards: other sites show one with a link to a post that has no picture, and a book has one as its cover.

The same title gives the same bytes on the same machine. If no font has the letters of the title, the card has only
colours.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageColor, ImageDraw
from PIL.ImageFont import FreeTypeFont
from PIL.PngImagePlugin import PngInfo

from medium_archive.articles import fonts
from medium_archive.articles.fonts import Face
from medium_archive.languages import CJK, direction

RECIPE = 4  # counted up with every change of how cards are drawn, so that cards in the cache are drawn again
_LEADING = 1.3
_FAINT = 150  # of 255: how dark the site's title is
_STEPS = 15  # shades from the paper to the ink; the next colour of the palette is that of the bar
_BITS = 4  # of a pixel, which hold 16 colours: half of the bytes to compress
_FALLBACK = "#9c3a1f"
_JOINED = 4  # letters
# A card has large areas of one colour. For these, zlib's search for runs of equal bytes compresses as well as its
# search for any repetition, in less than half of the time
_RUNS = 3
_SHADES = [value * (_STEPS - 1) // 255 for value in range(256)]


@dataclass(frozen=True)
class Shape:
    """The form of a card, in pixels. The title has the first of `title_sizes` in which it fits; in the last it is
    shortened to `max_lines`. `below` is the size of the line below it, and its distance from the bottom. `bar` is the
    height of the bar at the top.
    """

    size: tuple[int, int]
    edge: int
    title_sizes: tuple[int, ...]
    max_lines: int
    below: tuple[int, int]
    bar: int

    @property
    def width(self) -> int:
        """The width of a line."""
        return self.size[0] - 2 * self.edge


PREVIEW = Shape((1200, 630), edge=90, title_sizes=(84, 76, 68, 60, 54), max_lines=4, below=(36, 70), bar=24)


@dataclass(frozen=True, slots=True)
class Card:
    """The text of a card: a title, and a line `below` it."""

    title: str
    below: str
    language: str


@dataclass(frozen=True)
class Colours:
    """Colours in CSS."""

    accent: str = _FALLBACK
    paper: str = "#fcfbf8"
    ink: str = "#22201c"


def colours_of(options: Mapping[str, object]) -> Colours:
    """The colours of the cards, as far as the theme's options name them: `accent`, `paper`, `ink`."""
    known = {name: value for name in Colours.__dataclass_fields__ if isinstance(value := options.get(name), str)}
    return replace(Colours(), **known)


@dataclass(frozen=True)
class Lettering:
    """How this machine writes a card: the text without emoji, and the fonts."""

    title: str
    face: Face
    below: str
    face_below: Face

    @property
    def mark(self) -> str:
        """A text that changes when a font does."""
        return f"{self.face.mark} {self.face_below.mark}"


def lettering(card: Card) -> Lettering | None:
    """How this machine writes a card, None if it can't."""
    title, below = _written(card.title), _written(card.below)
    face = fonts.choose(title, card.language)
    face_below = fonts.choose(below, card.language)
    if not title or face is None or (_is_right_to_left(title) and not fonts.can_join()):
        return None
    return Lettering(title, face, below if face_below else "", face_below or face)


def draw(card: Card, colours: Colours, how: Lettering | None, shape: Shape = PREVIEW) -> bytes:
    """The card as a PNG; if `how` is None, the colours alone. The PNG names its texts, so that a check, or a person
    without its font, can tell whose card it is.
    """
    mask = Image.new("L", shape.size, 0)
    if how:
        _write(ImageDraw.Draw(mask), how, shape, is_rtl=direction(card.language) == "rtl")
    picture = mask.point(_SHADES)
    picture.putpalette(_palette(colours))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, shape.size[0], shape.bar - 1), fill=_STEPS)
    buffer = BytesIO()
    picture.save(buffer, "PNG", bits=_BITS, compress_type=_RUNS, pnginfo=_named(card))
    return buffer.getvalue()


def _named(card: Card) -> PngInfo:
    """The texts of a card under the keywords of the PNG standard."""
    info = PngInfo()
    for keyword, text in (("Title", card.title), ("Description", card.below)):
        info.add_itxt(keyword, text.encode("utf-8", "replace"))
    return info


def _write(pen: ImageDraw.ImageDraw, how: Lettering, shape: Shape, *, is_rtl: bool) -> None:
    size, lines = _lay_out(how, shape)
    font = how.face.at(size)
    side, anchor = (shape.size[0] - shape.edge, "rs") if is_rtl else (shape.edge, "ls")
    height = size * _LEADING
    top = (shape.size[1] - height * len(lines)) / 2 + size * 0.95 - (24 if how.below else 0)
    for number, line in enumerate(lines):
        pen.text((side, round(top + number * height)), line, fill=255, font=font, anchor=anchor)
    if how.below:
        font = how.face_below.at(shape.below[0])
        below = _longest_fit(how.below, lambda words: font.getlength(words) <= shape.width)
        pen.text((side, shape.size[1] - shape.below[1]), below, fill=_FAINT, font=font, anchor=anchor)


def _lay_out(how: Lettering, shape: Shape) -> tuple[int, list[str]]:
    """The largest size in which the title fits, and its lines; in the smallest size it is shortened."""
    for size in shape.title_sizes:
        lines = _lines(how.title, how.face.at(size), shape)
        if len(lines) <= shape.max_lines:
            return size, lines
    font = how.face.at(shape.title_sizes[-1])
    dots = "…" if fonts.choose("…", "") == how.face else "..."
    last = _longest_fit(lines[shape.max_lines - 1], lambda words: font.getlength(words + dots) <= shape.width)
    return shape.title_sizes[-1], [*lines[: shape.max_lines - 1], last.rstrip() + dots]


def _lines(text: str, font: FreeTypeFont, shape: Shape) -> list[str]:
    """The lines of a text. Of a text that is too long for a card, only the first lines are laid out."""
    lines = [""]
    for piece in _pieces(text):
        if len(lines) > shape.max_lines + 1:
            break
        if font.getlength((lines[-1] + piece).rstrip()) <= shape.width:
            lines[-1] += piece
            continue
        rest = piece.lstrip()
        if lines[-1]:
            lines.append("")
        # A word that is longer than a line
        while rest and len(lines) <= shape.max_lines + 1 and font.getlength(rest.rstrip()) > shape.width:
            head = _longest_fit(rest, lambda words: font.getlength(words) <= shape.width)
            lines[-1:] = [head, ""]
            rest = rest[len(head) :]
        lines[-1] = rest
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str) -> list[str]:
    """The text in pieces after which a line may end: at spaces and around Chinese characters, but before no punctuation
    mark.
    """
    starts = [0]
    for at, (last, letter) in enumerate(pairwise(text), 1):
        may_end = last == " " or CJK.match(last) or CJK.match(letter)
        closes = unicodedata.category(letter) in ("Pe", "Pf", "Po")
        if may_end and not closes and unicodedata.category(last) not in ("Ps", "Pi"):
            starts.append(at)
    return [text[start:end] for start, end in pairwise((*starts, len(text)))]


def _longest_fit(text: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of a text that fits, at least one letter.

    `fits` is called only for beginnings up to about twice as long as the result, so that the time does not depend on
    the length of the text.
    """
    end = 2
    while end < len(text) and fits(text[:end]):
        end *= 2
    if end >= len(text) and fits(text):
        return text
    # A beginning of `most` letters fits (or is one letter), a beginning of `end` letters does not
    most, end = max(1, end // 2), min(end, len(text))
    while end - most > 1:
        middle = (most + end) // 2
        most, end = (middle, end) if fits(text[:middle]) else (most, middle)
    # Some letters join or move closer together, so a slightly longer beginning may fit although a shorter one does not
    for more in range(min(most + _JOINED, len(text)), most, -1):
        if fits(text[:more]):
            return text[:more]
    return text[:most]


def _written(text: str) -> str:
    """The text without emoji and other pictures: their fonts have no outlines."""
    kept = (" " if unicodedata.category(letter) in ("So", "Cc", "Cf", "Cs", "Co", "Cn") else letter for letter in text)
    return " ".join("".join(letter for letter in kept if letter not in "\ufe0e\ufe0f").split())


def _is_right_to_left(text: str) -> bool:
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
    except ValueError:  # CSS has forms of colours that Pillow does not know
        return ImageColor.getrgb(_FALLBACK)[:3]

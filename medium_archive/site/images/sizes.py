"""How wide a theme shows a picture: what a browser must know before it chooses a file (the attribute `sizes`).

A theme says it in `sizes.txt`, a template like the others that gets `language`: a line for each place, its name, maybe
a media condition, and a CSS length. Of the lines of one place the first counts whose condition holds.

    wide: min(100vw - 2rem, 64rem)
    left (max-width: 40rem): 100vw - 2rem
    left: 18rem

Places are `figure`, `wide`, `full`, `left`, `card` (a link card's thumbnail) and `row`; `pair` is a picture in a row of
three or more where the theme breaks such a row into twos; `gap` is the space between a row's pictures. A theme without
the file is taken to show pictures as wide as the window.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from medium_archive.site.theme import Theme

_LINE = re.compile(r"([a-z]+)[ \t]*(\([^:]+:[^)]*\))?[ \t]*:[ \t]*(.+)")
_PLAIN = re.compile(r"[\d.]+[a-z]+")
_FUNCTION = re.compile(r"min\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")  # one as a whole, not a sum of two
_FILE = "sizes.txt"
_TALLEST = "92vh"  # a picture in a text is never higher than the window
_LONG = 2.0  # from this width a height on, no window is so low that its height counts

Lengths = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sizes:
    """The lengths of each place, with their conditions."""

    places: Mapping[str, Lengths]

    def grown(self, place: str) -> str:
        """`sizes` of a picture that fills its place."""
        return _joined(self._lengths(place))

    def own(self, place: str, width: int, height: int) -> str:
        """`sizes` of a picture that is never wider than it is, nor higher than the window."""
        most = [f"{width}px"]
        if width / height < _LONG:
            most.append(f"{_TALLEST} * {width / height:.3g}")
        return _joined(tuple((when, _least(length, *most)) for when, length in self._lengths(place)))

    def in_row(self, place: int, ratios: list[float]) -> str:
        """`sizes` of the picture at a place in a row: they share its width by their shapes."""
        count = len(ratios)
        gap = self._lengths("gap", "0px")[-1][1]
        share = ratios[place] / sum(ratios)
        shared = tuple((when, f"({row} - {count - 1} * {gap}) * {share:.4g}") for when, row in self._lengths("row"))
        if count < 3:
            return _joined(shared)
        alone = place == count - 1 and count % 2 == 1  # the last of an odd row has a line for itself
        row = self._lengths("row")[0][1]  # where pairs are, the window is at its narrowest
        return _joined((*((when, row if alone else pair) for when, pair in self.places.get("pair", ())), *shared))

    def _lengths(self, place: str, otherwise: str = "100vw") -> Lengths:
        return self.places.get(place) or (("", otherwise),)


def sizes_of(theme: Theme) -> Callable[[str], Sizes]:
    """The sizes of a theme for a page in a language. Raises ThemeBroken when asked."""

    @cache
    def in_language(language: str) -> Sizes:
        if theme.find(_FILE) is None:
            return Sizes({})
        return read(theme.render(_FILE, {"language": language}))

    return in_language


def read(text: str) -> Sizes:
    """The sizes that a `sizes.txt` says; other lines are not looked at."""
    places: dict[str, list[tuple[str, str]]] = {}
    for line in text.splitlines():
        if match := _LINE.fullmatch(line.strip()):
            places.setdefault(match[1], []).append((match[2] or "", match[3]))
    return Sizes({place: tuple(lengths) for place, lengths in places.items()})


def _least(length: str, *others: str) -> str:
    inner = length.removeprefix("min(").removesuffix(")") if _FUNCTION.fullmatch(length) else length
    return f"min({', '.join((inner, *others))})"


def _joined(lengths: Lengths) -> str:
    return ", ".join(f"{when} {_whole(length)}".strip() for when, length in lengths)


def _whole(length: str) -> str:
    """A length as a value by itself, where a sum needs `calc`."""
    return length if _PLAIN.fullmatch(length) or _FUNCTION.fullmatch(length) else f"calc({length})"

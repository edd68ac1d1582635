"""How wide a theme shows a picture: what a browser must know before it chooses a file (the attribute `sizes`).

A theme writes it in `sizes.txt`, a template like the others that gets `language`: a line for each place, with its name,
a media condition if it has one, and a CSS length. For each place, the first line counts whose condition is true.

    wide: min(100vw - 2rem, 64rem)
    left (max-width: 40rem): 100vw - 2rem
    left: 18rem

Places are `figure`, `wide`, `full`, `left`, `card` (a link card's thumbnail) and `row`; `pair` is a picture in a row of
three or more where the theme breaks such a row into pairs; `gap` is the space between a row's pictures. For a theme
without the file, pictures are assumed to be as wide as the window.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from medium_archive.site.theme import Theme

_LINE = re.compile(r"([a-z]+)[ \t]*(\([^:]+:[^)]*\))?[ \t]*:[ \t]*(.+)")
_PLAIN = re.compile(r"[\d.]+[a-z]+")
_FUNCTION = re.compile(r"min\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")  # a single call, not a sum of two
_FILE = "sizes.txt"
_MAX_HEIGHT = "92vh"  # a picture in a text is never higher than the window
_FLAT = 2.0  # width by height: the window's height limits no picture that is flatter

Lengths = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sizes:
    """The lengths of each place, with their conditions."""

    places: Mapping[str, Lengths]

    def filling(self, place: str) -> str:
        """`sizes` of a picture that fills its place."""
        return _joined(self._lengths(place))

    def within(self, place: str, width: int, height: int) -> str:
        """`sizes` of a picture that is shown no wider than its own pixels, and no higher than the window."""
        limits = [f"{width}px"]
        if width / height < _FLAT:
            limits.append(f"{_MAX_HEIGHT} * {width / height:.3g}")
        return _joined(tuple((when, _minimum(length, *limits)) for when, length in self._lengths(place)))

    def in_row(self, place: int, ratios: list[float]) -> str:
        """`sizes` of the picture number `place` in a row, whose pictures share its width by their ratios."""
        count = len(ratios)
        gap = self._lengths("gap", "0px")[-1][1]
        share = ratios[place] / sum(ratios)
        shared = tuple((when, f"({row} - {count - 1} * {gap}) * {share:.4g}") for when, row in self._lengths("row"))
        if count < 3:
            return _joined(shared)
        alone = place == count - 1 and count % 2 == 1  # the last of an odd number has a line for itself
        row = self._lengths("row")[0][1]  # a theme makes pairs in its narrowest windows
        return _joined((*((when, row if alone else pair) for when, pair in self.places.get("pair", ())), *shared))

    def _lengths(self, place: str, default: str = "100vw") -> Lengths:
        return self.places.get(place) or (("", default),)


def sizes_of(theme: Theme, languages: Iterable[str]) -> dict[str, Sizes]:
    """The sizes of a theme, by the language of a page. Raises ThemeBroken."""
    if theme.find(_FILE) is None:
        return {language: Sizes({}) for language in languages}
    return {language: read(theme.render(_FILE, {"language": language})) for language in languages}


def read(text: str) -> Sizes:
    """The sizes in a `sizes.txt`; lines of another form are ignored."""
    places: dict[str, list[tuple[str, str]]] = {}
    for line in text.splitlines():
        if match := _LINE.fullmatch(line.strip()):
            places.setdefault(match[1], []).append((match[2] or "", match[3]))
    return Sizes({place: tuple(lengths) for place, lengths in places.items()})


def _minimum(length: str, *others: str) -> str:
    inner = length.removeprefix("min(").removesuffix(")") if _FUNCTION.fullmatch(length) else length
    return f"min({', '.join((inner, *others))})"


def _joined(lengths: Lengths) -> str:
    return ", ".join(f"{when} {_whole(length)}".strip() for when, length in lengths)


def _whole(length: str) -> str:
    """A length as a CSS value: a sum needs `calc`."""
    return length if _PLAIN.fullmatch(length) or _FUNCTION.fullmatch(length) else f"calc({length})"

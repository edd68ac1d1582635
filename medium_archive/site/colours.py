"""Colours that can be read: an accent keeps its contrast with the page, whatever colour the person chooses."""

from __future__ import annotations

import colorsys
import re

CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3: text of any size
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_STEPS = 100

_Colour = tuple[float, float, float]


def is_colour(text: str) -> bool:
    """Whether it is a colour as `#rgb` or `#rrggbb`."""
    return _HEX.fullmatch(text) is not None


def readable(colour: str, *papers: str) -> str:
    """The colour nearest to `colour`, with the same hue, that can be read on each of `papers`; as `#rrggbb`."""
    wanted, grounds = _read(colour), [_luminance(_read(paper)) for paper in papers]
    hue, light, saturation = colorsys.rgb_to_hls(*wanted)
    steps = sorted(range(_STEPS + 1), key=lambda step: abs(step / _STEPS - light))
    for candidate in (wanted, *(colorsys.hls_to_rgb(hue, step / _STEPS, saturation) for step in steps)):
        written = _write(candidate)
        if all(_contrast(_luminance(_read(written)), ground) >= CONTRAST for ground in grounds):
            return written
    return (
        "#000000" if sum(grounds) / len(grounds) > 0.18 else "#ffffff"
    )  # papers so different that no colour can be read on all


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    return _contrast(_luminance(_read(one)), _luminance(_read(other)))


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _read(text: str) -> _Colour:
    digits = text.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _write(colour: _Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def _luminance(colour: _Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

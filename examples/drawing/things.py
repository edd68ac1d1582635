"""Things that stand in several pictures, and the sea that they all look at."""

# ruff: noqa: S311, PLR0913, PLR0917  # the same picture each time; places, sizes and colours
import math
import random

from PIL import Image, ImageFilter

from drawing.sheet import INK, LAMP, NAVY, Sheet, mix


def stars(s: Sheet, seed: int, count: int, bottom: float) -> None:
    chance = random.Random(seed)
    for _ in range(count):
        r = 0.0005 + 0.0011 * chance.random() ** 3
        s.disc(
            chance.random(),
            bottom * chance.random() ** 1.3,
            r,
            mix(NAVY, "#fff6e0", 0.35 + 0.65 * chance.random()),
        )


def tower(s: Sheet, x: float, foot: float, height: float, colour: str = INK, light: str | None = LAMP) -> None:
    """The lamp, standing on the mole; its width follows from its height."""
    u, ratio = height, s.h / s.w
    wide = 0.10 * u * ratio
    s.shape(
        [
            (x - wide, foot),
            (x - wide * 0.6, foot - u * 0.72),
            (x + wide * 0.6, foot - u * 0.72),
            (x + wide, foot),
        ],
        colour,
    )
    s.box(x - wide, foot - u * 0.75, x + wide, foot - u * 0.70, colour)
    s.box(x - wide * 0.5, foot - u * 0.9, x + wide * 0.5, foot - u * 0.75, light or colour)
    s.shape([(x - wide * 0.8, foot - u * 0.89), (x, foot - u), (x + wide * 0.8, foot - u * 0.89)], colour)


def boat(
    s: Sheet, x: float, y: float, size: float, colour: str = INK, sail: str | None = None, mast: bool = True
) -> None:
    k = size * s.w / s.h
    s.shape(
        [(x - size, y), (x + size, y), (x + size * 0.7, y + k * 0.35), (x - size * 0.75, y + k * 0.35)],
        colour,
    )
    if mast:
        s.line([(x, y), (x, y - k * 1.7)], colour, size * 0.06)
    if sail:
        s.shape(
            [(x + size * 0.08, y - k * 1.65), (x + size * 0.85, y - k * 0.2), (x + size * 0.08, y - k * 0.2)],
            sail,
        )


def level(hours: float) -> float:
    """Height of the tide, between about -1 and 1."""
    return (
        0.68 * math.cos(math.tau * hours / 12.4206)
        + 0.25 * math.cos(math.tau * (hours - 150) / 12)
        + 0.05 * math.cos(math.tau * hours / 23.93)
    )


def depth(x: float, y: float) -> float:
    """Depth of the bay, 0 at the shore to 1 in the fairway; x and y from 0 to 1."""
    shore = 0.24 + 0.09 * math.sin(3.1 * x + 0.6) + 0.035 * math.sin(9 * x + 2) + 0.012 * math.sin(23 * x)
    if y < shore:
        return 0
    slope = ((y - shore) / 0.8) ** 0.75
    river = (
        math.exp(-(((x - 0.36 - 0.26 * (y - 0.25) - 0.09 * math.sin(6 * y)) / 0.055) ** 2))
        * 0.30
        * min(1, max(0, (y - shore) * 6))
    )
    bank = 0.24 * math.exp(-(((x - 0.74) / 0.15) ** 2) - ((y - 0.60) / 0.12) ** 2)
    return min(
        1,
        max(
            0,
            slope + river - bank + 0.06 * min(0.3, y - shore) * math.sin(17 * x + 5 * y) * math.sin(13 * y - 4 * x),
        ),
    )


def seafloor(s: Sheet, bands: int, colours: tuple[str, str, str]) -> None:
    """The bay as bands of depth with a line between them."""
    small = (320, 200)
    field = Image.new("F", small)
    field.putdata([255 * depth(x / small[0], y / small[1]) for y in range(small[1]) for x in range(small[0])])
    tall = field.resize(s.image.size, Image.Resampling.BICUBIC).convert("L")
    band = tall.point([v * bands // 256 * (255 // bands) for v in range(256)])
    table: list[int] = []
    shades = [
        mix(colours[0], colours[1], t * 2) if t < 0.5 else mix(colours[1], colours[2], t * 2 - 1)
        for t in (v / 255 for v in range(256))
    ]
    for n in (1, 3, 5):
        table += [int(shade[n : n + 2], 16) for shade in shades]
    s.image = Image.merge("RGB", [band] * 3).point(table)
    lines = band.filter(ImageFilter.FIND_EDGES).point([0, *[255] * 255]).filter(ImageFilter.MaxFilter(5))
    s.image.paste(Image.new("RGB", s.image.size, "#0c2a3f"), (0, 0), lines.point([v // 3 for v in range(256)]))
    s.image.paste(Image.new("RGB", s.image.size, "#e9dcbd"), (0, 0), tall.point([255, *[0] * 255]))

"""The sheet that pictures are drawn on, and its tools.

Places are fractions of the width and height, so that a picture reads like a description of itself.
Chance comes from fixed seeds.
"""

# ruff: noqa: S311, PLR0913, PLR0917  # the same picture each time; places, sizes and colours
import math
import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

INK, NAVY, TEAL, SEA, PAPER = "#10202c", "#0d2136", "#1d4e5f", "#3f8190", "#f5efe3"
AMBER, CORAL, LAMP, RUST = "#f2b35d", "#e07a5a", "#63f0b0", "#a8512f"
Xy = tuple[float, float]
Painter = Callable[["Sheet"], None]
PICTURES: dict[str, tuple[str, int, int, Painter]] = {}


class Sheet:
    """A picture being drawn; all places are fractions of its size."""

    def __init__(self, width: int, height: int, scale: int = 3) -> None:
        self.w, self.h = width * scale, height * scale
        self.image = Image.new("RGB", (self.w, self.h))
        self.final = (width, height)

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def at(self, x: float, y: float) -> Xy:
        return x * self.w, y * self.h

    def sky(self, *colours: str, top: float = 0, bottom: float = 1) -> None:
        """Colours from top to bottom, melting into each other."""
        strip = Image.new("RGB", (1, len(colours)))
        for n, colour in enumerate(colours):
            strip.paste(colour, (0, n, 1, n + 1))
        y0, y1 = round(top * self.h), round(bottom * self.h)
        # half a colour more on each side, so that the ends are the ends
        height = round((y1 - y0) * len(colours) / max(1, len(colours) - 1))
        band = strip.resize((1, height), Image.Resampling.BICUBIC)
        cut = (height - (y1 - y0)) // 2
        self.image.paste(band.crop((0, cut, 1, cut + y1 - y0)).resize((self.w, y1 - y0)), (0, y0))

    def shape(self, points: list[Xy], colour: str) -> None:
        self.pen.polygon([self.at(*p) for p in points], fill=colour)

    def line(self, points: list[Xy], colour: str, width: float = 0.002) -> None:
        self.pen.line([self.at(*p) for p in points], fill=colour, width=max(1, round(width * self.w)), joint="curve")

    def disc(self, x: float, y: float, r: float, colour: str, ry: float | None = None) -> None:
        """A circle of radius r (of the width), or an ellipse."""
        (cx, cy), rx = self.at(x, y), r * self.w
        ry = rx if ry is None else ry * self.w
        self.pen.ellipse((cx - rx, cy - ry, cx + rx, cy + ry), fill=colour)

    def ring(self, x: float, y: float, r: float, colour: str, width: float = 0.003) -> None:
        (cx, cy), rx = self.at(x, y), r * self.w
        self.pen.ellipse((cx - rx, cy - rx, cx + rx, cy + rx), outline=colour, width=max(1, round(width * self.w)))

    def box(self, x0: float, y0: float, x1: float, y1: float, colour: str, round_: float = 0) -> None:
        self.pen.rounded_rectangle((*self.at(x0, y0), *self.at(x1, y1)), round_ * self.w, fill=colour)

    def glow(self, x: float, y: float, r: float, colour: str, strength: float = 1, ry: float | None = None) -> None:
        """Light around a place."""
        (cx, cy), rx = self.at(x, y), r * self.w
        ry = rx if ry is None else ry * self.w
        halo = Image.radial_gradient("L").point(
            [round(strength * 255 * max(0, 1 - v / 181) ** 2.2) for v in range(256)]
        )
        mask = Image.new("L", self.image.size)
        mask.paste(
            halo.resize((round(2 * rx), round(2 * ry)), Image.Resampling.BICUBIC),
            (round(cx - rx), round(cy - ry)),
        )
        light = Image.composite(Image.new("RGB", mask.size, colour), Image.new("RGB", mask.size), mask)
        self.image = ImageChops.screen(self.image, light)

    def veil(self, draw: Callable[[ImageDraw.ImageDraw], None], colour: str, strength: float, blur: float = 0) -> None:
        """Something half transparent: draw it in white on black."""
        mask = Image.new("L", self.image.size)
        draw(ImageDraw.Draw(mask))
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * self.w))
        mask = mask.point([round(v * strength) for v in range(256)])
        self.image.paste(Image.new("RGB", mask.size, colour), (0, 0), mask)

    def hills(self, base: float, height: float, colour: str, seed: int, steps: int = 160) -> None:
        """A ridge, filled down to the bottom."""
        self.shape([(0, 1.01), *ridge(base, height, seed, steps), (1, 1.01)], colour)

    def water(self, top: float, colour: str, seed: int, lines: int = 70, strength: float = 0.35) -> None:
        """Strokes of light on water, finer towards the horizon."""
        chance = random.Random(seed)

        def strokes(pen: ImageDraw.ImageDraw) -> None:
            for _ in range(lines):
                depth = chance.random() ** 1.7
                y, long = top + (1 - top) * depth, 0.02 + 0.16 * depth * chance.random()
                x = chance.random()
                thick = self.h * (0.0008 + 0.004 * depth)
                pen.ellipse((*self.at(x - long, y), self.at(x + long, y)[0], self.at(0, y)[1] + thick), fill=255)

        self.veil(strokes, colour, strength)

    def text(self, x: float, y: float, words: str, colour: str = INK, size: float = 0.016, anchor: str = "lm") -> None:
        font = ImageFont.load_default(size * self.w)
        self.pen.text(self.at(x, y), words, fill=colour, font=font, anchor=anchor)


def ridge(base: float, height: float, seed: int, steps: int = 160) -> list[Xy]:
    chance = random.Random(seed)
    waves = [(k, chance.uniform(0.4, 1) / k**0.9, chance.uniform(0, math.tau)) for k in (1, 2, 3, 5, 8, 13, 21)]
    return [
        (n / steps, base - height * sum(a * math.sin(k * math.pi * n / steps + p) for k, a, p in waves) / 2)
        for n in range(steps + 1)
    ]


def mix(a: str, b: str, t: float) -> str:
    pair = [(int(a[n : n + 2], 16), int(b[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(x + (y - x) * t):02x}" for x, y in pair)


def picture(name: str, width: int, height: int) -> Callable[[Painter], Painter]:
    def keep(painter: Painter) -> Painter:
        PICTURES[painter.__name__] = (name, width, height, painter)
        return painter

    return keep

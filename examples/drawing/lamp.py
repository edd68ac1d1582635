"""The lamp on the north mole, in all weathers."""

# ruff: noqa: S311  # the same picture each time, no secret
import math
import random

from PIL import ImageDraw

from drawing.sheet import AMBER, LAMP, PAPER, RUST, Sheet, mix, picture, ridge
from drawing.things import boat, stars, tower


@picture("1-s_0ZzwqVXrIap00As7Cw4w.jpeg", 1600, 800)
def lamp_dusk(s: Sheet) -> None:
    s.sky("#14304a", "#2f5f77", "#7d8f92", "#e0a878", "#f6cf9a", bottom=0.62)
    s.glow(0.30, 0.56, 0.42, "#ffb36a", 0.9, 0.26)
    for n, (base, tall) in enumerate([(0.50, 0.09), (0.54, 0.08), (0.58, 0.06)]):
        s.hills(base, tall, mix("#a98f86", "#2f5566", (n + 1) / 3), 11 + n)
    s.sky("#a88c7c", "#4f7682", "#1d4a5c", "#0e2c3e", top=0.61, bottom=1)
    s.glow(0.30, 0.64, 0.26, "#ffb877", 0.55, 0.10)
    s.water(0.62, "#f8d8ae", 3, 120, 0.30)
    s.water(0.66, "#0b2433", 4, 90, 0.35)
    s.shape([(1, 0.665), (0.66, 0.645), (0.655, 0.675), (0.70, 0.70), (1, 0.76)], "#132a38")
    s.shape([(1, 0.665), (0.66, 0.645), (0.66, 0.652), (1, 0.682)], "#2b4652")
    tower(s, 0.672, 0.65, 0.20, "#122532")
    s.glow(0.672, 0.484, 0.11, LAMP, 1)
    s.glow(0.672, 0.484, 0.025, "#eafff4", 1)
    s.veil(
        lambda pen: [
            pen.ellipse(
                (
                    *s.at(0.667 - 0.006 * (n % 3), 0.70 + n * 0.018),
                    *s.at(0.677 + 0.006 * (n % 4), 0.705 + n * 0.018),
                ),
                fill=255 - n * 14,
            )
            for n in range(15)
        ],
        LAMP,
        0.5,
        0.001,
    )
    boat(s, 0.19, 0.70, 0.016, "#12303f", "#e9d3b3")
    boat(s, 0.41, 0.655, 0.008, "#1c3d4c")


@picture("1-u2xwcYipSFCKAx4AuGZm6Q.jpeg", 1400, 900)
def lamp_lens(s: Sheet) -> None:
    s.sky("#06121d", "#0a2233", "#06121d")
    x, y = 0.5, 0.5
    s.glow(x, y, 0.55, "#1d7f84", 0.6)
    for n in range(9, 0, -1):
        r, wide = 0.033 + n * 0.0268, 0.021
        s.disc(x, y, r + wide / 2, mix("#d8fff0", "#0f3b57", n / 9))
        s.disc(x, y, r + wide / 6, mix("#8cf2c8", "#1b6283", n / 9))
        s.disc(x, y, r - wide / 2, "#071a28")
        teeth = 12 + 6 * n
        for k in range(teeth):
            a = math.tau * (k + 0.5 * (n % 2)) / teeth
            p, q = r - wide / 2, r + wide / 2
            edge = [(x + f * math.cos(a), y + f * math.sin(a) * s.w / s.h) for f in (p, q)]
            s.line(edge, mix("#e8fff6", "#123c55", n / 9), 0.0011)
    s.disc(x, y, 0.043, "#c9ffe6")
    s.glow(x, y, 0.20, LAMP, 0.9)
    s.glow(x, y, 0.07, "#ffffff", 1)

    def beams(pen: ImageDraw.ImageDraw) -> None:
        for a in (0.0, math.pi):
            spread = 0.10
            ends = [(x + math.cos(a + d), y + math.sin(a + d) * s.w / s.h) for d in (-spread, spread)]
            pen.polygon([s.at(x, y), *(s.at(*e) for e in ends)], fill=255)

    s.veil(beams, "#bfffe2", 0.16, 0.008)


@picture("1-NSREpCs0DWMD6RHMI2xrlw.jpeg", 800, 1000)
def lamp_fog(s: Sheet) -> None:
    s.sky("#8fa3a6", "#b9c6c4", "#d3dad3", "#aebdbc")
    s.hills(0.78, 0.08, "#a3b4b4", 5)

    def beams(pen: ImageDraw.ImageDraw) -> None:
        for end in ((-0.2, 0.05), (1.2, 0.12), (1.2, 0.62), (-0.2, 0.55)):
            pen.polygon([s.at(0.5, 0.405), s.at(end[0], end[1] - 0.07), s.at(end[0], end[1] + 0.07)], fill=255)

    s.veil(beams, "#effff4", 0.5, 0.012)
    tower(s, 0.5, 0.80, 0.46, "#6f8587", "#b8ffdb")
    s.glow(0.5, 0.42, 0.30, "#b6f7d2", 0.6)
    s.shape([(0, 0.80), (1, 0.79), (1, 1), (0, 1)], "#7c9193")
    s.veil(
        lambda pen: [
            pen.ellipse(
                (*s.at(-0.3 + n * 0.2, 0.70 + 0.03 * (n % 3)), *s.at(0.3 + n * 0.2, 0.84 + 0.02 * (n % 2))),
                fill=200,
            )
            for n in range(6)
        ],
        "#d7dfda",
        0.8,
        0.05,
    )


@picture("1-ZnuD9wlikOObNy_hrnXwhg.jpeg", 800, 1000)
def lamp_noon(s: Sheet) -> None:
    s.sky("#3f8fb4", "#79b9cc", "#c6e3df", "#f3efdc", bottom=0.74)
    s.glow(0.78, 0.14, 0.5, "#fff3c4", 0.8)
    for n, (x, y) in enumerate([(0.15, 0.30), (0.33, 0.33), (0.24, 0.28), (0.72, 0.48), (0.86, 0.50)]):
        s.veil(
            lambda pen, x=x, y=y, n=n: pen.ellipse(
                (*s.at(x - 0.16, y - 0.025), *s.at(x + 0.16, y + 0.02 + 0.006 * n)), fill=255
            ),
            "#ffffff",
            0.7,
            0.02,
        )
    s.sky("#5fb0b4", "#2c7f8f", "#145869", top=0.73, bottom=1)
    s.water(0.74, "#f3fff7", 8, 90, 0.4)
    s.shape([(0, 0.80), (0.66, 0.78), (0.70, 0.83), (0.60, 0.88), (0, 0.95)], "#b9a88b")
    s.shape([(0, 0.80), (0.66, 0.78), (0.66, 0.79), (0, 0.82)], "#e6d8bb")
    tower(s, 0.52, 0.795, 0.44, "#f6f1e6", "#9fd8c0")
    for n in range(2):
        s.box(0.488, 0.55 + n * 0.11, 0.552, 0.60 + n * 0.11, "#c8573f")


@picture("1-x2PNFdSna9i4CzdvNcbldQ.jpeg", 800, 1000)
def lamp_night(s: Sheet) -> None:
    s.sky("#050d1a", "#0b1c33", "#173a52", "#2a5560", bottom=0.74)
    stars(s, 21, 420, 0.68)
    s.hills(0.735, 0.04, "#0a1a28", 9)
    s.sky("#12303f", "#081a28", "#040e18", top=0.74, bottom=1)
    chance = random.Random(2)
    for _ in range(26):
        s.disc(chance.uniform(0, 0.42), chance.uniform(0.715, 0.74), 0.0025, AMBER)
    s.glow(0.18, 0.73, 0.30, "#ff9c4a", 0.5, 0.10)
    tower(s, 0.66, 0.745, 0.11, "#07131f")
    s.glow(0.66, 0.655, 0.16, LAMP, 1)
    s.glow(0.66, 0.655, 0.03, "#ffffff", 1)
    s.veil(
        lambda pen: [
            pen.ellipse(
                (
                    *s.at(0.65 - 0.02 * (n % 3), 0.76 + n * 0.011),
                    *s.at(0.67 + 0.02 * (n % 4), 0.765 + n * 0.011),
                ),
                fill=255 - n * 11,
            )
            for n in range(21)
        ],
        LAMP,
        0.6,
        0.002,
    )


@picture("1-CVhvxzVFfPbnNlwv03EnmA.png", 1200, 750)
def mole_plan(s: Sheet) -> None:
    s.sky(PAPER, PAPER)
    for n in range(7):
        t = n / 7
        edge = [(x, 0.26 + 0.095 * n + 0.05 * math.sin(4 * x + n * 0.35)) for x in (k / 60 for k in range(61))]
        s.shape([*edge, (1, 1), (0, 1)], mix("#e3ece6", "#9cc3c8", t))
        s.line(edge, mix("#b9d0cd", "#6b9fa9", t), 0.0012)
    coast = [(x, y - 0.06) for x, y in ridge(0.20, 0.07, 31, 80)]
    s.shape([(0, 0), *coast, (1, 0)], "#e6d7b5")
    s.line(coast, "#8a744c", 0.0022)
    s.veil(
        lambda pen: pen.pieslice(
            (*s.at(0.62 - 0.34, 0.66 - 0.544), *s.at(0.62 + 0.34, 0.66 + 0.544)), -20, 110, fill=255
        ),
        "#63d9a0",
        0.28,
    )
    s.line([(0.22, 0.14), (0.30, 0.38), (0.46, 0.56), (0.62, 0.66)], "#5c5140", 0.016)
    s.line([(0.22, 0.14), (0.30, 0.38), (0.46, 0.56), (0.62, 0.66)], "#cdbf9f", 0.011)
    s.disc(0.62, 0.66, 0.014, "#1f7d57")
    s.disc(0.62, 0.66, 0.006, "#d9fff0")
    s.disc(0.405, 0.50, 0.007, RUST)
    for x, y, words in (
        (0.645, 0.60, "lamp  Fl G 4s 11m"),
        (0.425, 0.445, "tide gauge"),
        (0.10, 0.045, "PORT AVERELL"),
        (0.74, 0.93, "approaches, depths in metres"),
    ):
        s.text(x, y, words, "#3b3a33", 0.017 if words[0] != "P" else 0.022)
    s.text(0.315, 0.29, "north mole", "#3b3a33", 0.015)
    chance, taken = (
        random.Random(7),
        [
            (0.62, 0.62),
            (0.52, 0.50),
            (0.70, 0.60),
            (0.40, 0.48),
            (0.46, 0.44),
            *((x / 100, 0.93) for x in range(72, 100, 4)),
        ],
    )
    for _ in range(300):
        x, y = chance.uniform(0.04, 0.96), chance.uniform(0.40, 0.95)
        if all(math.hypot(x - a, y - b) > 0.075 for a, b in taken):
            taken.append((x, y))
            s.text(x, y, f"{max(2, (y - 0.24) * 22 + chance.uniform(-1, 1)):.0f}", "#54808a", 0.012, "mm")
    s.ring(0.90, 0.20, 0.045, "#8a744c", 0.0015)
    s.shape([(0.90, 0.115), (0.91, 0.20), (0.89, 0.20)], "#8a744c")

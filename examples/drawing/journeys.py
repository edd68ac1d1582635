"""Journeys, and the small pictures."""

# ruff: noqa: S311  # the same picture each time, no secret
import math
import random

from PIL import ImageDraw

from drawing.sheet import AMBER, LAMP, Sheet, mix, picture
from drawing.things import boat, seafloor, stars


@picture("1-BoD8gblgps-MWbEYVH28YQ.jpeg", 1400, 900)
def keelung_rain(s: Sheet) -> None:
    s.sky("#8d9ea3", "#a9b7b6", "#c4cbc4", "#b6c0bc", bottom=0.70)
    for n in range(6):
        s.hills(0.36 + 0.065 * n, 0.17 - 0.017 * n, mix("#a9b8b8", "#3f5a5f", n / 5), 70 + n)
        s.veil(
            lambda pen, n=n: pen.rectangle((*s.at(0, 0.43 + 0.06 * n), *s.at(1, 0.49 + 0.06 * n)), fill=255),
            "#c9d1cc",
            0.35,
            0.025,
        )
    chance = random.Random(8)
    for _ in range(34):
        x, y, wide = chance.random(), chance.uniform(0.60, 0.66), chance.uniform(0.018, 0.045)
        tall = chance.uniform(0.05, 0.17)
        s.box(x, y - tall, x + wide, 0.70, mix("#4a6064", "#78898a", chance.random()))
        for k in range(3):
            if chance.random() < 0.4:
                s.box(
                    x + wide * (0.2 + 0.25 * k),
                    y - tall * 0.6,
                    x + wide * (0.32 + 0.25 * k),
                    y - tall * 0.6 + 0.012,
                    "#f0c27a",
                )
    s.sky("#6f8487", "#4a6468", "#2d474d", top=0.69, bottom=1)
    s.water(0.70, "#c8d2cc", 6, 110, 0.35)
    s.water(0.72, "#f2c27c", 16, 18, 0.5)
    for x, y, size in ((0.20, 0.79, 0.035), (0.62, 0.76, 0.025), (0.80, 0.86, 0.045)):
        boat(s, x, y, size, "#223a40")
        s.box(x - size * 0.5, y - size * 0.9, x + size * 0.25, y, "#b5533f" if size > 0.03 else "#476a72")

    def rain(pen: ImageDraw.ImageDraw) -> None:
        for _ in range(900):
            x, y, long = chance.uniform(0, 1.05), chance.uniform(-0.05, 1), chance.uniform(0.02, 0.06)
            pen.line([s.at(x, y), s.at(x - long * 0.12, y + long)], fill=255, width=3)

    s.veil(rain, "#eef2ee", 0.28)


@picture("1-Ebj5eEWTDT7fnzXnNARPpg.jpeg", 900, 1200)
def keelung_stairs(s: Sheet) -> None:
    s.sky("#51666c", "#7a8b8c", "#a8b1a8", "#6a7876")
    s.glow(0.5, 0.30, 0.50, "#f6e2b6", 0.5)
    s.hills(0.34, 0.10, "#6f8384", 81)
    s.shape([(0, 0.08), (0.40, 0.34), (0.20, 1), (0, 1)], "#3c4b4e")
    s.shape([(1, 0.04), (0.60, 0.34), (0.82, 1), (1, 1)], "#344347")
    for n in range(30):
        t = (n / 30) ** 1.6
        y, half = 0.36 + 0.66 * t, 0.06 + 0.30 * t
        tall = 0.006 + 0.036 * (n / 30)
        s.box(0.5 - half, y, 0.5 + half, y + tall, mix("#8d9893", "#5d6a69", n / 30))
        s.box(0.5 - half, y, 0.5 + half, y + tall * 0.28, mix("#c6cdc4", "#aab4af", n / 30))
    for side in (-1, 1):
        for n in range(7):
            t = (n / 6) ** 1.5
            x, y, r = 0.5 + side * (0.10 + 0.33 * t), 0.36 - 0.16 * t, 0.010 + 0.036 * t
            s.line([(x, y - 0.12 * t - 0.02), (x, y)], "#233034", 0.002)
            s.disc(x, y, r, "#b93a2c", r * 1.18)
            s.disc(x, y, r * 0.55, "#ee7a4a", r * 1.1)
            s.glow(x, y, r * 3.2, "#ff6a3a", 0.7)
    s.glow(0.5, 0.92, 0.35, "#ff8a5a", 0.18, 0.22)
    s.disc(0.47, 0.655, 0.055, "#d9b545", 0.022)
    s.box(0.455, 0.66, 0.487, 0.735, "#2a3a44", 0.01)
    s.disc(0.47, 0.668, 0.055, "#d9b545", 0.010)


@picture("1-GmEqxbq-tfjjQONQ1eAlUw.jpeg", 1400, 788)
def ferry_night(s: Sheet) -> None:
    s.sky("#040a18", "#0a1a34", "#15355a", "#2b5a72", bottom=0.66)
    stars(s, 31, 520, 0.60)
    s.veil(
        lambda pen: [
            pen.ellipse(
                (*s.at(-0.1 + n * 0.075, 0.46 - n * 0.036), *s.at(0.16 + n * 0.075, 0.58 - n * 0.036)),
                fill=160,
            )
            for n in range(14)
        ],
        "#8aa6d0",
        0.22,
        0.03,
    )
    s.hills(0.655, 0.03, "#0a1c2e", 91)
    s.sky("#1a4258", "#0c2438", "#05101e", top=0.655, bottom=1)
    s.glow(0.47, 0.66, 0.36, "#ffbf70", 0.35, 0.14)
    hull = "#0b1826"
    s.shape([(0.22, 0.62), (0.745, 0.62), (0.715, 0.70), (0.25, 0.70)], hull)
    s.box(0.27, 0.535, 0.67, 0.62, "#e8e2d4")
    s.box(0.31, 0.475, 0.62, 0.535, "#d8d2c4")
    s.box(0.36, 0.43, 0.47, 0.475, "#c9c3b6")
    s.shape([(0.535, 0.475), (0.545, 0.36), (0.60, 0.36), (0.605, 0.475)], "#c2553d")
    for row, (y, x0, count) in enumerate(((0.57, 0.285, 31), (0.50, 0.325, 23))):
        for n in range(count):
            s.box(
                x0 + n * 0.0122,
                y,
                x0 + 0.0072 + n * 0.0122,
                y + 0.022,
                AMBER if (n * 7 + row) % 9 else "#5b6470",
            )
    for n in range(9):
        s.glow(0.29 + n * 0.046, 0.575, 0.035, "#ffb35a", 0.5)
    s.veil(
        lambda pen: [
            pen.ellipse(
                (
                    *s.at(0.29 + 0.043 * (n % 9) - 0.012, 0.72 + 0.028 * (n // 9)),
                    *s.at(0.31 + 0.043 * (n % 9), 0.726 + 0.028 * (n // 9)),
                ),
                fill=255 - 22 * (n // 9),
            )
            for n in range(81)
        ],
        "#ffc270",
        0.5,
        0.002,
    )
    s.water(0.69, "#7fb4c4", 13, 90, 0.18)
    s.disc(0.90, 0.640, 0.002, "#eafff4")
    s.glow(0.90, 0.640, 0.05, LAMP, 1)


@picture("1-R--P-OHg45iGKXf9nG0Diw.jpeg", 1400, 850)
def arabic_sea(s: Sheet) -> None:
    s.sky("#2f5e86", "#7f9fb5", "#e3b9a8", "#f8cf9d", "#fde6b8", bottom=0.56)
    s.glow(0.5, 0.54, 0.40, "#fff0c0", 0.9)
    s.disc(0.5, 0.535, 0.040, "#fff7df")
    s.hills(0.565, 0.025, "#9a8f9c", 101)
    s.sky("#f0c79c", "#7fb0b6", "#2f7a93", "#14506f", top=0.555, bottom=1)
    s.water(0.56, "#fff0c8", 14, 130, 0.45)
    s.glow(0.5, 0.62, 0.12, "#fff0c0", 0.8, 0.22)
    stone = "#5b4a4a"
    s.box(0.74, 0.44, 0.97, 0.585, stone)
    s.box(0.77, 0.36, 0.83, 0.45, stone)
    s.box(0.91, 0.40, 0.96, 0.45, stone)
    for n in range(12):
        s.box(0.742 + n * 0.0192, 0.425, 0.753 + n * 0.0192, 0.445, stone)
    for n in range(4):
        x = 0.775 + n * 0.048
        s.disc(x, 0.535, 0.012, "#e6b98f")
        s.box(x - 0.012, 0.535, x + 0.012, 0.585, "#e6b98f")
    s.box(0.56, 0.562, 0.76, 0.585, stone)
    for n in range(6):
        s.disc(0.585 + n * 0.032, 0.588, 0.011, "#e2bd95")
    for x, y, size, sail in (
        (0.22, 0.68, 0.035, "#fdf3df"),
        (0.36, 0.61, 0.016, "#f3dfc4"),
        (0.66, 0.79, 0.050, "#e58a5f"),
        (0.12, 0.60, 0.011, "#f3dfc4"),
    ):
        boat(s, x, y, size, "#3a2f3c", sail)
    for n in range(7):
        x, y = 0.30 + n * 0.05, 0.20 + 0.05 * math.sin(n * 2.1)
        s.line([(x - 0.012, y - 0.010), (x, y), (x + 0.012, y - 0.010)], "#3d5670", 0.0016)


@picture("1-K0bk1wHDCClwcWiQhPQrtw.jpeg", 1200, 750)
def draft_ferry(s: Sheet) -> None:
    s.sky("#b9c2c0", "#d5d8d0", "#e6e3d6", bottom=0.48)
    s.hills(0.46, 0.06, "#a2afae", 111)
    s.hills(0.48, 0.03, "#7f9090", 112)
    s.sky("#c5cbc4", "#93a5a6", "#667e82", top=0.475, bottom=1)
    s.water(0.49, "#f0f2ea", 17, 100, 0.35)
    boat(s, 0.52, 0.66, 0.07, "#33454a", mast=False)
    s.disc(0.505, 0.575, 0.011, "#33454a")
    s.box(0.495, 0.59, 0.517, 0.665, "#4b5f63", 0.006)
    s.line([(0.51, 0.62), (0.62, 0.72)], "#4b5f63", 0.004)


@picture("1-wIcCxefvVgLgJmnWdKhWlw.jpeg", 800, 800)
def profile(s: Sheet) -> None:
    s.sky("#16384f", "#3f7f8e", "#e7b98c")
    s.glow(0.72, 0.60, 0.45, "#ffd8a0", 0.7)
    s.hills(0.74, 0.06, "#2c5c6c", 121)
    s.shape(
        [(0.14, 1.01), (0.20, 0.86), (0.36, 0.755), (0.50, 0.73), (0.64, 0.755), (0.80, 0.86), (0.86, 1.01)],
        "#e8b23a",
    )
    s.disc(0.5, 0.45, 0.205, "#1d1a20", 0.225)
    s.box(0.295, 0.45, 0.705, 0.74, "#1d1a20", 0.09)
    s.box(0.44, 0.58, 0.56, 0.77, "#c98f68", 0.04)
    s.disc(0.5, 0.475, 0.145, "#dca77d", 0.180)
    s.shape(
        [(0.345, 0.42), (0.40, 0.29), (0.52, 0.26), (0.64, 0.31), (0.66, 0.43), (0.57, 0.355), (0.44, 0.37)],
        "#1d1a20",
    )
    for x in (0.44, 0.56):
        s.disc(x, 0.485, 0.012, "#2a1f1c")
    s.line([(0.455 + 0.009 * k, 0.570 + 0.014 * math.sin(math.pi * k / 10)) for k in range(11)], "#8c4638", 0.007)
    s.shape([(0.36, 0.75), (0.50, 0.86), (0.64, 0.75), (0.60, 0.735), (0.50, 0.79), (0.40, 0.735)], "#c8902a")


@picture("0-4Tf_ipKeamFExpXa.jpeg", 320, 320)
def thumb_tides(s: Sheet) -> None:
    s.sky("#f6d9ac", "#f0b98a")
    for n, colour in enumerate(("#7fb6bd", "#3f8190", "#1d4e5f")):
        s.shape(
            [
                *((k / 40, 0.48 + 0.16 * n + 0.07 * math.sin(math.tau * k / 40 + n)) for k in range(41)),
                (1, 1.01),
                (0, 1.01),
            ],
            colour,
        )
    s.disc(0.7, 0.26, 0.09, "#fff3d6")


@picture("0-qO7IqBPdftGo9Dij.jpeg", 320, 320)
def thumb_chart(s: Sheet) -> None:
    seafloor(s, 9, ("#d8efe4", "#4d9fae", "#0e2f50"))


@picture("0-lgDK8HAiH9XyDloY.jpeg", 320, 320)
def thumb_knot(s: Sheet) -> None:
    s.sky("#27505e", "#1b3c49")
    for shade, wide in (("#7d5a32", 0.085), ("#d9b98a", 0.062)):
        s.line(
            [
                (
                    0.5 + 0.11 * (math.sin(a) + 2 * math.sin(2 * a)),
                    0.55 - 0.11 * (math.cos(a) - 2 * math.cos(2 * a)),
                )
                for a in (math.tau * k / 240 for k in range(243))
            ],
            shade,
            wide,
        )

"""The sea, and what has been measured of it."""

# ruff: noqa: S311  # the same picture each time, no secret
import math
import random
from itertools import pairwise

from PIL import ImageDraw

from drawing.sheet import AMBER, CORAL, INK, LAMP, PAPER, RUST, SEA, TEAL, Sheet, Xy, mix, picture
from drawing.things import boat, level, seafloor


@picture("1-e4gKT2l84zi_XS1h_26uag.jpeg", 1600, 1000)
def cover_tide(s: Sheet) -> None:
    s.sky("#1c3a52", "#57788a", "#c79c86", "#f3c58f", "#fbe0b4", bottom=0.50)
    s.glow(0.68, 0.46, 0.36, "#ffcf8a", 0.9)
    s.disc(0.68, 0.445, 0.022, "#fff0d0")
    s.hills(0.47, 0.05, "#8a7f86", 41)
    s.hills(0.49, 0.03, "#5d6c7a", 42)
    s.sky("#e0b48c", "#a08d84", "#5b7079", "#2a4654", top=0.495, bottom=1)
    s.glow(0.68, 0.54, 0.20, "#ffd9a0", 0.6, 0.16)
    for n in range(9):
        y = 0.56 + 0.052 * n
        wave = [
            (x, y + 0.010 * math.sin(9 * x + n * 1.7) + 0.006 * math.sin(23 * x + n))
            for x in (k / 90 for k in range(91))
        ]
        s.veil(
            lambda pen, wave=wave, n=n: pen.line([s.at(*p) for p in wave], fill=255, width=round(2 + n * 2.2)),
            "#ffe3b5" if n % 2 else "#24414f",
            0.30,
            0.0006,
        )
    for k in range(11):
        x = 0.0 + k * 0.034
        s.line([(x, 0.505), (x - 0.004, 0.635 - k * 0.004)], "#1a2c38", 0.0035)
    s.shape([(0, 0.497), (0.36, 0.507), (0.36, 0.518), (0, 0.515)], "#15252f")
    s.box(0.325, 0.405, 0.357, 0.51, "#15252f")
    s.shape([(0.318, 0.408), (0.341, 0.365), (0.364, 0.408)], "#0f1c25")
    s.box(0.337, 0.435, 0.346, 0.452, AMBER)
    s.glow(0.3415, 0.443, 0.03, AMBER, 0.8)


@picture("1-eoXja--HPazZeiUVKP7llA.png", 1400, 700)
def tide_chart(s: Sheet) -> None:
    s.sky("#fbfaf5", "#fbfaf5")

    def place(d: float, v: float) -> Xy:
        return (0.07 + 0.89 * d / 14, 0.52 - 0.26 * v)

    for v in (-1, -0.5, 0, 0.5, 1):
        s.line([place(0, v), place(14, v)], "#dfe3dd" if v else "#9db0b1", 0.0008)
        s.text(0.055, place(0, v)[1], f"{3.5 + 2 * v:.1f}", "#6f7f80", 0.013, "rm")
    curve = [place(d, level(d * 24)) for d in (k / 80 for k in range(14 * 80 + 1))]
    s.veil(
        lambda pen: pen.polygon([s.at(*place(0, 0)), *(s.at(*p) for p in curve), s.at(*place(14, 0))], fill=255),
        SEA,
        0.28,
    )
    s.line(curve, TEAL, 0.0022)
    for d in range(15):
        s.line([place(d, -1.12), place(d, -1.16)], "#9db0b1", 0.0008)
    for d in range(14):
        s.text(place(d + 0.5, 0)[0], 0.86, str(d + 1), "#6f7f80", 0.013, "mm")
    for d, dark in ((0.6, -0.5), (4.0, -0.8), (7.5, 1), (11.0, 0.8), (13.4, 0.5)):
        x, y = place(d, 0)[0], 0.13
        s.disc(x, y, 0.011, "#263b46")
        s.disc(x + math.copysign(0.024 * abs(dark), dark), y, 0.011, "#fbfaf5")
        s.ring(x, y, 0.011, "#263b46", 0.001)
    s.text(0.07, 0.06, "Water level at Port Averell, metres above chart datum", INK, 0.017)
    s.text(0.96, 0.93, "day of the fortnight", "#6f7f80", 0.013, "rm")


@picture("1-Paf6JDRgnFDFM15iAdTC3A.jpeg", 1600, 1000)
def bathymetry(s: Sheet) -> None:
    seafloor(s, 16, ("#d8efe4", "#4d9fae", "#0e2f50"))
    s.line([(0.08, 0.05), (0.12, 0.25), (0.20, 0.42)], "#6a5c43", 0.010)
    s.line([(0.08, 0.05), (0.12, 0.25), (0.20, 0.42)], "#c9b98f", 0.006)
    s.disc(0.20, 0.42, 0.008, "#12805a")
    s.glow(0.20, 0.42, 0.05, LAMP, 0.8)
    s.ring(0.93, 0.11, 0.030, "#8a744c", 0.0015)
    s.shape([(0.93, 0.05), (0.937, 0.11), (0.923, 0.11)], "#8a744c")
    for n in range(4):
        s.box(0.80 + n * 0.04, 0.945, 0.84 + n * 0.04, 0.953, ("#f5efe3", "#10202c")[n % 2])
    s.text(0.80, 0.925, "0", PAPER, 0.011, "mm")
    s.text(0.96, 0.925, "400 m", PAPER, 0.011, "mm")


@picture("1-EPYD81YxfcAcQDSf7QxzfQ.PNG", 1200, 560)
def profile_line(s: Sheet) -> None:
    s.sky("#fbfaf5", "#fbfaf5")
    top = 0.20
    floor = [
        (
            0.08 + 0.88 * t,
            top
            + 0.62
            * min(
                1,
                0.10 + 0.55 * t**0.6 + 0.33 * math.exp(-(((t - 0.47) / 0.055) ** 2)) + 0.02 * math.sin(31 * t),
            ),
        )
        for t in (k / 300 for k in range(301))
    ]
    s.shape([(0.08, top), *floor, (0.96, top)], "#cfe5e4")
    s.shape([*floor, (0.96, 0.90), (0.08, 0.90)], "#d9c7a0")
    s.line(floor, RUST, 0.003)
    s.line([(0.08, top), (0.96, top)], SEA, 0.003)
    for n in range(6):
        y = top + n * 0.124
        s.text(0.068, y, str(n * 4), "#6f7f80", 0.015, "rm")
        s.line([(0.075, y), (0.08, y)], "#6f7f80", 0.001)
    boat(s, 0.47, top - 0.012, 0.02, INK, CORAL)
    for x, y, words in (
        (0.08, 0.10, "metres below the lamp’s stone"),
        (0.535, 0.80, "the old river"),
        (0.08, 0.95, "steps"),
        (0.90, 0.95, "fairway"),
    ):
        s.text(x, y, words, "#3b4a4c", 0.016)


@picture("1-cJZcKfnlEDrmUTxxbc2pZw@2x.png", 1200, 640)
def tide_db(s: Sheet) -> None:
    s.sky("#eef3f1", "#e3ecea")
    boxes = [
        (0.07, 0.28, "station", ("id", "name", "datum"), TEAL),
        (0.385, 0.17, "reading", ("station", "at", "level"), SEA),
        (0.70, 0.36, "correction", ("station", "at", "level", "note"), CORAL),
    ]
    for (x0, y0, *_), (x1, y1, *_) in pairwise(boxes):
        s.line(
            [(x0 + 0.23, y0 + 0.19), (x0 + 0.27, y0 + 0.19), (x1 - 0.04, y1 + 0.19), (x1, y1 + 0.19)],
            "#8aa3a5",
            0.003,
        )
    for x, y, name, columns, colour in boxes:
        tall = 0.13 + 0.085 * len(columns)
        s.veil(
            lambda pen, x=x, y=y, tall=tall: pen.rounded_rectangle(
                (*s.at(x + 0.004, y + 0.02), *s.at(x + 0.234, y + tall + 0.03)), 30, fill=255
            ),
            INK,
            0.18,
            0.008,
        )
        s.box(x, y, x + 0.23, y + tall, "#ffffff", 0.010)
        s.box(x, y, x + 0.23, y + 0.10, colour, 0.010)
        s.box(x, y + 0.06, x + 0.23, y + 0.10, colour)
        s.text(x + 0.018, y + 0.052, name, "#ffffff", 0.019)
        for n, column in enumerate(columns):
            s.disc(x + 0.024, y + 0.155 + n * 0.085, 0.004, colour)
            s.text(x + 0.042, y + 0.155 + n * 0.085, column, INK, 0.017)
    wave = [(k / 200, 0.90 + 0.035 * level(k / 200 * 60)) for k in range(201)]
    s.line(wave, SEA, 0.002)


@picture("1-RfjSVxrenSQ2pMUAd-SPOw.jpeg", 1200, 1200)
def storm_cover(s: Sheet) -> None:
    s.sky("#dfe5e0", "#b9c9cb")
    for n in range(30):
        r = 1.25 - n * 0.0415
        shift = 0.010 * n
        loop = []
        for k in range(181):
            a = math.tau * k / 180
            rr = r * (1 + 0.11 * math.sin(2 * a + n * 0.16) + 0.05 * math.sin(3 * a - n * 0.24))
            loop.append((0.40 + shift + rr * 0.70 * math.cos(a), 0.44 + 0.5 * shift + rr * 0.64 * math.sin(a)))
        s.shape(loop, mix("#d7e0dd", "#0b1c2e", (n / 29) ** 0.8))
        s.line(loop, mix("#9db4b9", "#31516b", n / 29), 0.0012)
    s.glow(0.69, 0.585, 0.11, LAMP, 0.9)
    s.glow(0.69, 0.585, 0.02, "#ffffff", 1)
    chance = random.Random(4)

    def rain(pen: ImageDraw.ImageDraw) -> None:
        for _ in range(420):
            x, y, long = chance.uniform(-0.1, 1.1), chance.uniform(-0.1, 1.1), chance.uniform(0.01, 0.05)
            pen.line([s.at(x, y), s.at(x - long * 0.5, y + long)], fill=255, width=3)

    s.veil(rain, "#f2f6f4", 0.30)

"""The house: bread, a window, a desk, a clock."""

# ruff: noqa: S311  # the same picture each time, no secret
import math
import random

from PIL import Image

from drawing.sheet import Sheet, mix, picture
from drawing.things import boat, tower


@picture("1-lsOnHGeZ13rpybjmw9lYJw.jpeg", 1000, 1000)
def bread_plate(s: Sheet) -> None:
    s.sky("#d8c6ab", "#cbb492", "#bfa27c")
    chance = random.Random(12)
    for n in range(34):
        y = n / 33
        s.veil(
            lambda pen, y=y, n=n: pen.line(
                [s.at(k / 20, y + 0.008 * math.sin(k * 0.7 + n)) for k in range(21)],
                fill=255,
                width=3 + n % 4,
            ),
            "#8b6a44",
            0.16,
            0.0008,
        )
    s.veil(lambda pen: pen.ellipse((*s.at(0.13, 0.16), *s.at(0.93, 0.96)), fill=255), "#3a2413", 0.55, 0.03)
    for r, colour in ((0.39, "#e9eef0"), (0.375, "#3f6f93"), (0.345, "#f1f3ee"), (0.285, "#dfe6e6")):
        s.disc(0.5, 0.5, r, colour)
    s.veil(lambda pen: pen.ellipse((*s.at(0.29, 0.31), *s.at(0.77, 0.79)), fill=255), "#2a3a44", 0.4, 0.02)
    for n in range(24):
        t = n / 23
        s.disc(0.5 - 0.035 * t, 0.5 - 0.04 * t, 0.235 * (1 - 0.62 * t), mix("#6d3a1a", "#d9985a", t**0.8))
    for a in (-0.13, -0.045, 0.04, 0.125):
        cut = [
            (
                0.5 + a + 0.012 * math.sin(k / 3),
                0.5 - 0.19 * math.cos(abs(a) * 5) + k * 0.0194 * math.cos(abs(a) * 5),
            )
            for k in range(20)
        ]
        s.line(cut, "#5e2f14", 0.017)
        s.line([(x + 0.002, y) for x, y in cut], "#f0d2a0", 0.009)
    for _ in range(150):
        a, r = chance.uniform(0, math.tau), 0.225 * chance.random() ** 0.6
        s.disc(0.5 + r * math.cos(a), 0.5 + r * math.sin(a), 0.0042, "#f2dfb8", 0.0028)
    s.glow(0.36, 0.32, 0.40, "#fff0d0", 0.35)


@picture("1-qJoULzSUWnR_dOQ4vHJ3dA.jpeg", 1200, 900)
def bread_dough(s: Sheet) -> None:
    s.sky("#1d2f42", "#2c4358", "#3a4a55", bottom=0.62)
    s.box(0.56, 0.06, 0.90, 0.46, "#0f1e30", 0.006)
    s.glow(0.73, 0.26, 0.20, "#31597a", 0.9)
    stars_at = random.Random(6)
    for _ in range(40):
        s.disc(stars_at.uniform(0.57, 0.89), stars_at.uniform(0.08, 0.40), 0.0012, "#cfdcf0")
    s.box(0.725, 0.06, 0.735, 0.46, "#465660")
    s.box(0.56, 0.255, 0.90, 0.268, "#465660")
    s.sky("#7c5637", "#5a3c26", "#3c2718", top=0.60, bottom=1)
    s.glow(0.20, 0.20, 0.55, "#ffb45e", 0.55)
    s.veil(lambda pen: pen.ellipse((*s.at(0.13, 0.74), *s.at(0.67, 0.92)), fill=255), "#140b06", 0.7, 0.02)
    for n in range(16):
        t = n / 15
        s.disc(
            0.385 - 0.02 * t,
            0.50 - 0.01 * t,
            0.195 * (1 - 0.8 * t),
            mix("#c9ab80", "#fff3d9", t),
            0.105 * (1 - 0.8 * t),
        )
    s.shape(
        [(0.15 + 0.47 * k / 40, 0.52 + 0.33 * math.sin(math.pi * k / 40) ** 0.6) for k in range(41)],
        "#2f5f72",
    )
    s.shape(
        [(0.15 + 0.20 * k / 40, 0.52 + 0.30 * math.sin(math.pi * k / 80) ** 0.7) for k in range(41)] + [(0.24, 0.53)],
        "#3f7688",
    )
    s.line(
        [(0.15 + 0.47 * k / 40, 0.52 + 0.022 * math.sin(math.pi * k / 40)) for k in range(41)],
        "#cfe0dc",
        0.006,
    )
    s.veil(
        lambda pen: [
            pen.arc((*s.at(0.66 + 0.03 * n, 0.66), *s.at(0.80 + 0.03 * n, 0.84)), 180, 300, fill=255, width=6)
            for n in range(2)
        ],
        "#f2d8b0",
        0.10,
        0.004,
    )


@picture("1-hXafckkxMkPpr5M9hobZow.jpeg", 1200, 900)
def bread_oven(s: Sheet) -> None:
    s.sky("#2a211d", "#3a2a22", "#1c1512")
    chance = random.Random(15)
    for row in range(13):
        for col in range(-1, 12):
            x, y = (col + 0.5 * (row % 2)) / 10.5, row / 12.5
            s.box(x, y, x + 0.091, y + 0.072, mix("#4a352a", "#7a5540", chance.random()), 0.004)
    arch = [(0.5 + 0.33 * math.cos(a), 0.66 - 0.50 * math.sin(a)) for a in (math.pi * k / 60 for k in range(61))]
    s.shape([(0.83, 0.84), *arch, (0.17, 0.84)], "#1a0d08")
    inner = [(0.5 + 0.30 * math.cos(a), 0.66 - 0.45 * math.sin(a)) for a in (math.pi * k / 60 for k in range(61))]
    s.shape([(0.80, 0.83), *inner, (0.20, 0.83)], "#5e1f0b")
    s.glow(0.5, 0.70, 0.42, "#ff7a1f", 1, 0.34)
    s.glow(0.34, 0.72, 0.16, "#ffd37a", 0.9, 0.12)
    s.glow(0.68, 0.74, 0.14, "#ffbe5c", 0.8, 0.10)
    s.veil(lambda pen: pen.ellipse((*s.at(0.34, 0.75), *s.at(0.68, 0.85)), fill=255), "#1a0803", 0.8, 0.012)
    for n in range(14):
        t = n / 13
        s.disc(
            0.51 - 0.012 * t,
            0.735 - 0.022 * t,
            0.135 * (1 - 0.7 * t),
            mix("#3d1a08", "#c9783a", t),
            0.075 * (1 - 0.7 * t),
        )
    for k in range(3):
        s.line([(0.455 + k * 0.045, 0.675), (0.475 + k * 0.045, 0.735)], "#f0c07a", 0.006)
    s.box(0.12, 0.83, 0.88, 0.88, "#2b1d17", 0.004)
    s.sky("#2b1d17", "#150d0a", top=0.88, bottom=1)
    s.glow(0.5, 0.88, 0.40, "#ff7a2a", 0.45, 0.10)


@picture("0-v6AUJitq5NlGaNkr.jpeg", 1500, 750)
def bread_window(s: Sheet) -> None:
    s.sky("#fbe3bd", "#f3c793", "#e7a57c")
    s.sky("#8fb6c0", "#c7d5cb", "#f7dcae", "#fbc98a", bottom=0.58)
    s.glow(0.50, 0.50, 0.30, "#fff2c9", 1)
    s.hills(0.54, 0.07, "#8a9a9c", 51)
    s.hills(0.57, 0.04, "#5d7c84", 52)
    s.sky("#d8b48c", "#7fa3a4", "#3f7582", top=0.575, bottom=0.80)
    s.water(0.59, "#fff0c8", 5, 70, 0.5)
    s.line([(0.87, 0.61), (0.70, 0.592)], "#35525c", 0.006)
    tower(s, 0.712, 0.592, 0.14, "#35525c", "#e8fff2")
    boat(s, 0.33, 0.66, 0.018, "#2d4b57", "#f6e6c8")
    boat(s, 0.45, 0.62, 0.010, "#3d5b64")
    frame = "#3a2b22"
    s.box(0, 0, 0.13, 1, "#5d4434")
    s.box(0.87, 0, 1, 1, "#4c382b")
    s.box(0, 0, 1, 0.06, "#4c382b")
    s.box(0, 0.78, 1, 1, "#6d5140")
    s.box(0, 0.78, 1, 0.80, "#8c6b53")
    for x in (0.12, 0.365, 0.61, 0.855):
        s.box(x, 0.04, x + 0.022, 0.79, frame)
    s.box(0.12, 0.36, 0.877, 0.385, frame)
    s.glow(0.62, 0.84, 0.35, "#ffce8a", 0.35, 0.12)
    s.box(0.20, 0.66, 0.255, 0.80, "#2f6377", 0.008)
    for a in (-0.5, -0.2, 0.15, 0.5):
        s.line([(0.2275, 0.67), (0.2275 + 0.05 * a, 0.50 - 0.05 * math.cos(a * 3))], "#4d7347", 0.004)
        s.disc(0.2275 + 0.05 * a, 0.49 - 0.05 * math.cos(a * 3), 0.014, "#5f8a50", 0.008)
    s.disc(0.245, 0.53, 0.009, "#f4cf3f")
    s.disc(0.74, 0.835, 0.055, "#8d4f24", 0.034)
    s.disc(0.73, 0.822, 0.036, "#b06c38", 0.018)
    s.box(0.67, 0.845, 0.81, 0.868, "#e7e2d6", 0.005)
    s.box(0.675, 0.87, 0.805, 0.90, "#6d5140")


@picture("0-O-JvnPw3k5uicDYv.jpeg", 1200, 700)
def desk(s: Sheet) -> None:
    s.sky("#b6cfd3", "#dde6de", "#f6ead0", bottom=0.60)
    s.hills(0.50, 0.05, "#9db6ba", 61)
    s.sky("#86abb3", "#5a8a97", top=0.52, bottom=0.68)
    s.water(0.53, "#f4fbf5", 9, 60, 0.45)
    s.box(0, 0.66, 1, 1, "#a9805a")
    s.sky("#b88d63", "#8e6644", top=0.68, bottom=1)
    for x in (0.02, 0.49, 0.96):
        s.box(x, 0, x + 0.018, 0.66, "#f3efe6")
    s.box(0, 0.64, 1, 0.675, "#f3efe6")
    s.veil(
        lambda pen: pen.polygon([s.at(0.33, 0.75), s.at(0.66, 0.75), s.at(0.72, 0.97), s.at(0.27, 0.97)], fill=255),
        "#2b1a0e",
        0.35,
        0.012,
    )
    s.shape([(0.34, 0.72), (0.66, 0.72), (0.71, 0.94), (0.29, 0.94)], "#fbf8f0")
    for n in range(9):
        y, wide = 0.745 + n * 0.020, (0.27, 0.24, 0.26, 0.12, 0.0, 0.25, 0.27, 0.22, 0.16)[n]
        left = 0.355 - n * 0.0045
        s.line([(left, y), (left + wide * (1 + n * 0.012), y)], "#56646b", 0.0022)
    s.line([(0.60, 0.93), (0.735, 0.80)], "#d9a441", 0.006)
    s.line([(0.735, 0.80), (0.742, 0.793)], "#c65c4a", 0.006)
    s.box(0.80, 0.58, 0.875, 0.79, "#3f6f7d", 0.012)
    s.disc(0.8375, 0.588, 0.0375, "#2b4d58", 0.009)
    s.ring(0.885, 0.68, 0.026, "#3f6f7d", 0.007)
    s.veil(
        lambda pen: [
            pen.line(
                [s.at(0.825 + n * 0.013 + 0.008 * math.sin(k / 3 + n), 0.55 - k * 0.012) for k in range(16)],
                fill=255,
                width=8,
            )
            for n in range(3)
        ],
        "#ffffff",
        0.5,
        0.005,
    )
    s.line([(0.14, 0.76), (0.14, 0.50), (0.21, 0.33)], "#2d3c42", 0.007)
    s.shape([(0.17, 0.36), (0.245, 0.26), (0.285, 0.36), (0.23, 0.42)], "#2d3c42")
    s.disc(0.14, 0.765, 0.05, "#2d3c42", 0.012)
    s.glow(0.30, 0.62, 0.26, "#ffe2a0", 0.55)


def dial(s: Sheet, x: float, y: float, r: float, turn: float) -> None:
    """The tide clock; turn 0 points up, 1 is once around."""
    k = s.w / s.h
    s.disc(x, y, r * 1.10, "#b9935f")
    s.disc(x, y, r * 1.04, "#8d6a3f")
    s.disc(x, y, r, "#fbf6ea")
    for n in range(60):
        a, high = math.tau * n / 60, (1 + math.cos(math.tau * n / 60)) / 2
        wide = math.tau / 120
        ring = [
            (x + f * r * math.sin(b), y - f * r * math.cos(b) * k)
            for f, b in ((0.70, a - wide), (0.93, a - wide), (0.93, a + wide), (0.70, a + wide))
        ]
        s.shape(ring, mix("#cfe6e2", "#174a66", high))
    for n in range(12):
        a = math.tau * n / 12
        s.line(
            [(x + f * r * math.sin(a), y - f * r * math.cos(a) * k) for f in (0.60, 0.66)],
            "#6a7a80",
            r * 0.014,
        )
    a = math.tau * turn
    tip, left, right, tail = (
        (x + f * r * math.sin(a + d), y - f * r * math.cos(a + d) * k)
        for f, d in ((0.86, 0), (0.09, -1.57), (0.09, 1.57), (0.16, math.pi))
    )
    s.shape([tip, left, tail, right], "#d1533c")
    s.disc(x, y, r * 0.055, "#7b2a1d")


@picture("0-v9BnQifqWITF-7yx.jpeg", 1000, 1000)
def clock_face(s: Sheet) -> None:
    s.sky("#3a6d78", "#2f5f6c", "#234b59")
    s.veil(lambda pen: pen.ellipse((*s.at(0.12, 0.15), *s.at(0.92, 0.95)), fill=255), "#0a1d26", 0.6, 0.03)
    dial(s, 0.5, 0.5, 0.35, 0.31)
    s.text(0.5, 0.335, "HIGH", "#174a66", 0.028, "mm")
    s.text(0.5, 0.675, "LOW", "#5f9aa5", 0.028, "mm")
    s.glow(0.30, 0.26, 0.45, "#fff6dc", 0.25)


def clock_frame(turn: float) -> Image.Image:
    s = Sheet(800, 450)
    s.sky("#f3e6c9", "#f8d9ab")
    height = 0.62 - 0.20 * math.cos(math.tau * turn)
    for n, colour in enumerate(("#8fc0c4", "#4f939f", "#205a70")):
        surface = [
            (k / 80, height + 0.07 * n + 0.016 * math.sin(math.tau * (k / 40 + turn * (n + 1) + n / 3)))
            for k in range(81)
        ]
        s.shape([*surface, (1, 1.01), (0, 1.01)], colour)
    dial(s, 0.5, 0.5, 0.19, turn)
    return s.image.resize(s.final, Image.Resampling.LANCZOS)

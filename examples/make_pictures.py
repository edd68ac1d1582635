"""Draws the pictures of the example export into examples/pictures/.

    python examples/make_pictures.py [NAME…]      needs Pillow and nothing else

Every picture is a function from an empty sheet, three times as large as wanted, to a drawn one: see drawing/.
"""

# ruff: noqa: T201  # a command that tells what it made
import sys
from pathlib import Path

from drawing import house, journeys, lamp, sea
from drawing.house import clock_frame
from drawing.sheet import PICTURES, Painter, Sheet
from PIL import Image, ImageDraw

HERE = Path(__file__).parent / "pictures"
__all__ = ["house", "journeys", "lamp", "sea"]  # importing them fills PICTURES


def save(name: str, width: int, height: int, painter: Painter) -> int:
    target = HERE / name
    sheet = Sheet(width, height)
    painter(sheet)
    image = sheet.image.resize(sheet.final, Image.Resampling.LANCZOS)
    if name.lower().endswith(".png"):
        image.quantize(200, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
    else:
        image.save(target, "JPEG", quality=84, optimize=True, progressive=True)
    return target.stat().st_size


def save_clock(frames: int = 30) -> int:
    target = HERE / "1-JcNL_-GiXQvOX8VdxQQQ7g.gif"
    first = clock_frame(0.2)
    ImageDraw.Draw(first).rectangle((0, 0, 60, 60), fill="#d1533c")  # the hand is too small to earn its red
    palette = first.quantize(48)
    images = [clock_frame(n / frames).quantize(palette=palette, dither=Image.Dither.NONE) for n in range(frames)]
    images[0].save(target, save_all=True, append_images=images[1:], duration=4000 // frames, loop=0, optimize=True)
    return target.stat().st_size


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    wanted = sys.argv[1:] or [*PICTURES, "clock_hands"]
    total = 0
    for key in wanted:
        size = save_clock() if key == "clock_hands" else save(*PICTURES[key])
        total += size
        print(f"{size:>8}  {key}")
    print(f"{total:>8}  bytes")

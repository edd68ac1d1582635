"""A picture's file: its size as a browser shows it, and its pixels as any screen takes them, upright and in sRGB."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image, ImageCms, ImageOps

from medium_archive.articles import own_files
from medium_archive.folder.decoding import FAILURES

# Only these are decoded: Pillow passes others, such as EPS, to programs that run code from the file.
FORMATS = ("AVIF", "BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP")
_MOVING = ("AVIF", "GIF", "PNG", "WEBP")  # several pictures in a TIFF or a phone's JPEG are pages, not frames
_WITHOUT_LOSS = ("BMP", "GIF", "PNG", "TIFF")
_SIDEWAYS = (5, 6, 7, 8)  # Exif orientations that turn the picture by 90 degrees
_EXIF_ORIENTATION = 0x0112
_SVG_HEAD = 65_536  # bytes that are read of an SVG to find its size
_PIXELS = re.compile(r"\s*(\d*\.?\d+)(?:px)?\s*")
_NOT_A_PICTURE = "The file is not a picture that browsers can show"


@dataclass(frozen=True)
class Measure:
    """`size` is width and height in pixels as a browser shows it, None if the file does not say it; `problem` says why
    a browser would show nothing, "" if it shows the picture. In the file of a picture that `is_sideways` the two sides
    are exchanged. `left_out` names what the site's copy of an SVG lacks.
    """

    size: tuple[int, int] | None
    problem: str = ""
    is_sideways: bool = False
    left_out: tuple[str, ...] = ()


class Measures:
    """The measures of the archive's pictures; the head of each file is read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, Measure] = {}

    def of(self, file: str) -> Measure:
        """The measure of a picture, by its path in the archive."""
        if file not in self._known:
            self._known[file] = measure(self._root / file)
        return self._known[file]


@dataclass(frozen=True)
class Pixels:
    """A decoded picture: RGB or RGBA, 8 bits, upright, sRGB. `exact` if it came from a format without loss."""

    image: Image.Image
    format: str
    exact: bool
    moving: bool


def measure(path: Path) -> Measure:
    """The measure of a picture, from the head of its file; no pixel is decoded."""
    if own_files.is_drawing(path):
        return _measure_drawing(path)
    try:
        with Image.open(path) as picture:
            width, height = picture.size
            # Of a PNG, Pillow would decode all pixels to look for Exif behind them, where no browser does.
            marked = picture.format != "PNG" or "exif" in picture.info
            sideways = marked and picture.getexif().get(_EXIF_ORIENTATION) in _SIDEWAYS
    except Image.DecompressionBombError:
        return Measure(None)
    except FAILURES:
        return Measure(None, _NOT_A_PICTURE)
    return Measure((height, width) if sideways else (width, height), is_sideways=sideways)


def decode(content: bytes) -> Pixels:
    """The pixels of a picture's file. For an animation only `format` and `moving` mean something. Raises FAILURES."""
    with Image.open(BytesIO(content), formats=FORMATS) as picture:
        kind = picture.format or ""
        exact = kind in _WITHOUT_LOSS
        if kind in _MOVING and getattr(picture, "is_animated", False):
            return Pixels(Image.new("RGB", (1, 1)), kind, exact, moving=True)
        profile = picture.info.get("icc_profile")
        upright = ImageOps.exif_transpose(picture)
        shown = _to_srgb(_to_8_bits(upright), profile)
        shown.info = {}  # the places and devices that Exif names stay in the original
        return Pixels(shown, kind, exact, moving=False)


def _to_8_bits(picture: Image.Image) -> Image.Image:
    """A mode that colour profiles and encoders take: L, RGB, RGBA or CMYK."""
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if picture.mode in ("I", "F"):
        low, high = picture.getextrema()
        if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
            raise ValueError("a picture of one channel has several")
        high = max(high, 65_535 if picture.mode == "I" else low + 1e-9)
        low = min(low, 0) if picture.mode == "I" else low
        scale = 255 / (high - low)
        return picture.convert("F").point(lambda value: value * scale - low * scale).convert("L")
    if picture.has_transparency_data:
        return _without_idle_alpha(picture.convert("RGBA"))
    if picture.mode in ("L", "RGB", "CMYK"):
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _without_idle_alpha(picture: Image.Image) -> Image.Image:
    """Without an alpha channel that hides nothing: it would cost bytes."""
    return picture.convert("RGB") if picture.getchannel("A").getextrema() == (255, 255) else picture


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    wanted = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            if "srgb" not in ImageCms.getProfileDescription(own).lower():
                converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=wanted)
                return converted if converted is not None else picture.convert(wanted)
        except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
            pass  # browsers too take a picture with a broken or foreign profile as it is
    return picture.convert(wanted)


def _measure_drawing(path: Path) -> Measure:
    try:
        return Measure(_size_of_svg(path), left_out=own_files.drawing(path).left_out)
    except own_files.NotADrawing as error:
        return Measure(None, str(error))
    except OSError:
        return Measure(None)


def _size_of_svg(path: Path) -> tuple[int, int] | None:
    """Width and height of an SVG's first element, else of its view box; None if it has neither."""
    parser = etree.XMLPullParser(("start",), resolve_entities=False, no_network=True)
    try:
        with path.open("rb") as file:
            parser.feed(file.read(_SVG_HEAD))
        first: Any = next(iter(parser.read_events()), None)  # lxml's stubs take it for a comment as well
        if first is not None:
            lengths = [first[1].get("width") or "", first[1].get("height") or ""]
            if not all(_PIXELS.fullmatch(length) for length in lengths):
                lengths = (first[1].get("viewBox") or "").replace(",", " ").split()[2:]
            found = [round(float(match[1])) for length in lengths if (match := _PIXELS.fullmatch(length))]
            return (found[0], found[1]) if len(found) == 2 and min(found) > 0 else None
    except (OSError, etree.XMLSyntaxError):
        pass  # its size is unknown
    return None

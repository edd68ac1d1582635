"""Decodes pictures: whether bytes are a picture, and of which type. A name or an HTTP header proves nothing."""

from __future__ import annotations

import struct
import threading
import warnings
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from io import BytesIO
from typing import NamedTuple

from PIL import AvifImagePlugin, Image, TiffImagePlugin, UnidentifiedImageError, WebPImagePlugin

from medium_archive.folder.picture_record import EXTENSIONS

# Everything that Pillow raises for a damaged or wrong file. SyntaxError comes from its PNG and TIFF readers for a
# broken header, RuntimeError from its AVIF reader.
FAILURES = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    ArithmeticError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
# Pillow has loaded the others; its search for a reader would import forty modules
_READERS = (AvifImagePlugin, TiffImagePlugin, WebPImagePlugin)
_FORMATS = tuple(kind for kind in EXTENSIONS if kind != "MPO")  # Pillow finds that one as JPEG
_LARGE = 20_000_000  # pixels; to decode one of these may take 700 MB
_one_large_at_a_time = threading.Lock()
_PAGE = (b"<!doctype", b"<html")
_DRAWING = (b"<svg", b"<?xml")

# Pillow warns of large pictures and damaged tags; `kind_of` decides about both
warnings.filterwarnings("ignore", module="PIL")


class NoPicture(Exception):
    """The bytes can't be decoded as a picture. The message says in a few words what they are."""


class Kind(NamedTuple):
    """The type of a picture, as the extension of its file, and its size in pixels."""

    extension: str
    width: int
    height: int


def kind_of(content: bytes) -> Kind:
    """The type and the size of a picture. Raises NoPicture."""
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as image:
            kind, (width, height) = image.format or "", image.size
            with _one_large_at_a_time if width * height > _LARGE else nullcontext():
                image.load()
        is_cut_off = kind in _IS_CUT_OFF and _IS_CUT_OFF[kind](content)
    except UnidentifiedImageError as error:
        raise NoPicture(_instead(content)) from error
    except Image.DecompressionBombError as error:
        raise NoPicture("a picture with too many pixels") from error
    except FAILURES as error:
        raise NoPicture("a picture that is damaged or cut off") from error
    if is_cut_off:
        raise NoPicture("a picture that is cut off")
    return Kind(EXTENSIONS[kind], width, height)


def _gif_is_cut_off(content: bytes) -> bool:
    """Whether a GIF ends within a block (https://www.w3.org/Graphics/GIF/spec-gif89a.txt). Pillow decodes only the
    first frame, so a later one may be cut off. A GIF without its trailer counts as whole: some programs forget it.
    """
    place = _after_colours(content[10], 13)
    while place < len(content):
        match content[place]:
            case 0x21:  # an extension
                place += 2
            case 0x2C:  # a frame
                place = _after_colours(content[place + 9], place + 10) + 1
            case _:  # the trailer, or an unknown block
                return False
        while place < len(content) and (size := content[place]):
            place += 1 + size
        place += 1
    return place > len(content)


def _after_colours(flags: int, place: int) -> int:
    """The place in a GIF after a table of colours, if there is one."""
    return place + (3 << (flags & 7) + 1 if flags & 0x80 else 0)


def _png_is_cut_off(content: bytes) -> bool:
    """Whether a PNG ends within a chunk (PNG, 5.3); the frames of an animation follow the first picture."""
    place, name = 8, b""
    while place + 8 <= len(content) and name != b"IEND":
        size, name = struct.unpack_from(">I4s", content, place)
        place += 12 + size
    return place > len(content) or (place < len(content) and name != b"IEND")


_IS_CUT_OFF: Mapping[str, Callable[[bytes], bool]] = {"GIF": _gif_is_cut_off, "PNG": _png_is_cut_off}


def _instead(content: bytes) -> str:
    """What bytes are instead of a picture, by their beginning."""
    start = content[:1000].lstrip().lower()
    if not start:
        return "an empty answer"
    if start.startswith(_PAGE) or b"<html" in start:
        return "an HTML page"
    if start.startswith(_DRAWING):
        return "an SVG drawing, which could contain code" if b"<svg" in start else "an XML file"
    return f"{len(content):,} bytes in an unknown format"

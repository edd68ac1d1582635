"""How a picture becomes AVIF and WebP of a few widths. Whoever changes what comes out counts RECIPE up."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from medium_archive.folder.decoding import FAILURES
from medium_archive.site.images import picture_file

RECIPE = 2
_WIDTHS = (400, 800, 1200, 1600)
_WEBP_MIDDLE = 800
_APART = 1.15  # the picture's own width is a step only where it is this much wider than the one before
_WEBP_LONGEST = 16_383  # pixels, by the format


@dataclass(frozen=True)
class Encoded:
    """One variant."""

    type: str
    width: int
    bytes: int

    @property
    def name(self) -> str:
        return f"{self.width}.{self.type}"


@dataclass(frozen=True)
class Encoding:
    """The variants of a picture with their bytes, or the problem with it, in one sentence without its full stop."""

    variants: tuple[tuple[Encoded, bytes], ...] = ()
    problem: str = ""


def encode(content: bytes, *, always: bool = False) -> Encoding:
    """The variants of a picture that are smaller than it; with `always`, since nobody could see the original, all of
    them and a JPEG or PNG. What moves has none: its frames are worth more than its bytes.
    """
    try:
        pixels = picture_file.decode(content)
        if pixels.moving:
            return Encoding()
        steps = _steps(pixels.image)
        found = _choose(steps, pixels.exact, None if always else len(content))
        if always:
            kind = "png" if pixels.image.mode == "RGBA" else "jpeg"
            found += _series(kind, steps[-1:], pixels.exact, None)
    except FAILURES as error:
        return Encoding(
            problem=f"The picture could not be encoded ({error or type(error).__name__})".replace("\n", " ")
        )
    return Encoding(tuple(found))


def _choose(steps: list[Image.Image], exact: bool, most: int | None) -> list[tuple[Encoded, bytes]]:
    """AVIF and WebP, in the order in which a browser should try them. `most` is what the original has, in bytes.

    AVIF must be smaller than WebP to be worth its place. WebP beside it is for the few browsers without AVIF: one width
    beside the widest is enough for them, and saves room.
    """
    if max(steps[-1].size) > _WEBP_LONGEST:
        return _series("avif", steps, exact, most)
    few = [image for image in steps if image is steps[-1] or image.width == _WEBP_MIDDLE]
    webp = _series("webp", few, exact, most)
    least = webp[-1][0].bytes if webp and most is not None else most
    avif = _series("avif", steps, exact, least)
    return avif + webp if avif or not webp else _series("webp", steps, exact, most)


def _widths(own: int) -> list[int]:
    """The steps below the picture's own width, and that itself."""
    steps = [width for width in _WIDTHS if width <= own]
    if own < _WIDTHS[-1]:
        while steps and own < steps[-1] * _APART:
            steps.pop()
        steps.append(own)
    return steps


def _steps(image: Image.Image) -> list[Image.Image]:
    """The picture in each of its widths, the widest last. A narrow one is made from one at least twice as wide, not
    from the whole: it looks the same and costs a fraction.
    """
    steps: list[Image.Image] = []
    for width in reversed(_widths(image.width)):
        wider = next((step for step in steps if step.width >= 2 * width), image)
        steps.insert(0, _resized(wider, width))
    return steps


def _resized(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(image: Image.Image, kind: str, exact: bool, most: int | None) -> bytes:
    """One variant. What had no loss is likely a drawing or a screen's text: its colours stay sharp."""
    match kind:
        case "avif":
            colours = "4:4:4" if exact else "4:2:0"
            # 7 takes two to three times as long, for 1 % fewer bytes of a photograph and 10 % of a drawing; at 9 a
            # drawing is up to a half larger.
            return _saved(image, "AVIF", quality=55, speed=8, subsampling=colours, autotiling=False, max_threads=1)
        case "webp":
            made = _saved(image, "WEBP", quality=78, method=4, use_sharp_yuv=exact)
            if exact and most is not None and len(made) >= most:
                # Few colours in large areas: there, keeping all is smaller.
                return min(made, _saved(image, "WEBP", lossless=True, quality=50, method=4), key=len)
            return made
        case "png":
            return _saved(image, "PNG", optimize=True)
        case _:
            return _saved(image, "JPEG", quality=85, progressive=True, optimize=True)


def _saved(image: Image.Image, form: str, **options: Any) -> bytes:
    into = BytesIO()
    image.save(into, form, **options)
    return into.getvalue()


def _series(kind: str, steps: list[Image.Image], exact: bool, most: int | None) -> list[tuple[Encoded, bytes]]:
    """All widths of a type or none: a browser takes the first type that it knows, so its widest must be smaller than
    `most`. A narrow one that is no smaller than a wider one goes.
    """
    kept: list[tuple[Encoded, bytes]] = []
    for image in reversed(steps):
        data = _encoded(image, kind, exact, most)
        if not kept and most is not None and len(data) >= most:
            return []
        if not kept or len(data) < kept[0][0].bytes:
            kept.insert(0, (Encoded(kind, image.width, len(data)), data))
    return kept

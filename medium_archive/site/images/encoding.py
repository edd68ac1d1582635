"""How a picture becomes AVIF and WebP of a few widths. A change of the results must increase RECIPE."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from medium_archive.articles import picture_file
from medium_archive.folder.decoding import FAILURES

RECIPE = 2
_WIDTHS = (400, 800, 1200, 1600)
_WEBP_MIDDLE = 800
_MIN_STEP = 1.15  # the picture's own width is a step only if it is this much wider than the step before
_MAX_WEBP_SIDE = 16_383  # pixels, by the format


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
    """The variants of a picture with their bytes, or the problem with it: one sentence without a full stop."""

    variants: tuple[tuple[Encoded, bytes], ...] = ()
    problem: str = ""


def encode(content: bytes, *, always: bool = False) -> Encoding:
    """The variants of a picture that are smaller than it; nothing for an animation, which would lose its frames. With
    `always`, for a format that browsers can't show, all variants and a JPEG or PNG.
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


def _choose(steps: list[Image.Image], exact: bool, limit: int | None) -> list[tuple[Encoded, bytes]]:
    """AVIF and WebP, in the order in which a browser should try them. `limit` is the size of the original in bytes.

    AVIF must be smaller than WebP. WebP is then for the few browsers without AVIF: two widths are enough for them.
    """
    if max(steps[-1].size) > _MAX_WEBP_SIDE:
        return _series("avif", steps, exact, limit)
    two = [image for image in steps if image is steps[-1] or image.width == _WEBP_MIDDLE]
    webp = _series("webp", two, exact, limit)
    avif_limit = webp[-1][0].bytes if webp and limit is not None else limit
    avif = _series("avif", steps, exact, avif_limit)
    return avif + webp if avif or not webp else _series("webp", steps, exact, limit)


def _widths(own: int) -> list[int]:
    """The steps up to the picture's own width, and that width."""
    steps = [width for width in _WIDTHS if width <= own]
    if own < _WIDTHS[-1]:
        while steps and own < steps[-1] * _MIN_STEP:
            steps.pop()
        steps.append(own)
    return steps


def _steps(image: Image.Image) -> list[Image.Image]:
    """The picture in each of its widths, the widest last. A narrow one is made from one at least twice as wide instead
    of the original: it looks the same and costs a fraction of the time.
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


def _encoded(image: Image.Image, kind: str, exact: bool, limit: int | None) -> bytes:
    """One variant. A picture from a format without loss is often a drawing or a screenshot: its colours stay sharp."""
    match kind:
        case "avif":
            colours = "4:4:4" if exact else "4:2:0"
            # Speed 7 takes two to three times as long, for 1 % fewer bytes of a photograph and 10 % of a drawing; with
            # speed 9 a drawing is up to a half larger.
            return _saved(image, "AVIF", quality=55, speed=8, subsampling=colours, autotiling=False, max_threads=1)
        case "webp":
            made = _saved(image, "WEBP", quality=78, method=4, use_sharp_yuv=exact)
            if exact and limit is not None and len(made) >= limit:
                # A picture with few colours in large areas is smaller without loss.
                return min(made, _saved(image, "WEBP", lossless=True, quality=50, method=4), key=len)
            return made
        case "png":
            return _saved(image, "PNG", optimize=True)
        case _:
            return _saved(image, "JPEG", quality=85, progressive=True, optimize=True)


def _saved(image: Image.Image, form: str, **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def _series(kind: str, steps: list[Image.Image], exact: bool, limit: int | None) -> list[tuple[Encoded, bytes]]:
    """All widths of a type, or none: a browser takes the first type that it knows, so the widest must be smaller than
    `limit`. A narrow variant that has as many bytes as a wider one is left out.
    """
    kept: list[tuple[Encoded, bytes]] = []
    for image in reversed(steps):
        data = _encoded(image, kind, exact, limit)
        if not kept and limit is not None and len(data) >= limit:
            return []
        if not kept or len(data) < kept[0][0].bytes:
            kept.insert(0, (Encoded(kind, image.width, len(data)), data))
    return kept

"""How the pixels of a picture are decoded and encoded."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms

from medium_archive.articles import picture_file
from medium_archive.site.images import encoding
from tests.conftest import one_in
from tests.picture_archive import PHOTO, moving, photo, saved


def red(mode: str, **options: Any) -> Image.Image:
    return Image.new("RGB", (64, 48), (200, 30, 20)).convert(mode, **options)


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A maker of cameras"
    return saved(red("RGB"), "JPEG", exif=exif)


def foreign_profile() -> bytes:
    """An sRGB profile with red and blue exchanged."""
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    own = own.replace("sRGB".encode("utf-16-be"), "odd!".encode("utf-16-be"))
    for tag in (b"XYZ", b"TRC"):
        own = own.replace(b"r" + tag, b"?" + tag).replace(b"b" + tag, b"r" + tag).replace(b"?" + tag, b"b" + tag)
    return own


def grey_16() -> bytes:
    return saved(Image.new("I;16", (64, 48), 0x8080), "PNG")


def see_through() -> Image.Image:
    picture = red("RGBA")
    picture.putalpha(90)
    return picture


RED = (200, 30, 20)
KINDS: dict[str, tuple[bytes, str, tuple[int, int], tuple[int, ...]]] = {
    "RGB": (saved(red("RGB"), "PNG"), "RGB", (64, 48), RED),
    "turned by Exif": (turned(), "RGB", (48, 64), RED),
    "CMYK": (saved(red("CMYK"), "JPEG", quality=100), "RGB", (64, 48), RED),
    "palette": (saved(red("P", palette=Image.Palette.ADAPTIVE), "PNG"), "RGB", (64, 48), RED),
    "palette, see-through": (saved(see_through().quantize(), "PNG"), "RGBA", (64, 48), (*RED, 90)),
    "alpha": (saved(see_through(), "PNG"), "RGBA", (64, 48), (*RED, 90)),
    "alpha that hides nothing": (saved(red("RGBA"), "PNG"), "RGB", (64, 48), RED),
    "grey": (saved(Image.new("L", (64, 48), 128), "JPEG"), "RGB", (64, 48), (128, 128, 128)),
    "grey with alpha": (saved(Image.new("LA", (64, 48), (128, 9)), "PNG"), "RGBA", (64, 48), (128, 128, 128, 9)),
    "black and white": (saved(Image.new("1", (64, 48), 1), "PNG"), "RGB", (64, 48), (255, 255, 255)),
    "16 bits": (grey_16(), "RGB", (64, 48), (128, 128, 128)),
    "real numbers": (saved(Image.new("F", (64, 48), 0.5), "TIFF"), "RGB", (64, 48), (0, 0, 0)),
    "TIFF": (saved(red("RGB"), "TIFF"), "RGB", (64, 48), RED),
    "Lab": (saved(Image.new("LAB", (64, 48), (200, 128, 128)), "TIFF"), "RGB", (64, 48), ()),
    "a profile": (saved(red("RGB"), "PNG", icc_profile=foreign_profile()), "RGB", (64, 48), (20, 30, 200)),
    "a broken profile": (saved(red("RGB"), "PNG", icc_profile=b"nothing" * 30), "RGB", (64, 48), RED),
}


@pytest.mark.parametrize("kind", KINDS)
def test_pixels_are_upright_and_in_srgb(kind: str) -> None:
    """For any file: 8 bits, RGB or RGBA, the colours that a browser would show, and no other data."""
    content, mode, size, colour = KINDS[kind]
    pixels = picture_file.decode(content)
    assert (pixels.image.mode, pixels.image.size, pixels.image.info, pixels.moving) == (mode, size, {}, False)
    found = pixels.image.getpixel((20, 20))
    assert isinstance(found, tuple)
    if colour:
        assert all(abs(one - other) <= 6 for one, other in zip(found, colour, strict=True)), found
    made = encoding.encode(content, always=True)
    assert {one.type for one, _ in made.variants} == {"avif", "webp", "png" if mode == "RGBA" else "jpeg"}
    for _, data in made.variants:
        with Image.open(BytesIO(data)) as variant:
            assert variant.size == size and not variant.getexif()
            assert variant.has_transparency_data == (mode == "RGBA")


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_an_animation_has_no_variants(form: str) -> None:
    assert encoding.encode(moving(form)) == encoding.Encoding()


def screen() -> bytes:
    picture = Image.new("RGB", (1300, 800), "white")
    for x in range(0, 1300, 2):
        picture.paste("navy", (x, 0, x + 1, 800))
    return saved(picture, "PNG")


@pytest.mark.slow
@pytest.mark.parametrize(
    "content", one_in(4, [PHOTO, screen(), saved(photo(1800, 300), "PNG"), saved(photo(700, 500), "JPEG", quality=5)])
)
def test_a_variant_is_smaller_than_the_original_and_than_a_wider_one(content: bytes) -> None:
    """A type has the original's width, up to 1600, or is left out; AVIF only if it is smaller than WebP."""
    made = encoding.encode(content)
    with Image.open(BytesIO(content)) as original:
        widest = min(original.width, 1600)
    most = len(content)
    for kind in ("webp", "avif"):
        steps = [one for one, _ in made.variants if one.type == kind]
        if steps:
            assert steps[-1].width == widest and steps[-1].bytes < most
            assert [one.bytes for one in steps] == sorted(one.bytes for one in steps)
            assert [one.width for one in steps] == sorted(one.width for one in steps)
            most = steps[-1].bytes


@pytest.mark.slow
def test_a_picture_too_high_for_webp_has_avif() -> None:
    made = encoding.encode(saved(Image.effect_noise((60, 16_500), 40), "PNG"))
    assert {one.type for one, _ in made.variants} == {"avif"}

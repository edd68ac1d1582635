"""What counts as a picture."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from medium_archive.folder import gallery

_KINDS = {"JPEG": ".jpeg", "MPO": ".jpeg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp", "TIFF": ".tiff"}


def written(kind: str) -> bytes:
    """Two pictures in one file, where the kind takes several: phones write such JPEGs."""
    first, second = (Image.new("RGB", (40, 30), colour) for colour in ("navy", "teal"))
    into = BytesIO()
    if kind in ("MPO", "GIF", "WEBP", "TIFF"):
        first.save(into, kind, save_all=True, append_images=[second])
    else:
        first.save(into, kind)
    return into.getvalue()


@pytest.mark.parametrize("kind", [*_KINDS, "AVIF", "BMP"])
def test_a_picture_is_known_by_its_content(kind: str) -> None:
    """Each kind gets its own extension, a phone's JPEG with a second picture behind the first too."""
    assert gallery.extension_of(written(kind)) == _KINDS.get(kind, f".{kind.lower()}")


@pytest.mark.parametrize("content", [b"", b"<html>", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"])
def test_what_is_no_picture_is_none(content: bytes) -> None:
    """Nor is what Pillow would hand to another program."""
    assert gallery.extension_of(content) is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_half_a_picture_is_none(kind: str) -> None:
    """Only what decodes to its end counts."""
    content = written(kind)
    assert gallery.extension_of(content[: len(content) // 2]) is None

"""What counts as a picture."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from medium_archive.folder import decoding
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.layout import Layout
from medium_archive.post import Picture

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
    assert decoding.extension_of(written(kind)) == _KINDS.get(kind, f".{kind.lower()}")


@pytest.mark.parametrize("content", [b"", b"<html>", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"])
def test_what_is_no_picture_is_none(content: bytes) -> None:
    """Nor is what Pillow would hand to another program."""
    assert decoding.extension_of(content) is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_half_a_picture_is_none(kind: str) -> None:
    """Only what decodes to its end counts."""
    content = written(kind)
    assert decoding.extension_of(content[: len(content) // 2]) is None


def test_two_pictures_of_one_name_from_two_hosts_are_two_files(tmp_path: Path) -> None:
    """Half of the web's pictures are called image.png."""
    pictures = Gallery(Layout(tmp_path))
    contents = {"https://a.example/image.png?size=large": written("PNG"), "https://b.example/image.png": written("GIF")}
    for address, content in contents.items():
        pictures.add(Picture(address), "0123456789ab")
        assert pictures.keep(address, content, "posts/x")
    for address, content in contents.items():
        (file,) = pictures.records[address].files
        assert file.startswith("posts/x/image-")
        assert (tmp_path / file).read_bytes() == content

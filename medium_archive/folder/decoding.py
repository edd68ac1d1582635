"""Whether bytes are a picture, and of which type: told by decoding them, never by a name or a header."""

from __future__ import annotations

from io import BytesIO

from PIL import AvifImagePlugin, Image, TiffImagePlugin, UnidentifiedImageError, WebPImagePlugin

EXTENSIONS = {
    "JPEG": ".jpeg",
    "MPO": ".jpeg",  # a phone's, with a second picture behind the first
    "PNG": ".png",
    "GIF": ".gif",
    "WEBP": ".webp",
    "TIFF": ".tiff",
    "AVIF": ".avif",
    "BMP": ".bmp",
}
# Pillow knows the others from the start; looking for all it can read would import forty modules
_READERS = (AvifImagePlugin, TiffImagePlugin, WebPImagePlugin)
_FORMATS = tuple(kind for kind in EXTENSIONS if kind != "MPO")  # that one is found as a JPEG


def extension_of(content: bytes) -> str | None:
    """The extension for a picture's type, by its content; None for what is no picture that decodes."""
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as image:
            kind = image.format or ""
            image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return EXTENSIONS.get(kind)

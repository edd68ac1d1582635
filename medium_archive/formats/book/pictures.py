"""The pictures of a book: JPEG, PNG or GIF, no larger than a reader shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image

from medium_archive.articles import picture_file
from medium_archive.folder.decoding import FAILURES

_LARGEST = (1200, 1600)  # pixels: what an e-reader of 2025 shows at once
_KEPT_BYTES = 400_000
_KEPT = {"JPEG": "jpg", "PNG": "png", "GIF": "gif"}
_MOVING = {"GIF": "gif", "PNG": "png"}
_EXIF_ORIENTATION = 0x0112
_QUALITY = 82


@dataclass(frozen=True)
class Scaled:
    """The bytes of a picture, and the extension of its type."""

    content: bytes
    extension: str


@dataclass
class Pictures:
    """Gives each file of the archive a name in the book, and makes its picture when it is first shown. `waiting` are
    the pictures that have been made and not yet been taken.
    """

    waiting: dict[str, bytes] = field(default_factory=dict)
    _names: dict[Path, str] = field(default_factory=dict)

    def name(self, file: Path) -> str:
        """The name in the book, "" if the file can't be shown."""
        if file not in self._names:
            made = scale(file)
            self._names[file] = f"{len(self._names) + 1:04}.{made.extension}" if made else ""
            if made:
                self.waiting[self._names[file]] = made.content
        return self._names[file]

    def take(self) -> dict[str, bytes]:
        """The pictures that were made since the last call, by their names."""
        taken, self.waiting = self.waiting, {}
        return taken


def scale(file: Path) -> Scaled | None:
    """The picture for a book: unchanged if e-readers show it, else scaled down or converted to JPEG or PNG. None if the
    file can't be decoded, or is an animation in a format that e-readers don't show.
    """
    try:
        content = file.read_bytes()
        with Image.open(BytesIO(content)) as picture:
            kind, size = picture.format or "", picture.size
            is_turned = kind == "JPEG" and picture.getexif().get(_EXIF_ORIENTATION, 1) != 1
        fits = size[0] <= _LARGEST[0] and size[1] <= _LARGEST[1] and len(content) <= _KEPT_BYTES
        pixels = picture_file.decode(content)
        if pixels.moving:
            return Scaled(content, _MOVING[kind]) if kind in _MOVING else None
        if kind in _KEPT and fits and not is_turned:
            return Scaled(content, _KEPT[kind])
        return _encode(pixels)
    except FAILURES:
        return None


def _encode(pixels: picture_file.Pixels) -> Scaled:
    image = pixels.image
    image.thumbnail(_LARGEST, Image.Resampling.LANCZOS)
    if pixels.exact or image.mode == "RGBA":
        made = _saved(image, "PNG", optimize=True)
        if image.mode == "RGBA" or len(made) <= _KEPT_BYTES:
            return Scaled(made, "png")
    return Scaled(_saved(image, "JPEG", quality=_QUALITY, optimize=True, progressive=True), "jpg")


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()

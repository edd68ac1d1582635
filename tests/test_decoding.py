"""What counts as a picture."""

from __future__ import annotations

import os
import random
import struct
import subprocess
import sys
import threading
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from medium_archive.folder import decoding
from tests.conftest import SAME_PACKAGE

_CUT = "cut off|in an unknown format"
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
def test_the_format_of_a_picture_is_detected_from_its_content(kind: str) -> None:
    """Each kind gets its own extension, a phone's JPEG with a second picture behind the first too."""
    assert decoding.kind_of(written(kind)).extension == _KINDS.get(kind, f".{kind.lower()}")


@pytest.mark.parametrize("content", [b"", b"<html>", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"])
def test_a_file_of_another_kind_is_not_taken_for_a_picture(content: bytes) -> None:
    """Nor is what Pillow would hand to another program."""
    with pytest.raises(decoding.NoPicture):
        decoding.kind_of(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_truncated_picture_is_refused(kind: str) -> None:
    """Only what decodes to its end counts."""
    content = written(kind)
    with pytest.raises(decoding.NoPicture, match=_CUT):
        decoding.kind_of(content[: len(content) // 2])


def moving(kind: str) -> bytes:
    """Four pictures of noise in one file, one after another."""
    chance = random.Random(1)  # noqa: S311  # test data, not a secret
    frames = [Image.frombytes("RGB", (60, 40), chance.randbytes(60 * 40 * 3)) for _ in range(4)]
    into = BytesIO()
    frames[0].save(into, kind, save_all=True, append_images=frames[1:], duration=100)
    return into.getvalue()


@pytest.mark.parametrize("share", [0.3, 0.5, 0.75, 0.9, 0.99])
@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_a_truncated_animation_is_refused(kind: str, share: float) -> None:
    """Also where the first of its frames is whole."""
    content = moving(kind)
    assert decoding.kind_of(content).extension == f".{kind.lower()}"
    with pytest.raises(decoding.NoPicture, match=_CUT):
        decoding.kind_of(content[: int(len(content) * share)])


def test_a_gif_without_a_trailer_is_accepted() -> None:
    """Browsers show it, and there are many."""
    assert decoding.kind_of(moving("GIF")[:-1]).extension == ".gif"


@pytest.mark.parametrize("kind", [*_KINDS, "AVIF", "BMP"])
def test_no_damaged_picture_raises_another_error(kind: str) -> None:
    """Whatever stands in the bytes, they are a picture or they are none."""
    chance, whole = random.Random(kind), written(kind)  # noqa: S311  # no secret
    for _ in range(400):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(content))
            content[place : place + chance.randint(0, 4)] = chance.randbytes(chance.randint(1, 4))
        try:
            decoding.kind_of(bytes(content[: chance.choice((None, chance.randrange(len(content))))]))
        except decoding.NoPicture as error:
            assert str(error)


def flat_png(width: int, height: int) -> bytes:
    """A picture of one colour, one bit a pixel: many pixels in few bytes."""
    pack = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    data = b"".join(pack.compress(row) for _ in range(height)) + pack.flush()
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


def test_a_picture_with_too_many_pixels_is_refused() -> None:
    """And the reason says so."""
    with pytest.raises(decoding.NoPicture, match="pixels"):
        decoding.kind_of(flat_png(100_000, 2_000))


def test_a_large_picture_is_accepted_without_a_warning(tmp_path: Path) -> None:
    """Pillow would say on the terminal that it may be an attack."""
    (tmp_path / "large.png").write_bytes(flat_png(100_000, 1_000))
    program = (
        "from pathlib import Path\n"
        "from medium_archive.folder.decoding import kind_of\n"
        "print(kind_of(Path('large.png').read_bytes()).extension)"
    )
    environment = {**os.environ, **SAME_PACKAGE}
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (ran.stdout, ran.stderr) == (".png\n", "")


def test_large_pictures_are_decoded_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several threads that decode a few hundred megabytes each would take all the memory there is."""
    at_once = [0]
    most = [0]
    load = ImageFile.ImageFile.load
    both = threading.Barrier(2, timeout=0.2)

    def counting(image: ImageFile.ImageFile) -> object:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        with suppress(threading.BrokenBarrierError):
            both.wait()  # for the other one, who must not come
        at_once[0] -= 1
        return load(image)

    monkeypatch.setattr(ImageFile.ImageFile, "load", counting)
    content = flat_png(30_000, 1_000)
    threads = [threading.Thread(target=decoding.kind_of, args=(content,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]

"""`archive verify` names a picture's file that may be another picture: by its proportions, or the same bytes twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from medium_archive.commands import import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests.sample_exports import BODY, post_name, post_page, write_zip

_FIGURE = (
    '<figure class="graf graf--figure"><img class="graf-image" data-image-id="1*{name}.jpeg" data-width="{width}" '
    'data-height="{height}" src="https://cdn-images-1.medium.com/max/800/1*{name}.jpeg"></figure>'
)


def _imported(folder: Path, *pictures: tuple[tuple[int, int], Image.Image]) -> Layout:
    """An archive with a post that shows pictures: their sizes in Medium's page, and what their files show."""
    (folder / "pictures").mkdir()
    body = BODY
    for number, ((width, height), image) in enumerate(pictures):
        body += _FIGURE.format(name=f"p{number}", width=width, height=height)
        image.save(folder / "pictures" / f"1*p{number}.jpeg", exif=image.getexif())
    layout = Layout(folder / "archive")
    export = write_zip(folder / "export.zip", {post_name(): post_page(body=body)})
    import_exports.import_exports([export], layout, import_exports.Options(pictures=folder / "pictures", offline=True))
    return layout


def _found(layout: Layout) -> list[tuple[str, str, str]]:
    """Code, level and file of each issue about pictures."""
    found = [one for one in verify(layout).issues if one.code.startswith("picture-")]
    return [(one.code, one.level, one.where.rpartition("/")[2]) for one in found]


def _image(width: int, height: int, colour: str = "navy", orientation: int = 1) -> Image.Image:
    image = Image.new("RGB", (width, height), colour)
    image.getexif()[0x0112] = orientation
    return image


def test_a_file_with_the_proportions_of_another_picture_is_named(tmp_path: Path) -> None:
    layout = _imported(tmp_path, ((1400, 900), _image(80, 40)), ((160, 80), _image(80, 40, "red")))
    assert _found(layout) == [("picture-shape", "warning", "1-p0.jpeg")]


@pytest.mark.parametrize(
    ("size", "image"),
    [
        ((1400, 933), _image(80, 53)),
        ((10259, 1836), _image(9, 2)),
        ((90, 160), _image(160, 90, orientation=6)),
        ((160, 90), _image(160, 90, orientation=6)),
    ],
    ids=["smaller", "tiny", "upright", "as in the file"],
)
def test_a_smaller_or_turned_copy_of_a_picture_gives_no_alarm(
    tmp_path: Path, size: tuple[int, int], image: Image.Image
) -> None:
    assert _found(_imported(tmp_path, (size, image))) == []


def test_the_same_file_under_two_ids_is_a_note(tmp_path: Path) -> None:
    """A person may have uploaded one picture twice."""
    layout = _imported(tmp_path, ((80, 40), _image(80, 40)), ((80, 40), _image(80, 40)))
    assert _found(layout) == [("picture-same", "note", "1-p0.jpeg")]

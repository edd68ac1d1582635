"""Pictures that a person saved, by hand or with another program: `--from FOLDER` finds which is which."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from medium_archive.fetch import local_pictures
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.layout import Layout
from medium_archive.post import Picture

POST = "posts/2020-01-01-x"
MEDIUM = Picture("https://cdn-images-1.medium.com/max/800/1*aB_c-d@2x.png", "1*aB_c-d@2x.png")
OTHER = Picture("https://pictures.example/photos/My%20boat%20(1).jpg?w=300&v=1.2")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    return folder


def save(path: Path, width: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width, 20), "navy").save(path, "PNG")


def found(picture: Picture, saved: Path) -> tuple[str, ...]:
    """Which of the saved files, by their widths, the archive holds as that picture now."""
    layout = Layout(saved.parent / "archive")
    gallery = Gallery(layout)
    gallery.add(picture, "0123456789ab")
    local_pictures.add(gallery, local_pictures.read(saved), "0123456789ab", POST)
    return tuple(width(layout.root / file) for file in gallery.records[picture.address].files)


def width(file: Path) -> str:
    with Image.open(file) as image:
        return str(image.width)


@pytest.mark.parametrize(
    "name", ["1*aB_c-d@2x.png", "1-aB_c-d@2x.png", "1_aB_c-d@2x.jpeg", "1-aB_c-d@2x", "a/b/1*aB_c-d@2x.webp"]
)
def test_a_picture_is_found_by_its_id(name: str, saved: Path) -> None:
    """As browsers, Windows and other programs write it, with the extension that it had or another."""
    save(saved / name, 30)
    assert found(MEDIUM, saved) == ("30",)


@pytest.mark.parametrize("name", ["My boat (1).jpg", "My%20boat%20(1).png", "my boat (1).JPG"])
def test_a_picture_of_another_host_is_found_by_its_name(name: str, saved: Path) -> None:
    """As the address has it and as a person reads it, whatever is asked of the host behind it."""
    save(saved / name, 30)
    assert found(OTHER, saved) == ("30",)


def test_the_largest_of_several_copies_is_taken(saved: Path) -> None:
    """Some programs save a picture in several sizes."""
    save(saved / "a" / "1-aB_c-d@2x.png", 300)
    save(saved / "b" / "1-aB_c-d@2x.png", 30)
    assert found(MEDIUM, saved) == ("300",)


def test_other_files_in_the_folder_are_ignored(saved: Path) -> None:
    """A note, a film or a saved error page of the same name."""
    save(saved / "1-aB_c-d@2x.png", 30)
    for name in ("1-aB_c-d@2x.txt", "1-aB_c-d@2x.webm", "x/1-aB_c-d@2x.png"):
        (saved / name).parent.mkdir(exist_ok=True)
        (saved / name).write_text("<html>" + "x" * 5000)
    assert found(MEDIUM, saved) == ("30",)


def test_an_ambiguous_file_name_is_not_used(saved: Path) -> None:
    """Many pictures on the web have the same name: a wrong picture in a post is worse than none."""
    save(saved / "a" / "My boat (1).jpg", 300)
    save(saved / "b" / "My boat (1).jpg", 30)
    assert found(OTHER, saved) == ()
    save(saved / "c" / "My boat (1).jpg", 30)
    (saved / "a" / "My boat (1).jpg").unlink()
    assert found(OTHER, saved) == ("30",)


def test_the_issue_says_how_to_name_the_right_picture(saved: Path) -> None:
    """The name that it would have in the archive."""
    save(saved / "a" / "My boat (1).jpg", 300)
    save(saved / "b" / "My boat (1).jpg", 30)
    gallery = Gallery(Layout(saved))
    gallery.add(OTHER, "0123456789ab")
    pictures = local_pictures.read(saved)
    assert pictures.picture_for(gallery.records[OTHER.address]) is None
    (issue,) = pictures.unclear.values()
    assert (issue.where, issue.code) == ("records/pictures.jsonl", "picture-unclear")
    save(saved / f"{issue.message.split('one to ')[-1].removesuffix('.')}.png", 77)
    assert found(OTHER, saved) == ("77",)


def test_a_picture_is_found_by_its_name_in_the_archive(saved: Path) -> None:
    """It holds digits of the whole address; so another archive's pictures are found too."""
    save(saved / "a" / "My boat (1).jpg", 300)
    save(saved / "b" / "My boat (1).jpg", 30)
    gallery = Gallery(Layout(saved))
    gallery.add(OTHER, "0123456789ab")
    save(saved / gallery.records[OTHER.address].file_name(".png"), 77)
    assert found(OTHER, saved) == ("77",)


@pytest.mark.parametrize("address", ["https://pictures.example/", "https://pictures.example/?-.png"])
def test_an_address_without_a_file_name_matches_no_file(address: str, saved: Path) -> None:
    for name in ("-.png", "_.png", ".png"):
        save(saved / name, 30)
    assert found(Picture(address), saved) == ()

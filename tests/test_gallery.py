"""The files of pictures."""

from __future__ import annotations

from pathlib import Path

from medium_archive.folder.gallery import Gallery
from medium_archive.folder.layout import Layout
from medium_archive.post import Picture
from tests.test_decoding import written


def test_the_picture_size_in_the_export_is_preferred(tmp_path: Path) -> None:
    """Whichever is known first: the file may be a smaller copy."""
    address = "https://cdn-images-1.medium.com/max/800/1*a.png"
    for order in ((None, 4000), (4000, None)):
        pictures = Gallery(Layout(tmp_path))
        for width in order:
            pictures.add(Picture(address, "1*a.png", width, width), "0123456789ab")
            assert pictures.keep(address, written("PNG"), "posts/x")
        assert (pictures.records[address].width, pictures.records[address].height) == (4000, 4000)


def test_pictures_with_one_name_from_two_hosts_get_two_files(tmp_path: Path) -> None:
    """Many pictures on the web have the name image.png."""
    pictures = Gallery(Layout(tmp_path))
    contents = {"https://a.example/image.png?size=large": written("PNG"), "https://b.example/image.png": written("GIF")}
    for address, content in contents.items():
        pictures.add(Picture(address), "0123456789ab")
        assert pictures.keep(address, content, "posts/x")
    for address, content in contents.items():
        (file,) = pictures.records[address].files
        assert file.startswith("posts/x/image-")
        assert (tmp_path / file).read_bytes() == content


def test_pictures_follow_folders_that_move_one_after_another(tmp_path: Path) -> None:
    """A picture that is added between two moves follows too. A picture in two folders follows both."""
    pictures = Gallery(Layout(tmp_path))
    first, second = "https://a.example/one.png", "https://a.example/two.png"
    for address in (first, second):
        pictures.add(Picture(address), "0123456789ab")
    pictures.keep(first, written("PNG"), "posts/x")
    pictures.keep(first, written("PNG"), "posts/y")
    pictures.move("posts/x", "posts/z")
    pictures.keep(second, written("GIF"), "posts/z")
    pictures.move("posts/y", "posts/x")
    pictures.move("posts/z", "responses/z")
    assert [file.rpartition("/")[0] for file in pictures.records[first].files] == ["posts/x", "responses/z"]
    assert [file.rpartition("/")[0] for file in pictures.records[second].files] == ["responses/z"]

"""Pictures and posts that a person has put elsewhere: they are known again, and nothing of it is called a fault."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from medium_archive.commands import importing
from medium_archive.commands.verify import verify
from medium_archive.folder import checksums
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.report import Report
from tests.exports import post_name, post_page, write_zip
from tests.test_decoding import written

POST = "aaaaaaaaaaaa"
NAME = "2020-03-01-a-title"
FIGURE = (
    '<figure><img class="graf-image" data-image-id="1*a.png" '
    'src="https://cdn-images-1.medium.com/max/800/1*a.png"></figure>'
)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A post with a picture."""
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "1-a.png").write_bytes(written("PNG"))
    write_zip(tmp_path / "export.zip", {post_name(POST): post_page(body=FIGURE, post_id=POST)})
    archive = Layout(tmp_path / "archive")
    import_(archive)
    return archive


def import_(layout: Layout, *names: str) -> Report:
    place = layout.root.parent
    exports = [place / f"{name}.zip" for name in names or ("export",)]
    return importing.import_exports(exports, layout, importing.Options(pictures=place / "saved"))


def show(folder: Path, file: str) -> None:
    text = folder / TEXT
    text.write_text(text.read_text("utf-8").replace("](1-a.png)", f"]({file})"), "utf-8")


def into_a_folder_below(folder: Path) -> Path:
    (folder / "pictures").mkdir()
    show(folder, "pictures/1-a.png")
    return (folder / "1-a.png").rename(folder / "pictures" / "1-a.png")


def under_another_name(folder: Path) -> Path:
    show(folder, "lamp.png")
    return (folder / "1-a.png").rename(folder / "lamp.png")


def with_its_post(folder: Path) -> Path:
    return folder.rename(folder.with_name("mine")) / "1-a.png"


def with_its_post_and_below(folder: Path) -> Path:
    return into_a_folder_below(folder.rename(folder.with_name("mine")))


def told(layout: Layout) -> dict[str, str]:
    """What verify says, but for notes of edits."""
    edits = ("text-differs", "edited-away")
    return {issue.code: issue.level for issue in verify(layout).issues if issue.code not in edits}


@pytest.mark.parametrize("move", [into_a_folder_below, under_another_name, with_its_post, with_its_post_and_below])
def test_a_picture_that_a_person_moves_is_known_again(layout: Layout, move: Callable[[Path], Path]) -> None:
    """Before the next import it is a note, after it the records have the new place, and nothing was put in the old."""
    file = move(layout.posts / NAME)
    assert set(told(layout)) <= {"picture-moved", "post-moved"}
    assert set(told(layout).values()) == {"note"}
    import_(layout)
    assert told(layout) == {}
    assert {path for path in layout.posts.rglob("*") if path.is_file()} == {file, *layout.posts.rglob(TEXT)}
    sums, _ = checksums.read(layout.checksums.read_bytes())
    assert sums[file.relative_to(layout.root).as_posix()] == hashlib.sha256(written("PNG")).hexdigest()
    assert all((layout.root / name).is_file() for name in sums)


def test_a_picture_that_is_gone_is_still_an_error(layout: Layout) -> None:
    """A file of another content in its place elsewhere is no picture of the post's."""
    move = into_a_folder_below(layout.posts / NAME)
    move.write_bytes(written("GIF"))
    assert told(layout)["picture-gone"] == "error"
    move.unlink()
    assert told(layout)["picture-gone"] == "error"

"""Pictures and posts that a person has moved: the program finds them, and reports no error."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.commands import build, import_exports, publish, show_history
from medium_archive.commands.fetch_pictures import fetch_pictures
from medium_archive.commands.verify import verify
from medium_archive.errors import RecordsDamaged
from medium_archive.fetch.pictures import Options
from medium_archive.folder import catalog, checksums, files
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.report import Report
from tests.conftest import one_in
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_decoding import written

POST = "aaaaaaaaaaaa"
NAME = "2020-03-01-a-title"
FIGURE = (
    '<figure><img class="graf-image" data-image-id="1*a.png" '
    'src="https://cdn-images-1.medium.com/max/800/1*a.png"></figure>'
)


SECRET = "Words that nobody but their author may read any more. " * 3


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
    return import_exports.import_exports(exports, layout, import_exports.Options(pictures=place / "saved"))


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


def levels(layout: Layout) -> dict[str, str]:
    """What verify says, but for notes of edits."""
    edits = ("text-differs", "edited-away")
    return {issue.code: issue.level for issue in verify(layout).issues if issue.code not in edits}


@pytest.mark.parametrize("move", [into_a_folder_below, under_another_name, with_its_post, with_its_post_and_below])
def test_a_picture_moved_by_hand_is_recognised(layout: Layout, move: Callable[[Path], Path]) -> None:
    """Before the next import it is a note, after it the records have the new place, and nothing was put in the old."""
    file = move(layout.posts / NAME)
    assert set(levels(layout)) <= {"picture-moved", "post-moved"}
    assert set(levels(layout).values()) == {"note"}
    import_(layout)
    assert levels(layout) == {}
    assert {path for path in layout.posts.rglob("*") if path.is_file()} == {file, *layout.posts.rglob(TEXT)}
    sums, _ = checksums.read(layout.checksums.read_bytes())
    assert sums[file.relative_to(layout.root).as_posix()] == hashlib.sha256(written("PNG")).hexdigest()
    assert all((layout.root / name).is_file() for name in sums)


@pytest.mark.parametrize("move", [into_a_folder_below, under_another_name, with_its_post, with_its_post_and_below])
def test_a_feed_without_a_base_url_keeps_a_picture_moved_by_hand(layout: Layout, move: Callable[[Path], Path]) -> None:
    """Before the next import too: its address at Medium is known, and the page shows it."""
    move(layout.posts / NAME)
    build.build(layout)
    for feed in ("feed.xml", "atom.xml", "feed.json"):
        assert "cdn-images-1.medium.com/max/800/1*a.png" in (layout.site / feed).read_text("utf-8")
    assert set(levels(layout).values()) == {"note"}


@pytest.mark.parametrize("move", [into_a_folder_below, under_another_name])
def test_an_edited_path_to_a_moved_picture_stays(layout: Layout, move: Callable[[Path], Path]) -> None:
    """Also where Medium has another picture there by now."""
    file = move(layout.posts / NAME)
    import_(layout)
    page = post_page(body=FIGURE.replace("1*a.png", "1*b.png"), post_id=POST, exported="May 1, 2024")
    write_zip(layout.root.parent / "later.zip", {post_name(POST): page})
    import_(layout, "later")
    shown = file.relative_to(layout.posts / NAME).as_posix()
    assert f"]({shown})" in (layout.posts / NAME / TEXT).read_text("utf-8")
    assert file.read_bytes() == written("PNG")


@pytest.mark.parametrize("line", ["![](1-a.png)", "cover: 1-a.png"])
def test_a_text_that_shows_the_address_of_a_picture_in_the_archive_is_an_error(layout: Layout, line: str) -> None:
    """The site would show the address instead of the file. Verify accepts it in a text that a person edited, and it
    accepts a link to that address.
    """
    file = layout.posts / NAME / TEXT
    text = file.read_text("utf-8").replace("date:", "cover: 1-a.png\ndate:", 1)
    address = "https://cdn-images-1.medium.com/max/800/1*a.png"
    assert line in text
    for changed, expected in (
        (text.replace(line, line.replace("1-a.png", address)), ["picture-not-shown"]),
        (text.replace("![](1-a.png)", f"[![](1-a.png)]({address})"), []),
    ):
        file.write_text(changed, "utf-8")
        assert "picture-not-shown" not in levels(layout)
        entries = catalog.read(layout)
        key = next(key for key, entry in entries.items() if entry.id == POST)
        catalog.write(layout, entries | {key: replace(entries[key], written=files.checksum(file))})
        assert [code for code in levels(layout) if code == "picture-not-shown"] == expected


def test_a_deleted_draft_is_an_error_that_says_how_to_remove_its_words(tmp_path: Path) -> None:
    archive = Layout(tmp_path / "archive")
    write_zip(tmp_path / "export.zip", {f"posts/draft_Idea-{POST}.html": post_page("Idea", post_id=POST, draft=True)})
    import_exports.import_exports([tmp_path / "export.zip"], archive)
    (folder,) = archive.drafts.iterdir()
    text = folder / TEXT
    front_matter = text.read_text("utf-8").rpartition("---\n")[0]
    shutil.rmtree(folder)
    (gone,) = [issue for issue in verify(archive).issues if issue.code == "text-gone"]
    assert (gone.level, "replace them with a sentence of yours" in gone.message) == ("error", True)
    folder.mkdir()
    text.write_text(f"{front_matter}---\n\nI took this back.\n", "utf-8")
    assert levels(archive) == {}


def test_a_picture_that_a_person_removed_from_the_text_and_the_folder_is_an_edit(layout: Layout) -> None:
    """Also after another import. A text that still shows it, or that nobody edited, lacks it."""
    folder = layout.posts / NAME
    (folder / "1-a.png").unlink()
    assert levels(layout)["picture-gone"] == "error"
    written_text = (folder / TEXT).read_text("utf-8")
    for shown in ("![](1-a.png)\n\nMine.", "![](1%2Da.png)", "<img src='1&#45;a.png'>"):
        (folder / TEXT).write_text(written_text.replace("![](1-a.png)", shown), "utf-8")
        assert levels(layout)["picture-gone"] == "error"
    (folder / TEXT).write_text(written_text.replace("![](1-a.png)", "Mine."), "utf-8")
    for _ in range(2):
        found = [(issue.where, issue.code) for issue in verify(layout).issues if issue.where.endswith("png")]
        assert found == [(f"posts/{NAME}/1-a.png", "picture-removed")]
        assert set(levels(layout).values()) == {"note"}
        place = layout.root.parent
        import_exports.import_exports([place / "export.zip"], layout, import_exports.Options(offline=True))


def test_a_deleted_picture_is_an_error(layout: Layout) -> None:
    """A file of another content in its place elsewhere is no picture of the post's."""
    move = into_a_folder_below(layout.posts / NAME)
    move.write_bytes(written("GIF"))
    assert levels(layout)["picture-gone"] == "error"
    move.unlink()
    assert levels(layout)["picture-gone"] == "error"


def once_a_draft(layout: Layout) -> None:
    """Another archive's worth: the post as a draft in 2020 and published in 2022, imported newest first."""
    page, place = f'<p class="graf graf--p">{SECRET}</p>', layout.root.parent
    draft = post_page(body=page, post_id=POST, draft=True, exported="May 1, 2020")
    write_zip(place / "old.zip", {f"posts/draft_A-Title-{POST}.html": draft})
    write_zip(place / "new.zip", {post_name(POST): post_page(body=page, post_id=POST, exported="May 1, 2022")})
    import_(layout, "new")
    import_(layout, "old")


def public(layout: Layout) -> str:
    """All that git takes of an archive, with the names."""
    files = (path for path in sorted(layout.root.rglob("*")) if path.is_file())
    names = {path.relative_to(layout.root).as_posix(): path for path in files}
    shown = {name: path for name, path in names.items() if not name.startswith(("exports/", "private/", "drafts/"))}
    return "".join(f"{name}\n{path.read_bytes().decode('utf-8', 'replace')}" for name, path in shown.items())


def hide(layout: Layout) -> Path:
    layout.drafts.mkdir(exist_ok=True)
    return (layout.posts / NAME).rename(layout.drafts / NAME)


@pytest.mark.parametrize("edit", ["", "\nBy hand.\n"])
@pytest.mark.parametrize("run", one_in(4, ["an older export", "a newer export", "--again", "pictures"]))
def test_a_post_moved_to_drafts_leaves_the_public_files(layout: Layout, run: str, edit: str) -> None:
    """Its original too, whatever is run next, and the records; and it all comes back with the folder."""
    once_a_draft(layout)
    before = public(layout)
    folder = hide(layout)
    text = folder / TEXT
    text.write_text(text.read_text("utf-8") + edit, "utf-8")

    def go_on() -> Report:
        if run == "pictures":
            return fetch_pictures(layout, Options(max_seconds=0))
        if run == "--again":
            return import_exports.import_exports([], layout, import_exports.Options(again=True))
        return import_(layout, "old" if run == "an older export" else "new")

    go_on()
    assert set(levels(layout).values()) <= {"note"}
    assert [word for word in (SECRET[:50], "a-title", "A-Title", "A Title", POST) if word in public(layout)] == []
    assert text.read_text("utf-8").endswith(edit)
    assert [path.name for path in (layout.private / "original").iterdir()] == [post_name(POST).rpartition("/")[2]]
    assert show_history.history(layout, POST).rows
    assert go_on().counts.get("changed", 0) == 0
    folder.rename(layout.posts / NAME)
    go_on()
    assert set(levels(layout).values()) <= {"note"}
    if not edit:
        assert public(layout) == before
    assert text.name in {path.name for path in (layout.posts / NAME).iterdir()}
    assert [path.name for path in layout.originals.iterdir() if POST in path.name] == [post_name(POST)[6:]]


def say_so(layout: Layout) -> None:
    text = layout.posts / NAME / TEXT
    text.write_text(text.read_text("utf-8").replace("---\n", "---\ndraft: true\n", 1), "utf-8")


@pytest.mark.parametrize("make_draft", [hide, say_so])
def test_a_site_that_shows_a_post_that_is_now_a_draft_gets_the_advice_to_build(
    layout: Layout, make_draft: Callable[[Layout], object]
) -> None:
    """It is a warning with the advice to build. `archive publish` builds the site without the post first."""
    build.build(layout)
    make_draft(layout)
    assert "error" not in levels(layout).values()
    (advice,) = [issue for issue in verify(layout).issues if issue.code == "private-shown"]
    assert (advice.where, advice.level) == ("site", "warning")
    assert f"still shows a post that is now a draft (posts/{NAME}): run `archive build`" in advice.message
    ready = publish.build_and_check(layout, "")
    assert not [file for file in ready.files if "a-title" in file]
    assert "private-shown" not in levels(layout)


def test_a_deleted_text_is_restored_and_reported(layout: Layout) -> None:
    """Also where it was renamed: the other file is a person's, and stays."""
    text = layout.posts / NAME / TEXT
    before = text.read_bytes()
    text.rename(text.with_suffix(".markdown"))
    assert levels(layout)["text-gone"] == "error"
    assert [issue.where for issue in import_(layout).issues if issue.code == "restored"] == [f"posts/{NAME}/{TEXT}"]
    assert text.read_bytes() == text.with_suffix(".markdown").read_bytes() == before
    assert [folder.name for folder in layout.posts.iterdir()] == [NAME]
    assert levels(layout) == {}


@pytest.mark.parametrize("place", ["posts/0-before", "posts/z-after", "drafts/a-copy"])
def test_a_copied_post_folder_is_kept_and_reported(layout: Layout, place: str) -> None:
    shutil.copytree(layout.posts / NAME, layout.root / place)
    text = layout.root / place / TEXT
    text.write_text(text.read_text("utf-8") + "\nMine.\n", "utf-8")
    for _ in range(2):
        assert levels(layout) == {"post-copied": "note"}
        assert "Mine." in text.read_text("utf-8")
        import_(layout)


@pytest.mark.parametrize("place", ["posts/0-before", "posts/z-after"])
def test_a_copied_post_folder_is_a_post_of_its_own_on_the_site(layout: Layout, place: str) -> None:
    """The proof and the old address belong to the post that Medium had."""
    settings = layout.settings.read_text("utf-8")
    layout.settings.write_text(settings.replace("[site]", "[site]\nproof = true"), "utf-8")
    shutil.copytree(layout.posts / NAME, layout.root / place)
    text = layout.root / place / TEXT
    text.write_text(re.sub("(?m)^title: .*", "title: My own words", text.read_text("utf-8")), "utf-8")
    build.build(layout)
    assert {issue.code: issue.level for issue in verify(layout).issues} == {
        "post-copied": "note",
        "file-differs": "note",
    }
    assert f"posts/{NAME}/index.html" in (layout.site / "proof/index.html").read_text("utf-8")
    assert f"posts/{NAME}/index.html" in (layout.site / "p" / POST / "index.html").read_text("utf-8")


@pytest.mark.parametrize("away", ["../../away.html", "/away.html", "original/../../away.html", r"C:\\away.html"])
def test_paths_in_records_stay_inside_the_archive(layout: Layout, away: str) -> None:
    """The next import would remove the older original that a stranger's catalog names."""
    catalog = layout.records / "catalog.jsonl"
    lines = re.sub('"original": "[^"]*"', lambda _: f'"original": "{away}"', catalog.read_text("utf-8"))
    catalog.write_text(lines, "utf-8")
    with pytest.raises(RecordsDamaged, match="leads out"):
        import_(layout)
    assert levels(layout)["record-damaged"] == "error"


def test_the_feed_and_the_cards_of_a_draft_that_a_person_published_have_their_pictures(tmp_path: Path) -> None:
    """A draft's pictures are in the private records until the next import. Its link card has its picture, too."""
    archive = Layout(tmp_path / "archive")
    card = (
        '<div class="graf graf--mixtapeEmbed"><a href="https://e.example/a" class="markup--mixtapeEmbed-anchor">A</a>'
        '<a href="https://e.example/a" class="mixtapeImage" data-thumbnail-img-id="1*b.png" '
        'style="background-image: url(https://cdn-images-1.medium.com/fit/c/160/160/1*b.png);"></a></div>'
    )
    draft = post_page("Idea", body=FIGURE + card, post_id=POST, draft=True)
    write_zip(tmp_path / "export.zip", {f"posts/draft_Idea-{POST}.html": draft})
    (tmp_path / "saved").mkdir()
    for name in ("1-a.png", "1-b.png"):
        (tmp_path / "saved" / name).write_bytes(written("PNG"))
    import_(archive)
    (folder,) = archive.drafts.iterdir()
    archive.posts.mkdir(exist_ok=True)
    folder.rename(archive.posts / NAME)
    text = archive.posts / NAME / TEXT
    text.write_text(text.read_text("utf-8").replace("draft: true\n", ""), "utf-8")
    build.build(archive)
    assert "cdn-images-1.medium.com/max/800/1*a.png" in (archive.site / "feed.xml").read_text("utf-8")
    assert "1-b-thumbnail.png" in (archive.site / "posts" / NAME / "index.html").read_text("utf-8")
    assert "error" not in levels(archive).values()


def test_a_link_to_a_picture_outside_of_the_archive_is_named(layout: Layout, tmp_path: Path) -> None:
    (picture,) = layout.posts.glob("*/*.png")
    own = layout.root / "pictures" / picture.name
    own.parent.mkdir()
    for place, codes in ((own, set()), (tmp_path / picture.name, {"picture-outside"})):
        picture.rename(place)
        picture.symlink_to(place)
        assert {issue.code for issue in verify(layout).issues if issue.code.startswith("picture-")} == codes
        picture.unlink()
        place.rename(picture)

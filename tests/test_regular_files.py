"""Only regular files inside the archive are read: no link leads a command elsewhere, no pipe keeps it waiting."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from medium_archive import articles
from medium_archive.articles import entries
from medium_archive.checks.privacy import taken
from medium_archive.commands import build, import_exports
from medium_archive.commands.export import export
from medium_archive.commands.import_exports import Options
from medium_archive.commands.serve import make_server
from medium_archive.commands.verify import verify
from medium_archive.errors import FolderUnwritable, RecordsDamaged, SettingsWrong, ThemeBroken
from medium_archive.fetch import local_pictures
from medium_archive.folder import environment, last_import, posts, regular_files, settings
from medium_archive.folder import layout as layouts
from medium_archive.folder.layout import Layout
from medium_archive.formats import bagit
from medium_archive.platforms import migration
from medium_archive.report import Report
from medium_archive.site import memory_file
from tests import small_archive
from tests.conftest import EXAMPLE_ZIP
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_posts import p
from tests.test_serve import ask

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights on Windows")
WORDS = "Words of another file"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder outside the archive, which looks like one of a post."""
    (tmp_path / "outside/folder").mkdir(parents=True)
    for name in ("file", "folder/index.md"):
        (tmp_path / "outside" / name).write_text(f"---\ntitle: {WORDS}\n---\n{WORDS}\n", "utf-8")
    return tmp_path / "outside"


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    return small_archive.make(tmp_path / "archive")


def place(path: Path, kind: str, outside: Path) -> None:
    """Put a link or a pipe in the place of a path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "loop":
            path.symlink_to(path.name)
        case _:
            path.symlink_to(outside / kind)


def words_in(site: Path) -> list[Path]:
    return [path for path in site.rglob("*") if path.is_file() and WORDS.encode() in path.read_bytes()]


@pytest.mark.parametrize("kind", ["file", "pipe", "device", "loop"])
@pytest.mark.parametrize("name", ["posts/another/index.md", "about.md", "theme/static/own.js"])
def test_a_link_or_a_pipe_is_one_issue_and_the_rest_is_built(
    archive: Layout, outside: Path, name: str, kind: str
) -> None:
    place(archive.root / name, kind, outside)
    report = build.build(archive)
    assert [(one.where, one.level) for one in report.issues if one.code == posts.UNREADABLE] == [(name, "error")]
    assert (archive.site / "index.html").is_file()
    assert not words_in(archive.site)


def test_a_folder_of_a_post_that_is_a_link_is_an_issue(archive: Layout, outside: Path) -> None:
    place(archive.posts / "another", "folder", outside)
    report = build.build(archive)
    issue = next(one for one in report.issues if one.code == posts.UNREADABLE)
    assert issue.where == "posts/another/index.md"
    assert "its folder is a link" in issue.message
    assert not words_in(archive.site)


@pytest.mark.parametrize("kind", ["file", "pipe", "device", "loop"])
@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("archive.toml", SettingsWrong),
        ("records/published.jsonl", RecordsDamaged),
        ("theme/post.html", ThemeBroken),
        ("theme/own-head.html", ThemeBroken),
        ("themes/plain/theme.toml", ThemeBroken),
    ],
)
def test_what_a_build_can_not_do_without_ends_it_with_a_sentence(
    archive: Layout, outside: Path, name: str, error: type[Exception], kind: str
) -> None:
    if name == "themes/plain/theme.toml" and kind != "file":
        pytest.skip("a theme without this file is not there")
    place(archive.root / name, kind, outside)
    with pytest.raises(error, match=r"it is a (link|pipe)"):
        build.build(archive)


@pytest.mark.parametrize("name", ["posts", "records", "theme", "themes", "site"])
def test_a_folder_of_the_archive_that_is_a_link_is_refused(archive: Layout, outside: Path, name: str) -> None:
    folder = archive.root / name
    if folder.exists():
        folder.rename(outside / name)
    folder.symlink_to(outside)
    with pytest.raises(FolderUnwritable, match=f"{name} is a link") as refused:
        layouts.find(archive.root, archive.root)
    assert "Move that folder here" in refused.value.hint


def test_an_archive_behind_a_link_works(archive: Layout, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(archive.root)
    found = layouts.find(tmp_path / "link", tmp_path)
    report = build.build(found)
    assert report.counts["posts"]
    assert not [one for one in report.issues if one.level == "error"]


def test_exports_may_lie_on_another_disk(archive: Layout, outside: Path) -> None:
    (archive.root / "exports").symlink_to(outside)
    assert layouts.find(archive.root, archive.root).root == archive.root


@pytest.mark.parametrize("kind", ["file", "pipe"])
@pytest.mark.parametrize("name", ["posts/another/index.md", "about.md", ".gitignore", "SHA256SUMS"])
def test_an_import_neither_waits_nor_follows(archive: Layout, outside: Path, name: str, kind: str) -> None:
    place(archive.root / name, kind, outside)
    import_exports.import_exports([EXAMPLE_ZIP], archive, Options(another_account=True))
    assert WORDS in (outside / "file").read_text("utf-8")


def test_the_server_sends_no_link(archive: Layout, outside: Path) -> None:
    build.build(archive)
    place(archive.site / "link.html", "file", outside)
    place(archive.site / "static/link.js", "file", outside)
    (archive.site / "linked").symlink_to(outside)
    server = make_server(archive, archive.site)
    server.start()
    try:
        for address in ("/link.html", "/static/link.js", "/linked/file", "/linked/folder/index.md"):
            assert ask(server, address).status == 404, address
    finally:
        server.stop()


def test_what_is_read_is_named(tmp_path: Path) -> None:
    """The reason is a part of a sentence."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"x\r\ny")
    (tmp_path / "link").symlink_to("file")
    assert regular_files.text(tmp_path / "file", tmp_path) == "x\ny"
    assert regular_files.problem(tmp_path / "file", tmp_path) == ""
    assert regular_files.problem(tmp_path / "nothing", tmp_path) == ""
    assert regular_files.problem(tmp_path / "link", tmp_path).startswith("it is a link")
    with pytest.raises(IsADirectoryError):
        regular_files.read(tmp_path / "folder", tmp_path)
    with pytest.raises(FileNotFoundError):
        regular_files.read(tmp_path / "nothing", tmp_path)


ID = "0123456789ab"
PICTURE = "https://cdn-images-1.medium.com/max/800/1*a.png"
POST = "posts/2020-03-01-good"


@pytest.fixture
def imported(tmp_path: Path) -> Layout:
    """An archive of an export with one post that shows a picture, and another of the same."""
    layout = Layout(tmp_path / "imported")
    figure = f'<figure class="graf graf--figure"><img data-image-id="1*a.png" src="{PICTURE}"></figure>'
    pages = {post_name(ID): post_page("Good", p("Words.") + figure, ID)}
    pages[post_name("0123456789ac")] = post_page("Another", p("More.") + figure, "0123456789ac")
    import_again(write_zip(tmp_path / "export.zip", pages), layout)
    return layout


def import_again(export: Path, layout: Layout, **options: object) -> Report:
    return import_exports.import_exports([export], layout, Options(offline=True, **options))  # type: ignore[arg-type]  # fields


def leaked(layout: Layout, words: bytes = WORDS.encode()) -> list[str]:
    """The files of an archive that have the words, but links."""
    found = (path for path in layout.root.rglob("*") if path.is_file() and not path.is_symlink())
    return [path.relative_to(layout.root).as_posix() for path in found if words in path.read_bytes()]


@pytest.mark.parametrize("kind", ["file", "pipe", "device", "loop"])
def test_a_text_that_is_a_link_is_an_issue_of_the_import(
    imported: Layout, outside: Path, tmp_path: Path, kind: str
) -> None:
    """Its post is written again in a folder of its own."""
    place(imported.root / POST / "index.md", kind, outside)
    report = import_again(tmp_path / "export.zip", imported)
    assert report.exit_code == 1
    assert [(one.where, one.code) for one in report.issues if one.level == "error"] == [
        (f"{POST}/index.md", posts.UNREADABLE)
    ]
    assert "Words." in (imported.root / f"{POST}-{ID}/index.md").read_text("utf-8")
    assert not leaked(imported)


@pytest.mark.parametrize("kind", ["file", "pipe", "device", "loop"])
def test_a_waiting_text_that_is_a_link_is_replaced(imported: Layout, outside: Path, tmp_path: Path, kind: str) -> None:
    """It is a text of the program, so no word of a person is lost; the other file stays as it was."""
    small_archive.write(imported.root, f"{POST}/index.md", f"---\nmedium: {{id: {ID}}}\n---\n\nMine.\n")
    place(imported.root / POST / "index.incoming.md", kind, outside)
    newer = post_page("Good", p("Other words."), ID).replace(b"Exported", b"Exported later")
    import_again(write_zip(tmp_path / "newer.zip", {post_name(ID): newer}), imported)
    assert not leaked(imported)
    assert (outside / "file").read_text("utf-8").count(WORDS) == 2


@pytest.mark.parametrize("kind", ["picture.png", "pipe", "device", "loop"])
def test_a_picture_that_is_a_link_is_not_recorded(imported: Layout, outside: Path, tmp_path: Path, kind: str) -> None:
    """Neither in its own folder nor, as a copy, in those of other posts."""
    small_archive.picture(outside / "picture.png", 70, 50)
    place(imported.root / POST / "1-a.png", kind, outside)
    import_again(tmp_path / "export.zip", imported)
    assert not leaked(imported, (outside / "picture.png").read_bytes())
    assert [
        one["files"] for one in small_archive.read_records(imported.records / "pictures.jsonl") if one.get("files")
    ] == []


@pytest.mark.parametrize("kind", ["file", "pipe", "device", "loop"])
def test_a_bag_has_no_file_from_elsewhere(archive: Layout, outside: Path, tmp_path: Path, kind: str) -> None:
    """What it lacks is named; folders on another disk, and a link to a file beside it, are in it."""
    place(archive.posts / "another/linked.txt", kind, outside)
    (archive.posts / "another/folder").symlink_to(outside / "folder")
    (archive.root / "exports").symlink_to(outside / "folder")
    (archive.root / "also.png").symlink_to("ada.png")
    report = export(archive, bagit, tmp_path / "bag", bagit.Settings())
    names = ["posts/another/folder", "posts/another/linked.txt"]
    assert [one.where for one in report.issues if one.code == posts.UNREADABLE] == names
    assert [path.relative_to(tmp_path / "bag/data").as_posix() for path in words_in(tmp_path / "bag")] == [
        "exports/index.md"
    ]
    assert (tmp_path / "bag/data/also.png").read_bytes() == (archive.root / "ada.png").read_bytes()


@pytest.mark.parametrize("kind", ["file", "loop", "pipe", "device"])
def test_passwords_are_not_read_from_elsewhere(archive: Layout, outside: Path, kind: str) -> None:
    (outside / "file").write_text("KEY=secret\n", "utf-8")
    place(archive.private / "publish.env", kind, outside)
    if kind == "file":
        with pytest.raises(FolderUnwritable, match="it is a link") as refused:
            environment.read_file(archive, "publish.env")
        assert "could not be written" not in refused.value.message
    else:
        assert environment.read_file(archive, "publish.env") == {}


@pytest.mark.parametrize("kind", ["file", "pipe", "device", "loop"])
@pytest.mark.parametrize(
    "name", ["import.json", "build.json", "build.state", "build.memory", "build.contents", "verify.json"]
)
def test_what_the_program_remembers_is_made_again(
    archive: Layout, outside: Path, tmp_path: Path, name: str, kind: str
) -> None:
    place(archive.private / ".cache" / name, kind, outside)
    if name == "import.json":
        assert last_import.read(archive) is None
    elif name == "verify.json":
        assert verify(archive).command == "verify"
    else:
        assert build.build(archive, memory=memory_file.read(archive)).exit_code == 0
    assert WORDS in (outside / "file").read_text("utf-8")


def test_pictures_are_not_taken_from_outside_the_folder_that_was_named(outside: Path, tmp_path: Path) -> None:
    """A link to a file of the folder is followed."""
    small_archive.picture(outside / "picture.png", 70, 50)
    small_archive.picture(tmp_path / "pictures/here.png", 70, 50)
    (tmp_path / "pictures/1-a.png").symlink_to(outside / "picture.png")
    (tmp_path / "pictures/1-b.png").symlink_to("here.png")
    found = local_pictures.read(tmp_path / "pictures")
    assert sorted(path.name for paths in found.by_name.values() for path in paths) == ["1-b.png", "here.png"]


@pytest.mark.parametrize("kind", ["file", "pipe", "device", "loop"])
def test_an_original_that_is_a_link_is_not_sent(imported: Layout, outside: Path, kind: str) -> None:
    """Nor one that is a pipe; one in a folder on another disk is."""
    library = articles.read(imported, settings.read(imported.settings))
    posted = entries.read(library).values()
    (imported.root / "original").rename(outside / "original")
    (imported.root / "original").symlink_to(outside / "original")
    assert all(page is not None for _, page in migration.pages(imported, posted))
    place(next((outside / "original").rglob(f"*{ID}.html")), kind, outside)
    assert [page is None for _, page in migration.pages(imported, posted)].count(True) == 1


def test_a_pipe_as_gitignore_keeps_no_command_waiting(archive: Layout, outside: Path) -> None:
    """Neither when the file is read, nor when git reads it."""
    files = ["posts/a/index.md", "private/a"]
    place(archive.root / ".gitignore", "pipe", outside)
    assert taken.by_git(archive.root, files) == files

"""Only regular files inside the archive are read: no link leads a command elsewhere, no pipe keeps it waiting."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from medium_archive.commands import build, import_exports
from medium_archive.commands.import_exports import Options
from medium_archive.commands.serve import make_server
from medium_archive.errors import FolderUnwritable, RecordsDamaged, SettingsWrong, ThemeBroken
from medium_archive.folder import layout as layouts
from medium_archive.folder import posts, regular_files
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.conftest import EXAMPLE_ZIP
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

"""Files and folders without permission: every command says which, and none ends with a traceback."""

from __future__ import annotations

import ctypes
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from medium_archive.cli.root import app
from medium_archive.commands import own_pages
from medium_archive.folder.layout import Layout
from tests.conftest import one_in
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_posts import p

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Windows has other permissions, macOS no capabilities")

_VERSION = 0x20080522  # capget(2)
_OVERRIDES = 0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
_POST = "posts/2020-03-01-good"
_PLACES = (
    ".", ".gitignore", "README.md", "about.md", "archive.toml", "exports", "original/posts", _POST, f"{_POST}/index.md",
    "private", "private/reading", "records", "records/catalog.jsonl", "records/imports.jsonl", "SHA256SUMS",
)  # fmt: skip
_COMMANDS = ("status", "build", "verify", "history", "import", "export")


@contextmanager
def no_special_rights() -> Iterator[None]:
    """Root may read everything; take this right from the thread."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)()
    if libc.capget(header, sets) != 0:
        pytest.skip("the rights of this process can't be read")
    before = sets[0]
    sets[0] = before & ~_OVERRIDES
    assert libc.capset(header, sets) == 0
    try:
        yield
    finally:
        sets[0] = before
        assert libc.capset(header, sets) == 0


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    claps = b'<ul><li class="h-entry">+2 &mdash; <a href="https://medium.com/p/x-0123456789ad">A clock</a></li></ul>'
    pages = {post_name(): post_page("Good", p("A good post.")), "claps/claps-0001.html": claps}
    write_zip(folder / "export.zip", pages)
    assert run("import", folder / "archive", folder).exit_code == 0
    assert run("build", folder / "archive", folder).exit_code == 0
    return folder


def run(command: str, archive: Path, made: Path) -> Result:
    more = {"import": [str(made / "export.zip"), "--offline"], "export": ["hugo", str(archive.parent / "hugo")]}
    return CliRunner().invoke(app, [command, *more.get(command, []), "--archive", str(archive)])


@pytest.mark.parametrize("command", _COMMANDS)
@pytest.mark.parametrize("place", one_in(3, _PLACES, of_ci=1))
def test_a_place_without_permission_is_named(made: Path, tmp_path: Path, place: str, command: str) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(made / "archive", archive)
    unreadable = archive / place
    mode = unreadable.stat().st_mode
    unreadable.chmod(0)
    try:
        with no_special_rights():
            done = run(command, archive, made)
    finally:
        unreadable.chmod(mode)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert done.exit_code in (0, 1, 2, 20, 22, 24, 25), done.output


def test_one_text_without_permission_does_not_stop_the_build(made: Path, tmp_path: Path) -> None:
    """Its folder neither; the issue counts as lost."""
    shutil.copytree(made / "archive", tmp_path / "archive")
    folder = tmp_path / "archive" / _POST
    folder.chmod(0)
    try:
        with no_special_rights():
            done = run("build", tmp_path / "archive", made)
            listed = run("status", tmp_path / "archive", made)
    finally:
        folder.chmod(0o755)
    assert done.exit_code == 1 and _POST in done.output and "ermission" in done.output, done.output
    assert _POST in listed.output, listed.output


def test_a_folder_without_permission_beside_a_text_of_its_name_does_not_stop_the_build(
    made: Path, tmp_path: Path
) -> None:
    """The folder may have the pictures of the text."""
    archive = tmp_path / "archive"
    shutil.copytree(made / "archive", archive)
    (archive / "posts/loose.md").write_text("# Loose\n\nWords.\n", "utf-8")
    folder = archive / "posts/loose"
    folder.mkdir()
    folder.chmod(0)
    try:
        with no_special_rights():
            done = run("build", archive, made)
            listed = run("status", archive, made)
    finally:
        folder.chmod(0o755)
    assert done.exit_code == 1 and "posts/loose/index.md" in done.output, done.output
    assert "posts/loose/index.md" in listed.output, listed.output
    assert (archive / "site" / _POST / "index.html").is_file() and (archive / "site/posts/loose/index.html").is_file()


def test_a_folder_without_permission_among_downloads_is_one_issue(made: Path, tmp_path: Path) -> None:
    downloads = tmp_path / "downloads"
    shutil.copytree(made, downloads, ignore=shutil.ignore_patterns("archive"))
    locked = downloads / "locked"
    locked.mkdir()
    locked.chmod(0)
    try:
        with no_special_rights():
            command = ["import", str(downloads), "--offline", "--archive", str(tmp_path / "archive")]
            done = CliRunner().invoke(app, command)
    finally:
        locked.chmod(0o755)
    assert done.exit_code in (0, 1) and "locked" in done.output, done.output
    assert (tmp_path / "archive" / _POST / "index.md").is_file()


def test_a_folder_without_permission_does_not_stop_the_list_of_pages(made: Path, tmp_path: Path) -> None:
    """`archive publish --save` asks for the others."""
    archive = Layout(tmp_path / "archive")
    shutil.copytree(made / "archive", archive.root)
    locked = archive.posts / "locked"
    locked.mkdir()
    locked.chmod(0)
    try:
        with no_special_rights():
            pages = own_pages.read(archive, "https://ada.example")
    finally:
        locked.chmod(0o755)
    assert f"{_POST}/index.html" in {page.file for page in pages}

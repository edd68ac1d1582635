"""`archive export bagit`: the bag holds the archive, other programs can check it, and it can be restored."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bagit import Bag, BagValidationError
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands import build
from medium_archive.commands.export import export
from medium_archive.commands.verify import verify
from medium_archive.errors import FolderUnwritable
from medium_archive.folder.layout import Layout
from medium_archive.formats import bag, bagit, sqlite
from tests import small_archive
from tests.interruptions import small_disk


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_read_only_folder_can_be_exported(own_example: Layout, tmp_path: Path) -> None:
    """A bag and a database are made of it, without a lock file in it."""
    lock = own_example.root / ".lock"
    lock.unlink(missing_ok=True)
    own_example.root.chmod(0o555)
    try:
        export(own_example, bagit, tmp_path / "bag")
        export(own_example, sqlite, tmp_path / "medium.sqlite")
    finally:
        own_example.root.chmod(0o755)
    assert not lock.exists()
    assert (tmp_path / "medium.sqlite").is_file()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a file system")
def test_a_read_only_disk_can_be_exported(own_example: Layout, tmp_path: Path) -> None:
    """Such as a CD."""
    with small_disk(tmp_path / "disk", 20_000) as disk:
        shutil.copytree(own_example.root, disk / "archive", ignore=shutil.ignore_patterns("site", ".lock"))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        export(Layout(disk / "archive"), bagit, tmp_path / "bag")
        export(Layout(disk / "archive"), sqlite, tmp_path / "medium.sqlite")
        assert [issue for issue in verify(Layout(disk / "archive")).issues if issue.level == "error"] == []


def test_a_restored_archive_is_the_same(own_example: Layout, tmp_path: Path) -> None:
    """After a copy of `data/`, `archive verify` finds nothing, and the site has the same bytes."""
    export(own_example, bagit, tmp_path / "bag")
    shutil.copytree(tmp_path / "bag" / "data", tmp_path / "restored")
    restored = Layout(tmp_path / "restored")
    before = contents(own_example.root)
    assert contents(restored.root) == {
        name: content
        for name, content in before.items()
        if name.partition("/")[0] not in ("site", ".cache", ".lock") and not name.startswith("private/.cache/")
    }
    shutil.copytree(own_example.root / ".cache", restored.root / ".cache")  # smaller pictures take long to make again
    build.build(restored)
    assert [issue for issue in verify(restored).issues if issue.level != "note"] == []
    assert contents(restored.site) == contents(own_example.site)


def test_a_bag_is_checked_where_it_is(own_example: Layout, tmp_path: Path) -> None:
    """By the folder of the bag, as it was given for the copy, or by its folder data; and nothing in it changes."""
    export(own_example, bagit, tmp_path / "bag")
    before = contents(tmp_path / "bag")
    for folder in ("bag", "bag/data"):
        done = CliRunner().invoke(app, ["verify", "--archive", str(tmp_path / folder)])
        assert done.exit_code == 0, done.output
    assert contents(tmp_path / "bag") == before
    Bag(str(tmp_path / "bag")).validate()


def test_a_damaged_bag_is_named_file_by_file(own_example: Layout, tmp_path: Path) -> None:
    """A text that only the bag's own list can tell from an edited one, a file that is gone, one that was added."""
    export(own_example, bagit, tmp_path / "bag")
    data = tmp_path / "bag/data"
    changed, gone = sorted(path for path in data.glob("posts/*/index.md"))[:2]
    changed.write_text(changed.read_text("utf-8") + "\nMore.\n", "utf-8")
    gone.unlink()
    (data / "added.txt").write_text("x")
    found = {(issue.where, issue.code) for issue in verify(Layout(data)).issues if issue.code.startswith("bag-")}
    assert found == {
        (changed.relative_to(tmp_path / "bag").as_posix(), "bag-file-changed"),
        (gone.relative_to(tmp_path / "bag").as_posix(), "bag-file-gone"),
        ("data/added.txt", "bag-file-added"),
    }


def test_a_bag_on_the_disk_of_the_archive_is_no_second_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which the report says; on another disk it says nothing."""
    archive = small_archive.make(tmp_path / "archive")
    assert "no second copy" in export(archive, bagit, tmp_path / "bag").issues[0].message
    stat = Path.stat

    def of_another_disk(path: Path, **options: bool) -> os.stat_result:
        found = stat(path, **options)
        return os.stat_result((*found[:2], found.st_dev + 1, *found[3:])) if path == tmp_path / "other" else found

    monkeypatch.setattr(Path, "stat", of_another_disk)
    assert export(archive, bagit, tmp_path / "other").issues == ()


def test_the_program_of_the_library_of_congress_finds_the_bag_valid(own_example: Layout, tmp_path: Path) -> None:
    """`bagit.py --validate` checks every checksum, and finds a flipped bit."""
    export(own_example, bagit, tmp_path / "bag")
    command = [sys.executable, "-m", "bagit", "--validate", str(tmp_path / "bag")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    file = min((tmp_path / "bag" / "data" / "original" / "posts").iterdir())
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(BagValidationError):
        Bag(str(tmp_path / "bag")).validate()


def test_files_with_any_name_can_be_in_a_bag(tmp_path: Path) -> None:
    """Chinese, spaces, line ends, written as in RFC 8493, so that the program reads them."""
    archive = small_archive.make(tmp_path / "archive")
    names = (
        ["posts/雨港 的屋簷/註 記.txt", "posts/a\nb\rc.txt"] if os.name == "posix" else ["posts/雨港 的屋簷/註 記.txt"]
    )
    for name in names:
        small_archive.write(archive.root, name, "x")
    export(archive, bagit, tmp_path / "bag")
    Bag(str(tmp_path / "bag")).validate()
    manifest = (tmp_path / "bag" / "manifest-sha512.txt").read_text("utf-8")
    assert "  data/posts/雨港 的屋簷/註 記.txt\n" in manifest


def test_a_percent_sign_is_encoded_as_in_the_standard(tmp_path: Path) -> None:
    """Other programs do not do so yet (LibraryOfCongress/bagit-python#157), so the report names the file."""
    assert bag.encoded("100%0A.txt\n") == "100%250A.txt%0A"
    archive = small_archive.make(tmp_path / "archive")
    small_archive.write(archive.root, "posts/100%.txt", "x")
    report = export(archive, bagit, tmp_path / "bag")
    assert [(issue.where, issue.code) for issue in report.issues] == [
        (str(tmp_path / "bag"), "same-disk"),
        ("posts/100%.txt", "bag-percent"),
    ]
    assert "  data/posts/100%25.txt\n" in (tmp_path / "bag" / "manifest-sha256.txt").read_text("utf-8")


def test_the_same_archive_gives_the_same_bag(own_example: Layout, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export(own_example, bagit, tmp_path / name)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert "Bagging-Date: 2025-10-12\n" in (tmp_path / "one" / "bag-info.txt").read_text("utf-8")


def test_private_parts_can_be_left_out(own_example: Layout, tmp_path: Path) -> None:
    """The report warns of private parts. Without them the rest is a complete archive."""
    assert "e-mail" in export(own_example, bagit, tmp_path / "all").facts["privacy"]
    report = export(own_example, bagit, tmp_path / "some", bagit.Settings(without_private=True))
    assert "privacy" not in report.facts
    kept = {path.name for path in (tmp_path / "some" / "data").iterdir()}
    assert not kept & {"exports", "private", "drafts", "site", ".cache", ".lock"}
    Bag(str(tmp_path / "some")).validate()
    shutil.copytree(tmp_path / "some" / "data", tmp_path / "restored")
    assert verify(Layout(tmp_path / "restored")).exit_code == 0


def test_a_bag_goes_to_an_empty_or_new_folder(own_example: Layout, tmp_path: Path) -> None:
    """Not to a folder with files, to a file, or into the archive."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("x")
    for out in (tmp_path / "full", tmp_path / "full" / "mine", own_example.root / "bag"):
        with pytest.raises(FolderUnwritable):
            export(own_example, bagit, out)
    assert contents(tmp_path / "full") == {"mine": b"x"}
    (tmp_path / "empty").mkdir()
    export(own_example, bagit, tmp_path / "empty")
    Bag(str(tmp_path / "empty")).validate()


def test_a_full_disk_leaves_no_half_bag(own_example: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither under its name nor under a temporary one. The next run removes what a killed run left."""
    place = tmp_path / "place"
    real = bag._copy
    copied: list[Path] = []

    def fill(source: Path, target: Path) -> tuple[dict[str, str], int]:
        if len(copied) == 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        copied.append(target)
        return real(source, target)

    monkeypatch.setattr(bag, "_copy", fill)
    with pytest.raises(FolderUnwritable, match="disk is full"):
        export(own_example, bagit, place / "bag")
    assert list(place.iterdir()) == []
    monkeypatch.undo()
    (place / ".bag.tmp" / "data").mkdir(parents=True)
    export(own_example, bagit, place / "bag")
    assert [path.name for path in place.iterdir()] == ["bag"]

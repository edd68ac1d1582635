"""The record of the last build: a build of what did not change does nothing, and no change escapes it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from medium_archive.commands.build import build
from medium_archive.errors import ArchiveInUse
from medium_archive.folder import lock
from medium_archive.folder.layout import Layout
from medium_archive.folder.location import BUILD_RECORD, BUILD_STATE
from medium_archive.report import Report
from medium_archive.site import build as site_build
from medium_archive.site import build_state
from tests import small_archive
from tests.conftest import one_in
from tests.test_memory import CHANGES, files_of, layout, replace

__all__ = ["layout"]
LOOMS = "posts/2020-11-12-looms/index.md"


def is_made(layout: Layout, monkeypatch: pytest.MonkeyPatch, **options: object) -> bool:
    """Whether a build makes pages; it leaves the site as a build would."""
    made: list[bool] = []
    build_site = site_build.build_site

    def watch(*arguments: object, **named: object) -> Report:
        made.append(True)
        return build_site(*arguments, **named)  # type: ignore[arg-type]  # passed on as they come

    with monkeypatch.context() as patch:
        patch.setattr(site_build, "build_site", watch)
        build(layout, **options)  # type: ignore[arg-type]  # as above
    return bool(made)


def test_a_build_of_what_did_not_change_makes_nothing_and_reports_the_same(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third and later builds, too, and `--all` makes everything."""
    build(layout)
    before = {path: path.stat() for path in layout.site.rglob("*")}
    full = build(layout, everything=True)
    for _ in range(2):
        assert not is_made(layout, monkeypatch)
        assert build(layout) == full
    assert {path: path.stat().st_mtime_ns for path in before} == {path: s.st_mtime_ns for path, s in before.items()}
    assert is_made(layout, monkeypatch, everything=True)


def test_only_a_build_that_makes_something_needs_the_lock(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another run holds it, a build of what did not change still answers: it writes nothing."""
    monkeypatch.setattr(build_state, "_RECENT", 0)
    monkeypatch.setattr(lock, "WAIT", 0)
    build(layout)
    unchanged = build(layout)
    with lock.held(layout):
        assert build(layout) == unchanged
        (layout.root / LOOMS).write_bytes((layout.root / LOOMS).read_bytes() + b"\nOne more line.\n")
        with pytest.raises(ArchiveInUse):
            build(layout)
    assert is_made(layout, monkeypatch)


@pytest.mark.parametrize("change", one_in(8, CHANGES, of_ci=2))
def test_every_kind_of_change_is_seen(layout: Layout, tmp_path: Path, change: str) -> None:
    """The site is that of a build without a record, byte for byte."""
    build(layout)
    CHANGES[change](layout.root)
    build(layout)
    build(layout, out=tmp_path / "anew")
    assert files_of(layout.site) == files_of(tmp_path / "anew")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a page is another": lambda site: (site / "archive.html").write_text("broken"),
    "one letter of a page": lambda site: replace(site, "archive.html", "<main", "<mean"),
    "a page goes": lambda site: (site / "posts/2020-11-12-looms/index.html").unlink(),
    "a picture goes": lambda site: (site / "posts/2020-11-12-looms/1-wide.png").unlink(),
    "the list of files goes": lambda site: (site / ".archive-files").unlink(),
    "everything goes": shutil.rmtree,
}


@pytest.mark.parametrize("damage", one_in(3, DAMAGES))
def test_damaged_and_deleted_files_of_the_site_come_back(layout: Layout, tmp_path: Path, damage: str) -> None:
    build(layout)
    wanted = files_of(layout.site)
    DAMAGES[damage](layout.site)
    build(layout)
    assert files_of(layout.site) == wanted


@pytest.mark.parametrize("name", [LOOMS, "site/archive.html"])
def test_an_edit_that_keeps_size_and_time_is_seen(layout: Layout, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """As a program makes it that restores times."""
    build(layout)
    file = layout.root / name
    before, status = file.read_bytes(), file.stat()
    with file.open("r+b") as open_file:
        open_file.write(before.replace(b"A", b"B"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_mtime_ns == status.st_mtime_ns and file.read_bytes() != before
    assert is_made(layout, monkeypatch)


def test_an_edit_that_keeps_size_and_time_is_found_by_its_content(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that counts time in steps of seconds gives an edited file the time and size that it had."""
    now = 1 << 62
    monkeypatch.setattr(build_state, "_VALUES", lambda found: (found.st_size, now, now, found.st_ino, found.st_mode))
    build(layout)
    assert os.fspath(layout.root / LOOMS) in json.loads((layout.root / BUILD_RECORD).read_bytes())["recent"]
    replace(layout.root, LOOMS, "A second line.", "B second line.")
    assert is_made(layout, monkeypatch)


@pytest.mark.parametrize("options", [{"drafts": True}, {"url": "https://other.example"}])
def test_a_build_with_other_options_makes_the_site_again(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, options: dict[str, object]
) -> None:
    build(layout)
    assert is_made(layout, monkeypatch, **options)
    assert not is_made(layout, monkeypatch, **options)
    assert is_made(layout, monkeypatch)


RECORDS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut": lambda record: record[: len(record) // 2],
    "not JSON": lambda _: b"\xff\xfe",
    "too deep": lambda _: b"[" * 100_000,
    "another value": lambda _: b"[]",
    "another format": lambda record: record.replace(b'"format": 2', b'"format": 1'),
    "no report": lambda record: record.replace(b'"report"', b'"rapport"'),
    "a count that is not a number": lambda record: record.replace(b'"counts": {', b'"counts": {"more": "x", '),
    "no files": lambda record: record.replace(b'"recent"', b'"recently"'),
}


@pytest.mark.parametrize("record", one_in(4, RECORDS, of_ci=2))
def test_a_damaged_or_foreign_build_record_is_ignored(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, record: str
) -> None:
    build(layout)
    file = layout.root / BUILD_RECORD
    file.write_bytes(RECORDS[record](file.read_bytes()))
    assert is_made(layout, monkeypatch)
    assert not is_made(layout, monkeypatch)


@pytest.mark.parametrize("place", one_in(4, (0, 5_000, -1_000, -16, -12, -2), of_ci=2))
def test_a_damaged_state_of_the_last_build_is_ignored(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    """Wherever a bit of it changes, and if its end is missing; then the build keeps it anew."""
    build(layout)
    file = layout.root / BUILD_STATE
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    assert is_made(layout, monkeypatch)
    file.write_bytes(file.read_bytes()[:place])
    assert is_made(layout, monkeypatch)
    assert not is_made(layout, monkeypatch)


def test_a_copied_archive_is_built_in_its_new_place(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record names the folder; the report leads to the new one."""
    build(layout)
    copied = Layout(tmp_path / "copy")
    shutil.copytree(layout.root, copied.root)
    assert is_made(copied, monkeypatch)
    assert "copy" in build(copied).facts["site"]


def test_another_version_of_the_program_builds_anew(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its files are among those that decide."""
    program = tmp_path / "program"
    small_archive.write(program, "module.py", "x = 1\n")
    monkeypatch.setattr(build_state, "_PACKAGE", os.fspath(program))
    build(layout)
    assert not is_made(layout, monkeypatch)
    small_archive.write(program, "module.py", "x = 2\n")
    assert is_made(layout, monkeypatch)


def test_a_file_in_the_way_of_a_page_is_reported_until_it_is_gone(layout: Layout) -> None:
    """And then the page is made, though no file that a build read or wrote has changed."""
    small_archive.write(layout.site, "archive.html", "mine")
    for _ in range(2):
        assert "site-file-kept" in {issue.code for issue in build(layout).issues}
    (layout.site / "archive.html").unlink()
    assert "site-file-kept" not in {issue.code for issue in build(layout).issues}
    assert b"<!doctype html>" in (layout.site / "archive.html").read_bytes()

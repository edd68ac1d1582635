"""What is dropped on the page of `archive app` is on the disk as it was, or not at all."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from collections import namedtuple
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from medium_archive.app import drops
from medium_archive.app.drops import Drops
from medium_archive.errors import FolderUnwritable
from medium_archive.folder.layout import Layout
from tests import local_page
from tests.conftest import EXAMPLE_ZIP

_Usage = namedtuple("_Usage", "total used free")


async def pieces(*content: bytes) -> AsyncIterator[bytes]:
    for piece in content:
        yield piece


def add(found: Drops, drop: str, path: str, *content: bytes) -> None:
    asyncio.run(found.add(drop, path, pieces(*content), sum(map(len, content))))


def test_a_folder_is_dropped_with_its_files(tmp_path: Path) -> None:
    """The sources of the import are what was dropped, not each file in it."""
    found = Drops(tmp_path)
    drop = found.begin()
    add(found, drop, "export/posts/a.html", b"<p>", b"</p>")
    add(found, drop, "export/profile.html", b"")
    add(found, drop, "ferry — 渡輪.zip", b"PK" * 1_000_000)
    assert [path.name for path in found.sources(drop)] == ["export", "ferry — 渡輪.zip"]
    assert (found.sources(drop)[0] / "posts" / "a.html").read_bytes() == b"<p></p>"
    assert found.sources(drop)[1].stat().st_size == 2_000_000


def test_many_loose_files_are_one_folder_for_the_import(tmp_path: Path) -> None:
    """A command takes only so many arguments."""
    found = Drops(tmp_path)
    drop = found.begin()
    for number in range(60):
        add(found, drop, f"{number}.html", b"<p>")
    (folder,) = found.sources(drop)
    assert len(list(folder.iterdir())) == 60


def test_an_unknown_drop_has_no_sources(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert Drops(tmp_path).sources("other") == []
    assert Drops(tmp_path).sources("..") == []


def test_a_file_is_not_replaced_by_a_second_one_of_its_name(tmp_path: Path) -> None:
    found = Drops(tmp_path)
    drop = found.begin()
    add(found, drop, "a.zip", b"first")
    with pytest.raises(drops.Refused):
        add(found, drop, "a.zip", b"second")
    assert found.sources(drop)[0].read_bytes() == b"first"


def test_a_file_without_room_on_the_disk_is_refused_before_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: _Usage(10**12, 10**12, 10**8))
    found = Drops(tmp_path)
    drop = found.begin()
    with pytest.raises(FolderUnwritable, match="too little space for") as refused:
        add(found, drop, "a.zip", b"a")
    assert "type the path" in refused.value.hint
    assert found.sources(drop) == []


def test_a_disk_that_gets_full_leaves_no_half_file(tmp_path: Path) -> None:
    """One sentence says what to do, as for every full disk."""

    async def until_full() -> AsyncIterator[bytes]:
        yield b"a" * 2_000_000
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    found = Drops(tmp_path)
    drop = found.begin()
    with pytest.raises(FolderUnwritable, match="The disk is full"):
        asyncio.run(found.add(drop, "a.zip", until_full(), 3_000_000))
    assert found.sources(drop) == []


def test_a_page_that_is_closed_while_it_sends_leaves_no_half_file(tmp_path: Path) -> None:
    async def closed() -> AsyncIterator[bytes]:
        yield b"a" * 2_000_000
        raise asyncio.CancelledError

    found = Drops(tmp_path)
    drop = found.begin()
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(found.add(drop, "a.zip", closed(), 3_000_000))
    assert found.sources(drop) == []


def test_there_are_not_endlessly_many_drops(tmp_path: Path) -> None:
    found = Drops(tmp_path)
    with pytest.raises(drops.Refused):
        for _ in range(1_000):
            found.begin()


@pytest.mark.parametrize(
    ("name", "kept"),
    [('"Ferry": why?.html', "_Ferry__ why_.html"), ("x.", "x_"), ("a/b /c", "a/b_/c"), ("渡" * 85, "渡" * 85)],
)
def test_a_file_with_an_odd_name_is_taken(tmp_path: Path, name: str, kept: str) -> None:
    """Browsers name saved pages by their titles. What Windows has in no name becomes an underscore everywhere."""
    found = Drops(tmp_path)
    drop = found.begin()
    add(found, drop, name, b"<p>")
    assert (tmp_path / drop / kept).read_bytes() == b"<p>"


def test_what_was_dropped_is_removed_after_its_import(layout: Layout) -> None:
    """And kept after one that failed, so that it can be tried again."""
    with local_page.opened(layout.root) as page:
        folder = page.door.parent / "drops"
        page.run("import", drop=page.drop({"a.zip": b"no zip"}), offline="1")
        (kept,) = folder.iterdir()
        page.run("import", drop=page.drop({"medium-export.zip": EXAMPLE_ZIP.read_bytes()}), offline="1")
        assert list(folder.iterdir()) == [kept]

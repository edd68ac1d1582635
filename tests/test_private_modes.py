"""What is private can be read by its owner only, whatever the umask says."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from medium_archive.commands import build, import_exports
from medium_archive.folder import files
from medium_archive.folder.layout import Layout
from tests.conftest import EXAMPLE_ZIP

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


@pytest.fixture(params=[0o022, 0o000])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_private_files_are_for_their_owner_only(layout: Layout, umask: int) -> None:
    import_exports.import_exports([EXAMPLE_ZIP], layout)
    build.build(layout)
    assert mode(layout.private) == 0o700
    records = [path for path in layout.private.rglob("*.jsonl") if path.is_file()]
    assert records
    assert {mode(path) for path in records} == {0o600}
    files.write(layout.private / "medium.sqlite", b"x")
    assert mode(layout.private / "medium.sqlite") == 0o600
    # A server of the web must be able to read the site
    assert mode(layout.site / "index.html") == 0o666 & ~umask


def test_another_folder_of_that_name_is_not_private(tmp_path: Path, umask: int) -> None:
    """As /private/tmp of macOS, in which an archive may lie."""
    files.write(tmp_path / "private/archive/archive.toml", b"")
    files.write(tmp_path / "private/archive/site/index.html", b"x")
    assert mode(tmp_path / "private/archive/site/index.html") == 0o666 & ~umask

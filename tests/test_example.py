"""The example export and the archive it becomes, file for file."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from medium_archive.folder import lock
from medium_archive.folder.layout import Layout
from tests.conftest import EXAMPLE_ZIP, EXAMPLES

ARCHIVE = EXAMPLES / "archive"
# Made anew by `archive build`, and the same zip once more
NOT_KEPT = {"site", ".cache", "exports", lock.NAME}


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not {*path.relative_to(root).parts} & {*NOT_KEPT}
    }


def test_importing_the_example_gives_the_recorded_archive(example: Layout) -> None:
    """examples/archive is the result of importing the example. To record a change: RECORD=1, which fails once."""
    if os.environ.get("RECORD"):
        shutil.rmtree(ARCHIVE, ignore_errors=True)
        shutil.copytree(example.root, ARCHIVE, ignore=shutil.ignore_patterns(*NOT_KEPT))
        pytest.fail("examples/archive was recorded: look at the difference, then run again without RECORD")
    wanted, found = contents(ARCHIVE), contents(example.root)
    assert sorted(found) == sorted(wanted)
    assert [name for name in wanted if found[name] != wanted[name]] == []


def test_the_example_zip_equals_the_example_folder() -> None:
    """medium-export.zip holds just what examples/export does."""
    with zipfile.ZipFile(EXAMPLE_ZIP) as packed:
        inside = {name: packed.read(name) for name in packed.namelist()}
    folder = EXAMPLES / "export"
    assert inside == {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }

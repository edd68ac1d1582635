"""The contract tests of checks: they run on every member of `checks.ALL`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medium_archive import checks
from medium_archive.checks import snapshot
from medium_archive.folder.layout import Layout


@pytest.mark.parametrize("check", checks.ALL, ids=lambda check: check.__name__.rpartition(".")[2])
def test_every_check_keeps_the_contract(check: checks.Check, example: Layout, tmp_path: Path) -> None:
    """It says whether it belongs to --quick, finds nothing in the example, and accepts an empty archive, and texts that
    can't be read, which another check reports.
    """
    assert isinstance(check.IN_QUICK, bool)
    found = check.inspect(snapshot.read(example))
    assert [issue for issue in found.issues if issue.level != "note"] == []
    json.dumps(dict(found.details))
    (tmp_path / "archive.toml").write_text("schema = 1\n")
    check.inspect(snapshot.read(Layout(tmp_path)))
    for number, content in enumerate((b"---\ntitle: [\n---\n\nWords", b"\xff\xfe", b"---\ntitle: Cut", b"", b"Words")):
        text = tmp_path / "posts" / f"2020-01-0{number + 1}-damaged" / "index.md"
        text.parent.mkdir(parents=True)
        text.write_bytes(content)
    check.inspect(snapshot.read(Layout(tmp_path)))

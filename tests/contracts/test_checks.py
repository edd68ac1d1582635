"""The contract tests of checks: they run on every member of `register.ALL`."""

from __future__ import annotations

import json

import pytest

from medium_archive.checks import register, snapshot
from medium_archive.folder.layout import Layout


@pytest.fixture(scope="module")
def archives(example: Layout, tmp_path_factory: pytest.TempPathFactory) -> list[snapshot.Snapshot]:
    """The example, an empty archive, and an archive of texts that can't be read, read once for all checks."""
    empty, damaged = (Layout(tmp_path_factory.mktemp(name)) for name in ("empty", "damaged"))
    for layout in (empty, damaged):
        (layout.root / "archive.toml").write_text("schema = 1\n")
    for number, content in enumerate((b"---\ntitle: [\n---\n\nWords", b"\xff\xfe", b"---\ntitle: Cut", b"", b"Words")):
        text = damaged.root / "posts" / f"2020-01-0{number + 1}-damaged" / "index.md"
        text.parent.mkdir(parents=True)
        text.write_bytes(content)
    return [snapshot.read(layout) for layout in (example, empty, damaged)]


@pytest.mark.parametrize("check", register.ALL, ids=lambda check: check.__name__.rpartition(".")[2])
def test_every_check_keeps_the_contract(check: register.Check, archives: list[snapshot.Snapshot]) -> None:
    """It says whether it belongs to --quick, finds nothing in the example, and accepts an empty archive, and texts that
    can't be read, which another check reports.
    """
    assert isinstance(check.IN_QUICK, bool)
    found, _, _ = [check.inspect(archive) for archive in archives]
    assert [issue for issue in found.issues if issue.level != "note"] == []
    json.dumps(dict(found.details))

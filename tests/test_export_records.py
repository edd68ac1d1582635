"""`archive verify` compares the records about exports with the kept exports."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from medium_archive.commands.import_exports import Options, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder import checksums
from medium_archive.folder.layout import Layout
from tests.account_exports import ADA, BEN, export


def found(layout: Layout) -> list[tuple[str, str]]:
    return [(issue.code, issue.where) for issue in verify(layout).issues if issue.level != "note"]


@pytest.mark.parametrize(
    ("name", "pattern", "wrong", "cure"),
    [
        ("records/history.jsonl", r'"text": "[0-9a-f]+"', f'"text": "{"0" * 16}"', "import"),
        ("records/catalog.jsonl", r'"exported": "2021-04-12", "reason"', '"exported": "2010-01-01", "reason"', "again"),
        ("private/accounts.jsonl", ADA, BEN, "import"),
    ],
    ids=["fingerprint", "day", "user id"],
)
def test_a_record_that_differs_from_the_export_is_named_with_the_way_back(
    tmp_path: Path, name: str, pattern: str, wrong: str, cure: str
) -> None:
    layout = Layout(tmp_path / "archive")
    source = export(tmp_path / "ada.zip", "a", user_id=ADA)
    import_exports([source], layout)
    assert found(layout) == []
    file = layout.root / name
    right = file.read_text("utf-8")
    file.write_text(re.sub(pattern, wrong, right), "utf-8")
    assert file.read_text("utf-8") != right
    checksums.renew(file)
    assert {code for code, _ in found(layout)} == {"record-differs"}
    if cure == "import":
        file.unlink()
        import_exports([source], layout)
    else:
        import_exports([], layout, Options(again=True))
    assert found(layout) == []
    assert file.read_text("utf-8") == right

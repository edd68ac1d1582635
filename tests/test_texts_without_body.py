"""A person may write a whole HTML page, or the shell of one, into a text: no command ends with a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from tests import small_archive
from tests.conftest import one_in

SHELLS = (
    "<html></html>",
    "<!doctype html><html><head><title>A</title></head></html>",
    "<frameset></frameset>",
    "<!-- -->",
)


@pytest.mark.parametrize("shell", one_in(4, SHELLS))
def test_a_text_without_a_body_is_built_and_verified(shell: str, tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path / "archive")
    small_archive.write(layout.root, "about.md", f"---\ntitle: About\n---\n\n{shell}\n")
    small_archive.write(layout.root, "posts/shell/index.md", f"---\ntitle: Shell\ndate: 2020-01-01\n---\n\n{shell}\n")
    assert build(layout).exit_code == 0
    errors = [issue for issue in verify(layout).issues if issue.level == "error"]
    assert [issue for issue in errors if "shell" in issue.where or "about" in issue.where] == []

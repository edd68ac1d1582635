"""The laws of the design over real exports: every one in the folder $MEDIUM_EXPORTS, and the example always."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive import markdown
from medium_archive.medium import post
from medium_archive.medium.export import open_export
from tests.conftest import exports


@pytest.mark.parametrize("path", exports(), ids=lambda path: path.stem)
def test_there_and_back(path: Path) -> None:
    """Law 2: read(write(body)) == body for every post."""
    with open_export(path) as export:
        different = []
        for member in export.posts():
            body = post.read(export.read(member), member.name)[0].body
            if markdown.read(markdown.write(body)) != body:
                different.append(member.name)
        assert export.posts()
        assert not different

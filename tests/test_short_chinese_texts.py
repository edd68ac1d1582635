"""A Chinese text too short to tell its script has the script of the site, and so its fonts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from medium_archive.commands.build import build
from tests import small_archive
from tests.site_changes import choose, site_issues


@pytest.mark.parametrize(
    ("lang", "site", "shown"),
    [("zh", "zh-Hant", "zh-Hant"), ("zh", "zh-TW", "zh-TW"), ("zh", "en", "zh"), ("zh-Hans", "zh-Hant", "zh-Hans")],
)
def test_a_text_that_does_not_tell_its_script_has_that_of_the_site(
    tmp_path: Path, lang: str, site: str, shown: str
) -> None:
    """`verify` expects the same."""
    archive = small_archive.make(tmp_path)
    choose(archive, "site", language=site)
    small_archive.write(
        archive.root, "posts/go/index.md", f"---\ntitle: 加油\ndate: 2020-05-01\nlang: {lang}\n---\n\n加油！\n"
    )
    build(archive)
    page = (archive.site / "posts" / "go" / "index.html").read_text("utf-8")
    assert re.findall(r'<html[^>]* lang="([^"]*)"', page) == [shown]
    assert [issue for issue in site_issues(archive) if "go" in issue.where] == []

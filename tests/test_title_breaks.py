"""A long word of a title breaks after a slash, where browsers would break it anywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands.build import build
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.site_changes import site_issues

_SETTINGS = 'schema = 2\n[site]\ntitle = "A"\n[author]\nname = "Ada"\n'
_ADDRESS = "https://ada.example/applications/extensions"


@pytest.mark.parametrize(
    ("front_matter", "heading"),
    [
        ("title: Mobile Applications/Extensions", "Mobile Applications/<wbr>Extensions"),
        ("title: CI/CD and A/B tests", "CI/CD and A/B tests"),
        ("title: Kotlin/Java多平台開發的經驗分享與比較", "Kotlin/<wbr>Java多平台開發的經驗分享與比較"),
        ("title: Of 1024/2048/4096/8192 pixels", "Of 1024/2048/4096/8192 pixels"),
        (
            f"title: On Applications/Extensions\ntitle_markdown: On [Applications/Extensions]({_ADDRESS})",
            f'On <a href="{_ADDRESS}" rel="noopener">Applications/<wbr>Extensions</a>',
        ),
    ],
)
def test_a_long_word_may_break_after_a_slash(tmp_path: Path, front_matter: str, heading: str) -> None:
    """Words that fit on a phone, numbers, and the addresses of links stay as they are."""
    small_archive.write(tmp_path, "archive.toml", _SETTINGS)
    small_archive.write(tmp_path, "posts/a/index.md", f"---\n{front_matter}\ndate: 2021-01-05\n---\n\nText.\n")
    layout = Layout(tmp_path)
    build(layout)
    assert f'<h1 class="p-name">{heading}</h1>' in (layout.site / "posts/a/index.html").read_text("utf-8")
    assert site_issues(layout) == []

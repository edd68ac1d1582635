"""Numbers on pages are written as in the language of the site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.site.translations import translation_for
from tests.sample_exports import post_name, post_page
from tests.test_hostile_pages import BAD, import_with
from tests.test_posts import p


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "64,736"), ("zh-Hant", "64,736"), ("zh-Hans", "64,736"), ("ar", "64,736"), ("es", "64\u202f736")],
)
def test_a_number_has_the_groups_of_the_language(language: str, written: str) -> None:
    words = translation_for(language)
    assert (words.number(64736), words.number(736)) == (written, "736")


@pytest.mark.parametrize(("language", "sign"), [("en", ","), ("zh-Hant", ","), ("es", "\u202f")])
def test_the_pages_have_such_numbers_and_verify_knows_them(language: str, sign: str, tmp_path: Path) -> None:
    layout, _ = import_with(tmp_path, {post_name(BAD): post_page("Knots", p("word " * 1200), BAD)})
    layout.settings.write_text(f'schema = 1\n[site]\nlanguage = "{language}"\nproof = true\n', "utf-8")
    build(layout)
    for file in ("years.html", "proof/index.html"):
        page = layout.site / file
        text = page.read_text("utf-8")
        written = re.compile(rf"\b1{sign}(?=\d{{3}}\b)")
        assert written.search(text)
        assert not [issue for issue in verify(layout).issues if issue.level == "error"]
        page.write_text(written.sub("1'", text), "utf-8")
        assert {issue.where for issue in verify(layout).issues if issue.level == "error"} == {f"site/{file}"}
        page.write_text(text, "utf-8")
